//! Owns the account of the browser's bytes: what each file weighs, and which parts of a module weigh most.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use walrus::Module;

use super::bodies::bodies;
use super::pack;
use crate::workspace::{read, say};

/// How many parts are named; the others are one line.
const NAMED_PARTS: usize = 10;

/// What a first visit of a door may weigh on the way, in bytes.
const AIM: usize = 300_000;

/// The crates that every Rust program has; they are named only where a name has no other.
const STANDARD: [&str; 4] = ["alloc", "core", "std", "compiler_builtins"];

/// Prints the parts of a door's module, the heaviest first, and what each page adds to it. `module` still has the names
/// of its functions.
pub fn print_parts(door: &str, module: &Path) -> Result<()> {
    let bytes = read(module)?;
    let parsed = Module::from_buffer(&bytes).map_err(|error| error.context(format!("{} is no module", module.display())))?;
    let mut parts: BTreeMap<String, Vec<&[u8]>> = BTreeMap::new();
    let mut pages: BTreeMap<String, Vec<&[u8]>> = BTreeMap::new();
    for (id, body) in bodies(&bytes, &parsed)? {
        let name = parsed.funcs.get(id).name.as_deref().unwrap_or_default();
        parts.entry(crate_of(name).to_owned()).or_default().push(body);
        if let Some(page) = page_of(name) {
            pages.entry(page).or_default().push(body);
        }
    }
    let data: Vec<&[u8]> = parsed.data.iter().map(|segment| segment.value.as_slice()).collect();
    parts.insert("(texts and tables)".to_owned(), data);
    say(&format!("\n{door}: its parts, each compressed alone\n{:<28}{:>10}{:>12}{:>12}", "part", "pieces", "raw", "brotli"));
    heaviest(weigh(&parts)?).iter().for_each(print_part);
    say(&format!("\n{door}: what each page's own code adds, without its texts\n{:<28}{:>10}{:>12}{:>12}", "page", "pieces", "raw", "brotli"));
    let mut pages = weigh(&pages)?;
    pages.sort_by_key(|page| std::cmp::Reverse(page.compressed));
    pages.iter().for_each(print_part);
    Ok(())
}

/// The line for the table of benches.
pub fn print_ratio(door: &str, script: usize, module: usize) {
    let whole = super::kilobytes(script + module);
    let limit = "one view and one type for each page; the framework";
    say(&format!("ratio: first visit of {door}, brotli | {whole} | ≤ {} | {limit}", super::kilobytes(AIM)));
}

fn print_part(part: &Part) {
    say(&format!("{:<28}{:>10}{:>12}{:>12}", part.name, part.pieces, super::kilobytes(part.raw), super::kilobytes(part.compressed)));
}

struct Part {
    name: String,
    pieces: usize,
    raw: usize,
    compressed: usize,
}

fn weigh(parts: &BTreeMap<String, Vec<&[u8]>>) -> Result<Vec<Part>> {
    let weigh = |(name, pieces): (&String, &Vec<&[u8]>)| {
        let whole = pieces.concat();
        Ok(Part { name: name.clone(), pieces: pieces.len(), raw: whole.len(), compressed: pack::brotli(&whole)?.len() })
    };
    parts.iter().map(weigh).collect()
}

/// The heaviest by what they weigh on the way, and all others together.
fn heaviest(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by_key(|part| std::cmp::Reverse(part.compressed));
    let others = parts.split_off(NAMED_PARTS.min(parts.len()));
    let sum = |value: fn(&Part) -> usize| others.iter().map(value).sum();
    let rest = Part {
        name: format!("({} others)", others.len()),
        pieces: sum(|part| part.pieces),
        raw: sum(|part| part.raw),
        compressed: sum(|part| part.compressed),
    };
    parts.push(rest);
    parts
}

/// The page that a function belongs to, with its folder: `billing_center::order`.
fn page_of(name: &str) -> Option<String> {
    let (_, path) = name.split_once("app::pages::")?;
    let is_word = |word: &&str| !word.starts_with('_') && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let mut words = path.split("::").take_while(is_word);
    let first = words.next()?;
    // Folders of pages; everything else is a page itself.
    let page = words.next().filter(|_| ["billing_center", "people", "staff", "styleguide"].contains(&first));
    Some(page.map_or_else(|| first.to_owned(), |page| format!("{first}::{page}")))
}

/// The crate that a function belongs to, by its readable name: the first in it that is not everybody's.
fn crate_of(name: &str) -> &str {
    // Paths begin after these; `core[0123456789abcdef]` is the newer way to write `core`.
    let paths = name.split(['<', '>', ' ', '(', '&', ',']).filter_map(|path| path.split_once("::"));
    let crates = paths.map(|(first, _)| first.split_once('[').map_or(first, |(before, _)| before));
    let mut named = crates.filter(|word| word.starts_with(|first: char| first.is_ascii_lowercase())).peekable();
    match named.peek() {
        None => "(no crate)",
        Some(_) => named.find(|word| !STANDARD.contains(word)).unwrap_or("std"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_counted_for_the_crate_that_made_them_necessary() {
        for (name, expected) in [
            ("app::pages::order::show::h0123", "app"),
            ("<app::wire::json::Json as serde_core::de::Deserializer>::deserialize_any", "app"),
            ("<T as tachys::view::any_view::IntoAny>::into_any::build", "tachys"),
            ("<alloc::vec::Vec<T,A> as core::ops::drop::Drop>::drop", "std"),
            ("<core::option::Option<T> as tachys::view::Render>::build", "tachys"),
            ("core::ptr::drop_in_place<leptos_router::params::ParamsMap>", "leptos_router"),
            ("core[c5930c85a12de822]::str::slice_error_fail", "std"),
            ("<dlmalloc[e24a27700634d609]::dlmalloc::Dlmalloc<dlmalloc[e24a27700634d609]::sys::System>>::malloc", "dlmalloc"),
            ("hydrate", "(no crate)"),
            ("", "(no crate)"),
        ] {
            assert_eq!(crate_of(name), expected, "{name}");
        }
    }

    #[test]
    fn functions_of_a_page_are_counted_for_it() {
        for (name, expected) in [
            ("app::pages::billing_center::order::outcome::Outcome::h0123", Some("billing_center::order")),
            ("<app::pages::sign_in::DoorPage as core::ops::FnOnce>::call_once", Some("sign_in")),
            ("app::pages::loaded::__component_loaded::h0123", Some("loaded")),
            ("app::ui::receipt::Receipt", None),
        ] {
            assert_eq!(page_of(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn the_light_parts_are_one_line() {
        let part = |compressed: usize| Part { name: compressed.to_string(), pieces: 1, raw: 10, compressed };
        let shown = heaviest((0..15).map(part).collect());
        let lines: Vec<(&str, usize)> = shown.iter().map(|part| (part.name.as_str(), part.compressed)).collect();
        assert_eq!(lines.len(), NAMED_PARTS + 1);
        assert_eq!((lines.first(), lines.last()), (Some(&("14", 14)), Some(&("(5 others)", 10))));
    }
}
