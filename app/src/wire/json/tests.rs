//! What this code reads is what `serde_json` writes.

use super::{Json, decode, parse};
use billing::ids::ProductId;
use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;

fn assert_reads_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = leptos::serde_json::to_string(value);
    let text = text.unwrap_or_default();
    assert_eq!(decode::<T>(&text).as_ref(), Ok(value), "{text}");
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Inner {
    from: i64,
    to: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Holding(Box<Inner>),
    Pair(i64, String),
    Named { first: Option<i64>, second: Vec<Kind> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
enum Tagged {
    Nobody,
    Somebody { name: String, inner: Inner },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    day: NaiveDate,
    id: ProductId,
    #[serde(rename = "other-name")]
    renamed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left_out: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    empty: Vec<Inner>,
    kinds: Vec<Kind>,
    tagged: (Tagged, Tagged),
    by_name: BTreeMap<String, Inner>,
    nested: Option<Option<Inner>>,
    unit: (),
    #[serde(flatten)]
    taken_in: Inner,
}

fn everything() -> Everything {
    Everything {
        day: NaiveDate::default(),
        id: ProductId("goto-meeting".to_owned()),
        renamed: true,
        left_out: None,
        empty: Vec::new(),
        kinds: vec![
            Kind::Plain,
            Kind::Holding(Box::default()),
            Kind::Pair(i64::MIN, "\"\\/\u{8}\u{c}\n\r\t\u{1}ß€🧾".to_owned()),
            Kind::Named { first: Some(i64::MAX), second: vec![Kind::Plain] },
            Kind::Named { first: None, second: Vec::new() },
        ],
        tagged: (Tagged::Nobody, Tagged::Somebody { name: "Anna".to_owned(), inner: Inner { from: -1, to: 255 } }),
        by_name: [("a".to_owned(), Inner::default())].into(),
        nested: Some(Some(Inner::default())),
        unit: (),
        taken_in: Inner { from: 7, to: 8 },
    }
}

#[test]
fn types_of_every_shape_read_back() {
    assert_reads_back(&everything());
    assert_reads_back(&Everything { left_out: Some(0), empty: vec![Inner::default()], nested: None, ..everything() });
    assert_reads_back(&vec![Ok::<i64, String>(1), Err("no".to_owned())]);
}

#[test]
fn fields_may_come_in_any_order_and_unknown_ones_are_passed_over() {
    assert_eq!(decode(r#" { "new" : [ { } , null ] , "to" : 2 , "from" : 1 } "#), Ok(Inner { from: 1, to: 2 }));
}

#[test]
fn what_is_missing_or_of_another_kind_is_refused() {
    for text in [r#"{"from":1}"#, r#"{"from":"1","to":2}"#, r#"{"from":1,"to":256}"#, r#"{"from":1,"to":-1}"#, r#"{"from":1.5,"to":1}"#, "[1]", "1", "null"] {
        assert!(decode::<Inner>(text).is_err(), "{text}");
    }
    for text in [r#""unknown""#, r#""holding""#, r#"{"plain":1}"#, r#"{"plain":null,"pair":null}"#, "1", "[]"] {
        assert!(decode::<Kind>(text).is_err(), "{text}");
    }
}

#[test]
fn escapes_and_pairs_of_numbers_are_letters() {
    assert_eq!(parse(r#""\u00e4\ud83e\uddfe\"\\\/\b\f\n\r\t""#), Ok(Json::Text("ä🧾\"\\/\u{8}\u{c}\n\r\t".to_owned())));
}

#[test]
fn whole_numbers_of_64_bits_are_read_to_the_last_digit() {
    for (text, number) in
        [("0", 0), ("-0", 0), ("9223372036854775807", i64::MAX), ("-9223372036854775808", i64::MIN), ("9007199254740993", 9_007_199_254_740_993)]
    {
        assert_eq!(parse(text), Ok(Json::Number(number)));
    }
}

#[test]
fn what_is_no_json_of_ours_is_refused() {
    let deep = "[".repeat(100);
    for text in [
        "",
        " ",
        "nul",
        "truefalse",
        "1 2",
        "9223372036854775808",
        "-9223372036854775809",
        "1.0",
        "1e3",
        "-",
        "+1",
        "\"",
        "\"a",
        "\"\n\"",
        r#""\x""#,
        r#""\ud83e""#,
        r#""\ud83ea""#,
        r#""\udf00""#,
        r#""\u12"#,
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[1 2]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "{,}",
        "]",
        "}",
        deep.as_str(),
    ] {
        assert!(parse(text).is_err(), "{text}");
    }
}
