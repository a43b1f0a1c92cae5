//! Addresses of the pages of the staff's lists by days: what was asked for, and the row after which the page begins.

use crate::api::staff::AfterDay;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// The list at an address with those of its questions that ask for something, after a row or from its beginning.
pub fn address_of(address: &str, asked: &[(&'static str, &str)], after: Option<AfterDay>) -> String {
    let mut query = ParamsMap::new();
    for (name, value) in asked.iter().filter(|(_, value)| !value.is_empty()) {
        query.insert(*name, (*value).to_owned());
    }
    if let Some(AfterDay { day, id }) = after {
        query.insert("after_day", day.to_string());
        query.insert("after_id", id);
    }
    format!("{address}{}", query.to_query_string())
}

/// What the address asks for, read once: a list is made anew with each of its pages.
pub fn asked(name: &str) -> String {
    use_query_map().with_untracked(|query| query.get(name).unwrap_or_default())
}
