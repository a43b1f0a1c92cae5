//! The German texts of the pages, by their keys: what a test looks for is what people read.

use serde_json::Value;
use std::sync::LazyLock;

static GERMAN: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("../../../app/locales/de.json")).expect("JSON"));

/// The text of a key such as `order.placed.title`, as it reads on a page.
pub fn german(key: &str) -> String {
    let text = GERMAN.pointer(&format!("/{}", key.replace('.', "/"))).and_then(Value::as_str);
    let text = text.unwrap_or_else(|| panic!("no text {key}"));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same with one value put in.
pub fn german_with(key: &str, name: &str, value: &str) -> String {
    german(key).replace(&format!("{{{{ {name} }}}}"), value)
}
