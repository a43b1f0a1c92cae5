//! Turns the files in `locales/` into Rust, so that a missing text is a compile error. Downloads nothing.

use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=locales");
    let options = ParseOptions::default().interpolate_display(true);
    let config = Config::new("de")?.add_locale("en")?.parse_options(options);
    let parsed = leptos_i18n_parser::parse_locales::parse_locales(None, config)?;
    // A text that one language lacks would silently be shown in the other.
    let faults: Vec<String> = parsed.diag.errors().iter().map(ToString::to_string).chain(parsed.diag.warnings().iter().map(ToString::to_string)).collect();
    if !faults.is_empty() {
        return Err(faults.join("\n").into());
    }
    let library = syn::parse_str("crate::texts::library")?;
    let code = leptos_i18n_codegen::gen_code(&parsed, Some(&library), false, None, true)?;
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(folder.join("i18n.rs"), code.to_string())?;
    Ok(())
}
