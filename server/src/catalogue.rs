//! Which catalogue is in force: a file that was named, else the demo's, which is built in.

use anyhow::{Context, Result, anyhow};
use billing::Catalogue;
use billing::catalogue_file::parse_catalogue;
use std::path::Path;

const BUILT_IN: &str = include_str!("../../catalogue.toml");

/// Reads the catalogue; the message of an error names file and line.
pub fn load(path: Option<&Path>) -> Result<Catalogue> {
    let Some(path) = path else { return parse("catalogue.toml (built in)", BUILT_IN) };
    let text = std::fs::read_to_string(path).with_context(|| format!("the catalogue {} cannot be read", path.display()))?;
    parse(&path.display().to_string(), &text)
}

fn parse(name: &str, text: &str) -> Result<Catalogue> {
    parse_catalogue(text).map_err(|error| anyhow!("{name}, {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_catalogue_is_named_with_its_line() {
        assert!(load(None).is_ok());
        let error = parse("catalogue.toml", "[[products]]\nnmae = 1\n").unwrap_err().to_string();
        assert!(error.starts_with("catalogue.toml, line 2: "), "{error}");
        let error = format!("{:#}", load(Some(Path::new("no/such/file.toml"))).unwrap_err());
        assert!(error.contains("no/such/file.toml cannot be read"), "{error}");
    }
}
