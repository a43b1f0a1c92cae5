//! Owns the one style sheet: bundled from its imports and minified; must not change what it looks like.

use std::fmt::Display;
use std::path::Path;

use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::error::{Error, ErrorLocation};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};

use super::Asset;

/// Bundles and minifies the style sheet. Whatever the parser does not understand is an error with its file and line.
pub fn bundle(root: &Path, entry: &Path) -> Result<Asset> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| explain(root, entry, &error))?;
    let targets = oldest_browsers();
    sheet.minify(MinifyOptions { targets, ..Default::default() }).map_err(|error| explain(root, entry, &error))?;
    let printer = PrinterOptions { minify: true, targets, ..Default::default() };
    let css = sheet.to_css(printer).map_err(|error| explain(root, entry, &error))?.code;
    Ok(Asset { stem: "kontor", extension: "css", bytes: css.into_bytes() })
}

/// The browsers of mid-2024, which know nesting and `light-dark()`: prefixes for them are added, nothing is rewritten.
fn oldest_browsers() -> Targets {
    let version = |major: u32, minor: u32| Some((major << 16) | (minor << 8));
    Targets::from(Browsers {
        chrome: version(123, 0),
        edge: version(123, 0),
        firefox: version(121, 0),
        safari: version(17, 5),
        ios_saf: version(17, 5),
        ..Browsers::default()
    })
}

/// `style/base.css:12:3: Unexpected end of input`. Lines are counted from one, as editors do.
fn explain<Kind: Display>(root: &Path, entry: &Path, error: &Error<Kind>) -> anyhow::Error {
    let (file, line, column) = match &error.loc {
        Some(ErrorLocation { filename, line, column }) => (Path::new(filename), line + 1, *column),
        None => (entry, 1, 1),
    };
    let file = file.strip_prefix(root).unwrap_or(file);
    anyhow!("{}:{line}:{column}: {}", file.display(), error.kind)
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;
    use crate::workspace::write;

    fn bundled(parts: &[(&str, &str)]) -> Result<String> {
        let folder = tempfile::tempdir()?;
        for (name, text) in parts {
            write(&folder.path().join(name), text.as_bytes())?;
        }
        Ok(String::from_utf8(bundle(folder.path(), &folder.path().join("main.css"))?.bytes)?)
    }

    fn complaint(parts: &[(&str, &str)]) -> Result<String> {
        Ok(bundled(parts).err().context("there should be an error")?.to_string())
    }

    #[test]
    fn imports_become_one_small_sheet_with_their_layers() -> Result<()> {
        let main = "@layer tokens, parts;\n@import \"tokens.css\" layer(tokens);\n@import \"parts/a.css\" layer(parts);\n";
        let css = bundled(&[
            ("main.css", main),
            ("tokens.css", ":root {\n  --ink: light-dark(#112233, #eee);\n}\n"),
            ("parts/a.css", ".tile {\n  & .name { color: var(--ink); }\n}\n"),
        ])?;
        let expected = "@layer tokens{:root{--ink:light-dark(#123,#eee)}}@layer parts{.tile{& .name{color:var(--ink)}}}";
        assert_eq!(css, expected);
        Ok(())
    }

    #[test]
    fn a_mistake_is_told_with_file_and_line() -> Result<()> {
        let main = "@import \"parts/a.css\";\n";
        let told = complaint(&[("main.css", main), ("parts/a.css", ".a { color: red; }\n\n.b { color }\n")])?;
        assert!(told.starts_with("parts/a.css:3:"), "{told}");
        Ok(())
    }

    #[test]
    fn a_missing_import_is_told_where_it_is_asked_for() -> Result<()> {
        let told = complaint(&[("main.css", "\n@import \"gone.css\";\n")])?;
        assert!(told.starts_with("main.css:2:"), "{told}");
        Ok(())
    }
}
