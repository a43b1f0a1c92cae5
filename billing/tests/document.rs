//! What the JSON of `kontor price` refuses, and with which code. Every refusal is an answer, never a panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is the test's message, in helpers too")]

use billing::Catalogue;
use billing::catalogue_file::parse_catalogue;
use billing::document::{Answer, LONGEST_DOCUMENT, answer};
use serde_json::{Value, json};
use std::sync::LazyLock;

const CUSTOMER: &str = r#"{"country":"DE","vat_id":"none","credit_minor":0}"#;
const NEW: &str = r#"{"kind":"new","product":"goto-meeting","plan":"professional","seats":10,"interval":"monthly"}"#;
const TRIAL: &str = r#"{"kind":"trial","product":"goto-webinar","plan":"standard","seats":3}"#;
const RUNNING: &str = r#"{"product":"goto-meeting","plan":"professional","seats":10,"interval":"monthly","unit_minor":1400,"period_start":"2026-11-01","period_end":"2026-12-01","tax":{"category":"S","rate":"19"}}"#;

static DEMO: LazyLock<Catalogue> = LazyLock::new(|| parse_catalogue(include_str!("../../catalogue.toml")).unwrap());

/// A document of all four kinds, compact, so that tests can cut and patch it as text.
fn document() -> String {
    let change = format!(r#"{{"kind":"change","plan":"business","seats":10,"interval":"monthly","subscription":{RUNNING}}}"#);
    let add_seats = format!(r#"{{"kind":"add_seats","seats":5,"subscription":{RUNNING}}}"#);
    format!(r#"{{"today":"2026-11-21","currency":"EUR","customer":{CUSTOMER},"items":[{NEW},{change},{add_seats},{TRIAL}]}}"#)
}

fn document_of(item: &str) -> String {
    format!(r#"{{"today":"2026-11-21","currency":"EUR","customer":{CUSTOMER},"items":[{item}]}}"#)
}

/// The code and the item of the error that a document gets.
fn refusal(catalogue: &Catalogue, input: &[u8]) -> (String, Option<u64>) {
    let shown = String::from_utf8_lossy(input.get(..input.len().min(1500)).unwrap_or_default()).into_owned();
    match answer(catalogue, input) {
        Answer::Price(text) => panic!("{shown}\nwas priced: {text}"),
        Answer::Error(text) => {
            let body: Value = serde_json::from_str(&text).unwrap();
            let error = body["error"].as_object().unwrap();
            assert_eq!(body.as_object().unwrap().len(), 1, "{text}");
            assert!(error.keys().all(|key| ["code", "item", "message"].contains(&key.as_str())), "{text}");
            (error["code"].as_str().unwrap().to_owned(), error.get("item").map(|item| item.as_u64().unwrap()))
        }
    }
}

#[track_caller]
fn assert_invalid(input: impl AsRef<[u8]>) {
    let (code, item) = refusal(&DEMO, input.as_ref());
    let shown = String::from_utf8_lossy(input.as_ref().get(..input.as_ref().len().min(1500)).unwrap_or_default()).into_owned();
    assert_eq!((code.as_str(), item), ("invalid_input", None), "{shown}");
}

#[track_caller]
fn assert_priced(input: impl AsRef<[u8]>) {
    match answer(&DEMO, input.as_ref()) {
        Answer::Price(_) => {}
        Answer::Error(text) => panic!("{}\n{text}", String::from_utf8_lossy(input.as_ref())),
    }
}

/// The document with one text replaced, which must occur.
#[track_caller]
fn patched(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} does not occur in {text}");
    text.replacen(from, to, 1)
}

#[test]
fn the_whole_document_is_priced() {
    assert_priced(document());
}

#[test]
fn what_is_not_json_is_refused() {
    let good = document();
    for wrong in ["", " ", "null", "true", "1", "\"text\"", "[]", "{}", "{", "}", "nul", "NaN", "\u{feff}{}", "// comment\n{}", "{'today':1}", "\0"] {
        assert_invalid(wrong);
    }
    for end in 0..good.len() {
        assert_invalid(&good[..end]);
    }
    assert_invalid(format!("\u{feff}{good}"));
    assert_invalid(patched(&good, "{", "{,"));
    assert_invalid(patched(&good, "}]}", "},]}"));
}

#[test]
fn what_is_not_utf_8_is_refused() {
    let good = document().into_bytes();
    for wrong in [&b"\xff"[..], b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xff\xfe{\0}\0"] {
        assert_invalid(wrong);
    }
    for place in 0..good.len() {
        let mut broken = good.clone();
        broken[place] = 0x80;
        assert_invalid(broken);
    }
}

#[test]
fn huge_documents_are_refused() {
    let good = document();
    assert_invalid(" ".repeat(5_000_000));
    assert_invalid("1".repeat(5_000_000));
    assert_invalid(good.clone() + &" ".repeat(5_000_000));
    assert_invalid(patched(&good, r#""seats":10"#, &format!(r#""seats":{}"#, "1".repeat(5_000_000))));
    // The same within the limit of length.
    assert_invalid(" ".repeat(LONGEST_DOCUMENT));
    assert_invalid("1".repeat(LONGEST_DOCUMENT));
    for long in ["1".repeat(1_000_000), format!("0.{}", "1".repeat(1_000_000)), format!("1e{}", "9".repeat(1_000_000)), format!("-{}", "9".repeat(1_000_000))] {
        assert_invalid(patched(&good, r#""seats":10"#, &format!(r#""seats":{long}"#)));
        assert_invalid(patched(&good, r#""credit_minor":0"#, &format!(r#""credit_minor":{long}"#)));
    }
    assert_invalid(patched(&good, "2026-11-21", &"2".repeat(1_000_000)));
    let filled = good.clone() + &" ".repeat(LONGEST_DOCUMENT - good.len());
    assert_priced(&filled);
    assert_invalid(filled + " ");
}

#[test]
fn deep_nesting_is_refused() {
    let good = document();
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        assert_invalid(open.repeat(100_000));
        assert_invalid(&deep);
        for field in [r#""2026-11-21""#, CUSTOMER, NEW, r#""goto-meeting""#, RUNNING, r#""19""#] {
            assert_invalid(patched(&good, field, &deep));
            assert_invalid(patched(&good, field, &open.repeat(100_000)));
        }
        assert_invalid(patched(&good, r#"{"kind":"trial","#, &format!(r#"{{"more":{deep},"kind":"trial","#)));
    }
}

#[test]
fn trailing_data_is_refused() {
    let good = document();
    assert_priced(format!("\n\t {good} \r\n"));
    for trailing in ["x", "{}", ",", "null", "\0", "]", &good] {
        assert_invalid(format!("{good}{trailing}"));
        assert_invalid(format!("{good}\n{trailing}"));
    }
}

/// Every field of every level, as it stands in the document.
fn fields() -> Vec<(&'static str, &'static str)> {
    vec![
        (r#""today":"2026-11-21","#, r#""today":"2026-11-21""#),
        (r#""currency":"EUR","#, r#""currency":"EUR""#),
        (r#""country":"DE","#, r#""country":"DE""#),
        (r#""vat_id":"none","#, r#""vat_id":"none""#),
        (r#","credit_minor":0"#, r#""credit_minor":0"#),
        (r#""kind":"new","#, r#""kind":"new""#),
        (r#""kind":"change","#, r#""kind":"change""#),
        (r#""kind":"add_seats","#, r#""kind":"add_seats""#),
        (r#""kind":"trial","#, r#""kind":"trial""#),
        (r#""product":"goto-meeting","#, r#""product":"goto-meeting""#),
        (r#""plan":"professional","#, r#""plan":"professional""#),
        (r#""plan":"business","#, r#""plan":"business""#),
        (r#""plan":"standard","#, r#""plan":"standard""#),
        (r#""seats":10,"#, r#""seats":10"#),
        (r#""seats":5,"#, r#""seats":5"#),
        (r#","seats":3"#, r#""seats":3"#),
        (r#","interval":"monthly""#, r#""interval":"monthly""#),
        (r#""unit_minor":1400,"#, r#""unit_minor":1400"#),
        (r#""period_start":"2026-11-01","#, r#""period_start":"2026-11-01""#),
        (r#""period_end":"2026-12-01","#, r#""period_end":"2026-12-01""#),
        (r#""category":"S","#, r#""category":"S""#),
        (r#","rate":"19""#, r#""rate":"19""#),
    ]
}

#[test]
fn missing_fields_are_refused() {
    for (with_comma, _) in fields() {
        assert_invalid(patched(&document(), with_comma, ""));
    }
    assert_priced(patched(&document(), r#","tax":{"category":"S","rate":"19"}"#, ""));
}

#[test]
fn fields_that_stand_twice_are_refused_at_every_level() {
    let good = document();
    for (_, field) in fields() {
        assert_invalid(patched(&good, field, &format!("{field},{field}")));
        // The same name, its first letter escaped.
        let escaped = format!("\"\\u{:04x}{}", field.as_bytes()[1], &field[2..]);
        assert_invalid(patched(&good, field, &format!("{field},{escaped}")));
    }
    let customer = format!(r#""customer":{CUSTOMER}"#);
    assert_invalid(patched(&good, &customer, &format!("{customer},{customer}")));
    assert_invalid(patched(&good, r#""items":["#, r#""items":[],"items":["#));
    for holder in ["change", "add_seats"] {
        let subscription = format!(r#""subscription":{RUNNING}"#);
        let item = format!(r#"{{"kind":"{holder}","plan":"business","seats":5,"interval":"monthly",{subscription}}}"#);
        let item = if holder == "change" { item } else { patched(&patched(&item, r#""plan":"business","#, ""), r#""interval":"monthly","#, "") };
        assert_priced(document_of(&item));
        assert_invalid(document_of(&patched(&item, &subscription, &format!("{subscription},{subscription}"))));
        let tax = r#""tax":{"category":"S","rate":"19"}"#;
        assert_invalid(document_of(&patched(&item, tax, &format!("{tax},{tax}"))));
        assert_invalid(document_of(&patched(&item, tax, &format!(r#"{tax},"tax":null"#))));
        assert_invalid(document_of(&patched(&item, tax, &format!(r#""tax":null,{tax}"#))));
    }
}

#[test]
fn the_tag_of_an_item_stands_once_and_anywhere() {
    let rest = r#""product":"goto-meeting","plan":"professional","seats":10,"interval":"monthly""#;
    assert_priced(document_of(&format!(r#"{{{rest},"kind":"new"}}"#)));
    for item in [
        format!(r#"{{"kind":"new","kind":"new",{rest}}}"#),
        format!(r#"{{"kind":"new",{rest},"kind":"new"}}"#),
        format!(r#"{{{rest},"kind":"new","kind":"trial"}}"#),
        format!(r#"{{"kind":"trial",{rest},"kind":"new"}}"#),
        format!(r#"{{"k\u0069nd":"new",{rest},"kind":"new"}}"#),
        format!(r#"{{"kind":"New",{rest}}}"#),
        format!(r#"{{"kind":"",{rest}}}"#),
        format!(r#"{{"kind":"cancel",{rest}}}"#),
        format!(r#"{{"kind":0,{rest}}}"#),
        format!(r#"{{"kind":null,{rest}}}"#),
        format!(r#"{{"kind":["new"],{rest}}}"#),
        format!(r#"{{"kind":{{"new":null}},{rest}}}"#),
        format!(r#"{{"new":{{{rest}}}}}"#),
        format!("{{{rest}}}"),
        "{}".to_owned(),
        "null".to_owned(),
        "\"new\"".to_owned(),
    ] {
        assert_invalid(document_of(&item));
    }
}

#[test]
fn unknown_fields_are_refused_at_every_level() {
    let good = document();
    for more in [r#""more":1"#, r#""Today":1"#, r#""":1"#, r#""0":1"#, r#""more":null"#, r#""more":{"kind":"new"}"#, r#""kind ":"new""#] {
        for opening in [
            r#"{"today""#,
            r#"{"country""#,
            r#"{"kind":"new""#,
            r#"{"kind":"change""#,
            r#"{"kind":"add_seats""#,
            r#"{"kind":"trial""#,
            r#"{"product":"goto-meeting","plan":"professional","seats":10,"interval":"monthly","unit_minor""#,
            r#"{"category""#,
        ] {
            assert_invalid(patched(&good, opening, &opening.replacen('{', &format!("{{{more},"), 1)));
        }
    }
    // Fields of another kind are unknown too.
    assert_invalid(document_of(&patched(TRIAL, r#""seats":3"#, r#""seats":3,"interval":"monthly""#)));
    assert_invalid(document_of(&patched(NEW, r#""seats":10"#, &format!(r#""seats":10,"subscription":{RUNNING}"#))));
    assert_invalid(document_of(&format!(r#"{{"kind":"add_seats","seats":5,"plan":"business","subscription":{RUNNING}}}"#)));
    assert_invalid(document_of(&format!(
        r#"{{"kind":"change","product":"goto-meeting","plan":"business","seats":5,"interval":"monthly","subscription":{RUNNING}}}"#
    )));
}

#[test]
fn an_array_is_no_object_and_an_object_is_no_word() {
    let good = document();
    let list_of_running = r#"["goto-meeting","professional",10,"monthly",1400,"2026-11-01","2026-12-01",{"category":"S","rate":"19"}]"#;
    for (from, to) in [
        (CUSTOMER, r#"["DE","none",0]"#),
        (NEW, r#"["new","goto-meeting","professional",10,"monthly"]"#),
        (TRIAL, r#"["trial","goto-webinar","standard",3]"#),
        (RUNNING, list_of_running),
        (r#"{"category":"S","rate":"19"}"#, r#"["S","19"]"#),
        (r#""vat_id":"none""#, r#""vat_id":{"none":null}"#),
        (r#""interval":"monthly""#, r#""interval":{"monthly":null}"#),
        (r#""category":"S""#, r#""category":{"S":null}"#),
        (r#""country":"DE""#, r#""country":["DE"]"#),
        (r#""currency":"EUR""#, r#""currency":["EUR"]"#),
        (r#""product":"goto-meeting""#, r#""product":["goto-meeting"]"#),
        (r#""items":["#, r#""items":{"0":["#),
    ] {
        assert_invalid(patched(&good, from, to));
    }
    assert_invalid(patched(&document_of(NEW), &format!("[{NEW}]"), NEW));
    assert_invalid(format!(r#"["2026-11-21","EUR",{CUSTOMER},[{NEW}]]"#));
    let in_subscription = patched(RUNNING, r#""interval":"monthly""#, r#""interval":{"monthly":null}"#);
    assert_invalid(patched(&good, RUNNING, &in_subscription));
}

#[test]
fn an_order_of_nothing_has_no_price() {
    for nothing in ["", " ", "\n"] {
        assert_invalid(document_of(nothing));
    }
    let Answer::Error(text) = answer(&DEMO, document_of("").as_bytes()) else { panic!("nothing was priced") };
    assert!(text.contains("at least one item"), "{text}");
}

#[test]
fn the_longest_list_that_fits_is_answered() {
    // Eight thousand trials, and as many changes, each with a rate of its own, as the limit of length allows.
    let trials = vec![TRIAL; 8_000].join(",");
    assert_priced(document_of(&trials));
    let mut changes = Vec::new();
    let mut length = document_of("").len();
    for tenths in 0_u32.. {
        let running = patched(RUNNING, r#""rate":"19""#, &format!(r#""rate":"{}.{:04}""#, tenths / 10_000, tenths % 10_000));
        let change = format!(r#"{{"kind":"change","plan":"business","seats":10,"interval":"monthly","subscription":{running}}}"#);
        length += change.len() + 1;
        if length > LONGEST_DOCUMENT {
            break;
        }
        changes.push(change);
    }
    assert!(changes.len() > 3_000);
    assert_priced(document_of(&changes.join(",")));
}

#[test]
fn null_stands_for_nothing() {
    let good = document();
    for (_, field) in fields() {
        let name = field.split(':').next().unwrap();
        assert_invalid(patched(&good, field, &format!("{name}:null")));
    }
    assert_invalid(patched(&good, CUSTOMER, "null"));
    assert_invalid(patched(&good, RUNNING, "null"));
    assert_invalid(patched(&good, r#"{"category":"S","rate":"19"}"#, "null"));
    assert_invalid(patched(&good, NEW, "null"));
    assert_invalid(patched(&good, r#""items":["#, r#""items":null,"more":["#));
}

#[test]
fn whole_numbers_of_64_bits_are_the_only_numbers() {
    let good = document();
    for name in ["credit_minor\":0", "seats\":10", "seats\":5", "seats\":3", "unit_minor\":1400"] {
        let (name, digits) = name.split_once(':').unwrap();
        let field = format!("\"{name}:{digits}");
        for wrong in [
            "1.0",
            "1e3",
            "1E3",
            "1e0",
            "10.5",
            "-0.0",
            "-0",
            "1.0e1",
            "9223372036854775808",
            "-9223372036854775809",
            "18446744073709551616",
            "1e400",
            "010",
            "+1",
            ".5",
            "5.",
            "0x10",
            "1_000",
            "\"10\"",
            "true",
            "[]",
            "{}",
            "Infinity",
            "--1",
            "１",
        ] {
            assert_invalid(patched(&good, &field, &format!("\"{name}:{wrong}")));
        }
    }
}

#[test]
fn a_number_of_64_bits_that_makes_no_sense_is_refused() {
    for wrong in ["-1", "0", "10001", "-9223372036854775808", "9223372036854775807"] {
        let new = document_of(&patched(NEW, r#""seats":10"#, &format!(r#""seats":{wrong}"#)));
        assert_eq!(refusal(&DEMO, new.as_bytes()), ("seats_out_of_range".to_owned(), Some(0)), "{wrong}");
        let trial = document_of(&patched(TRIAL, r#""seats":3"#, &format!(r#""seats":{wrong}"#)));
        assert_eq!(refusal(&DEMO, trial.as_bytes()), ("seats_out_of_range".to_owned(), Some(0)), "{wrong}");
        let change = format!(r#"{{"kind":"change","plan":"business","seats":{wrong},"interval":"monthly","subscription":{RUNNING}}}"#);
        assert_eq!(refusal(&DEMO, document_of(&change).as_bytes()), ("seats_out_of_range".to_owned(), Some(0)), "{wrong}");
        let add_seats = format!(r#"{{"kind":"add_seats","seats":{wrong},"subscription":{RUNNING}}}"#);
        assert_eq!(refusal(&DEMO, document_of(&add_seats).as_bytes()), ("seats_out_of_range".to_owned(), Some(0)), "{wrong}");
    }
    for (from, to) in [
        (r#""seats":10"#, r#""seats":0"#),
        (r#""seats":10"#, r#""seats":-10"#),
        (r#""seats":10"#, r#""seats":-9223372036854775808"#),
        (r#""unit_minor":1400"#, r#""unit_minor":-1"#),
        (r#""unit_minor":1400"#, r#""unit_minor":-9223372036854775808"#),
        (r#""category":"S""#, r#""category":"AE""#),
        (r#""category":"S""#, r#""category":"O""#),
    ] {
        let running = patched(RUNNING, from, to);
        for item in [
            format!(r#"{{"kind":"change","plan":"business","seats":10,"interval":"monthly","subscription":{running}}}"#),
            format!(r#"{{"kind":"add_seats","seats":5,"subscription":{running}}}"#),
        ] {
            assert_eq!(refusal(&DEMO, document_of(&item).as_bytes()), ("invalid_input".to_owned(), Some(0)), "{running}");
        }
    }
    for wrong in ["-1", "-9223372036854775808"] {
        assert_invalid(patched(&document(), r#""credit_minor":0"#, &format!(r#""credit_minor":{wrong}"#)));
    }
}

#[test]
fn a_date_has_one_form() {
    let good = document();
    for field in [r#""2026-11-21""#, r#""2026-11-01""#, r#""2026-12-01""#] {
        for wrong in [
            "2026-1-5",
            "2026-11-5",
            "2026-1-05",
            "2026-11-211",
            "2026-11-021",
            "2026-02-30",
            "2026-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-11-00",
            "2026-11-31",
            "+12026-01-01",
            "+2026-11-21",
            "-2026-11-21",
            " 2026-11-21",
            "2026-11-21 ",
            "2026-11-21\\n",
            "2026-11-21T00:00:00Z",
            "2026-11-21Z",
            "2026/11/21",
            "20261121",
            "21.11.2026",
            "2026-W47-6",
            "2026-325",
            "26-11-21",
            "２０２６-11-21",
            "2026\u{2010}11\u{2010}21",
            "today",
            "",
        ] {
            assert_invalid(patched(&good, field, &format!("\"{wrong}\"")));
        }
        assert_invalid(patched(&good, field, "20261121"));
    }
}

#[test]
fn a_word_is_written_as_in_the_format() {
    let good = document();
    for (field, wrong) in [
        (r#""currency":"EUR""#, &["eur", "Eur", "EURO", "EU", "XXX", " EUR", "€", ""][..]),
        (r#""vat_id":"none""#, &["None", "NONE", "invalid", "", "DE123456789"]),
        (r#""interval":"monthly""#, &["Monthly", "yearly", "annually", "month", ""]),
        (r#""category":"S""#, &["s", "Z", "E", "", "SS"]),
        (r#""rate":"19""#, &["", "-1", "+1", "1e1", ".5", "5.", "101", "1.23456", "19%", "19,0", " 19", "0x1"]),
    ] {
        let name = field.split(':').next().unwrap();
        for word in wrong {
            assert_invalid(patched(&good, field, &format!("{name}:\"{word}\"")));
        }
        assert_invalid(patched(&good, field, &format!("{name}:19")));
    }
}

#[test]
fn a_country_that_nobody_knows_has_its_own_code() {
    for wrong in ["XX", "de", "De", "DEU", "EU", "UK", "EL", "D", " DE", "Deutschland", "ÄÖ", "", "\\u0000\\u0000"] {
        let document = patched(&document(), r#""country":"DE""#, &format!(r#""country":"{wrong}""#));
        assert_eq!(refusal(&DEMO, document.as_bytes()), ("unknown_country".to_owned(), None), "{wrong}");
    }
    assert_invalid(patched(&document(), r#""country":"DE""#, r#""country":49"#));
}

fn change(patch: (&str, &str)) -> String {
    patched(&format!(r#"{{"kind":"change","plan":"business","seats":10,"interval":"monthly","subscription":{RUNNING}}}"#), patch.0, patch.1)
}

fn add_seats(patch: (&str, &str)) -> String {
    patched(&format!(r#"{{"kind":"add_seats","seats":5,"subscription":{RUNNING}}}"#), patch.0, patch.1)
}

#[test]
fn every_refusal_has_its_code() {
    let outside = (r#""period_end":"2026-12-01""#, r#""period_end":"2026-11-21""#);
    let later = (r#""period_start":"2026-11-01""#, r#""period_start":"2026-11-22""#);
    let reversed = (r#""period_start":"2026-11-01","period_end":"2026-12-01""#, r#""period_start":"2026-12-01","period_end":"2026-11-01""#);
    let huge = (r#""unit_minor":1400"#, r#""unit_minor":9223372036854775807"#);
    for (item, code) in [
        (patched(NEW, "goto-meeting", "goto-nowhere"), "unknown_product"),
        (patched(NEW, "goto-meeting", ""), "unknown_product"),
        (patched(TRIAL, "goto-webinar", "GoTo-Webinar"), "unknown_product"),
        (change(("goto-meeting", "goto-nowhere")), "unknown_product"),
        (add_seats(("goto-meeting", "goto-nowhere")), "unknown_product"),
        (patched(NEW, "professional", "gold"), "unknown_plan"),
        (patched(TRIAL, "standard", "professional"), "unknown_plan"),
        (change(("business", "gold")), "unknown_plan"),
        (change(("professional", "gold")), "unknown_plan"),
        (add_seats(("professional", "gold")), "unknown_plan"),
        (change(("business", "professional")), "nothing_changed"),
        (change((r#""product":"goto-meeting","plan":"professional""#, r#""product":"goto-meeting","plan":"enterprise""#)), "downgrade_not_self_service"),
        (change(outside), "period_not_running"),
        (change(later), "period_not_running"),
        (change(reversed), "period_not_running"),
        (add_seats(outside), "period_not_running"),
        (add_seats(later), "period_not_running"),
        (add_seats(reversed), "period_not_running"),
        (change(huge), "amount_overflow"),
        (add_seats(huge), "amount_overflow"),
        (add_seats((r#""seats":10"#, r#""seats":9223372036854775807"#)), "seats_out_of_range"),
        (add_seats((r#""seats":5"#, r#""seats":9991"#)), "seats_out_of_range"),
    ] {
        let document = document_of(&format!("{TRIAL},{item}"));
        assert_eq!(refusal(&DEMO, document.as_bytes()), (code.to_owned(), Some(1)), "{item}");
    }
    assert_priced(document_of(&add_seats((r#""seats":5"#, r#""seats":9990"#))));
}

#[test]
fn a_catalogue_can_lack_a_price_a_trial_and_the_way_to_more_seats() {
    let text = r#"
        [[products]]
        id = "goto-meeting"
        name = "Meeting"
        [[products.plans]]
        id = "professional"
        name = "Professional"
        seats_min = 5
        seats_max = 20
        prices = [
            { currency = "EUR", interval = "monthly", from = "2026-11-22", unit_minor = 1400 },
            { currency = "USD", interval = "monthly", from = "2026-11-21", unit_minor = 1500 },
        ]
    "#;
    let catalogue = parse_catalogue(text).unwrap();
    let tomorrow_only = document_of(NEW);
    let today = patched(&tomorrow_only, "EUR", "USD");
    let other_interval = patched(&today, "monthly", "annual");
    let other_currency = patched(&today, "USD", "CHF");
    for (document, code) in [
        (tomorrow_only, "no_price"),
        (other_interval, "no_price"),
        (other_currency, "no_price"),
        (patched(&today, r#""seats":10"#, r#""seats":4"#), "seats_out_of_range"),
        (patched(&today, r#""seats":10"#, r#""seats":21"#), "seats_out_of_range"),
        (document_of(r#"{"kind":"trial","product":"goto-meeting","plan":"professional","seats":10}"#), "product_not_eligible"),
        (document_of(&add_seats((r#""seats":5"#, r#""seats":5"#))), "product_not_eligible"),
    ] {
        assert_eq!(refusal(&catalogue, document.as_bytes()), (code.to_owned(), Some(0)), "{document}");
    }
    assert!(matches!(answer(&catalogue, today.as_bytes()), Answer::Price(_)));
}

#[test]
fn sums_that_leave_64_bits_are_refused() {
    let half = r#""unit_minor":6000000000000000000"#;
    let item = r#"{"kind":"add_seats","seats":1,"subscription":{"product":"goto-meeting","plan":"professional","seats":1,"interval":"monthly","unit_minor":6000000000000000000,"period_start":"2026-11-21","period_end":"2026-12-21"}}"#;
    assert!(item.contains(half));
    // The renewal of both seats is beyond 64 bits.
    assert_eq!(refusal(&DEMO, document_of(item).as_bytes()), ("amount_overflow".to_owned(), Some(0)));
    // Each line fits, their sum does not; no single item is at fault.
    let fits = item.replace("6000000000000000000", "4000000000000000000");
    assert_eq!(refusal(&DEMO, document_of(&format!("{fits},{fits},{fits}")).as_bytes()), ("amount_overflow".to_owned(), None));
    // Account credit cannot grow beyond 64 bits.
    let shrinking = r#"{"kind":"change","plan":"professional","seats":6,"interval":"monthly","subscription":{"product":"goto-meeting","plan":"professional","seats":10,"interval":"monthly","unit_minor":1400,"period_start":"2026-11-20","period_end":"2026-12-20"}}"#;
    let full = patched(&document_of(shrinking), r#""credit_minor":0"#, r#""credit_minor":9223372036854769700"#);
    assert_eq!(refusal(&DEMO, full.as_bytes()), ("amount_overflow".to_owned(), None));
    let exact = patched(&full, "9223372036854769700", "9223372036854769699");
    match answer(&DEMO, exact.as_bytes()) {
        Answer::Price(text) => assert!(text.contains(r#""credit_after_minor":9223372036854775807"#), "{text}"),
        Answer::Error(text) => panic!("{text}"),
    }
}

#[test]
fn the_calendar_ends_with_the_year_9999() {
    for item in [NEW, TRIAL] {
        let last = patched(&document_of(item), "2026-11-21", "9999-12-31");
        assert_eq!(refusal(&DEMO, last.as_bytes()), ("amount_overflow".to_owned(), Some(0)), "{item}");
        assert_priced(patched(&last, "9999-12-31", "9999-11-30"));
    }
    let first = patched(&document_of(TRIAL), "2026-11-21", "0000-01-01");
    assert_priced(&first);
}

#[test]
fn the_first_fault_in_item_order_is_told() {
    let unknown = patched(NEW, "goto-meeting", "goto-nowhere");
    let many = patched(NEW, r#""seats":10"#, r#""seats":0"#);
    assert_eq!(refusal(&DEMO, document_of(&format!("{NEW},{many},{unknown}")).as_bytes()), ("seats_out_of_range".to_owned(), Some(1)));
    assert_eq!(refusal(&DEMO, document_of(&format!("{NEW},{unknown},{many}")).as_bytes()), ("unknown_product".to_owned(), Some(1)));
}

#[test]
fn a_refusal_says_what_and_where() {
    let Answer::Error(text) = answer(&DEMO, document_of(&change((r#""plan":"professional""#, r#""plan":"enterprise""#))).as_bytes()) else {
        panic!("a downgrade was priced")
    };
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!({"error": {"code": "downgrade_not_self_service", "item": 0}}));
    let Answer::Error(text) = answer(&DEMO, document_of(&patched(NEW, "seats", "licences")).as_bytes()) else { panic!("an unknown field was priced") };
    assert!(text.contains("licences") && text.contains("seats"), "{text}");
}
