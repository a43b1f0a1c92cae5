//! Owns the order in which `target/site` is built, and its manifest; how each piece is made stands in the files below.

mod bodies;
mod door;
mod order;
mod pack;
mod publish;
mod sizes;
mod snip;
mod style;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::workspace::{Workspace, read, say};

/// The portal's doors. Each is a feature of `frontend` and a bundle of its own, so that nobody downloads another's.
pub const DOORS: [&str; 5] = ["billing-center", "corporate", "people", "staff", "styleguide"];

/// The folder of the site whose files carry their hash in their name, and may be kept for ever.
const HASHED_FOLDER: &str = "pkg";

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// Quick to build, large to load.
    Development,
    /// Shrunk, and compressed beforehand.
    Release,
}

impl Mode {
    pub fn name(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Release => "release",
        }
    }
}

/// A file that pages ask for by its logical name, such as `kontor.css`.
pub struct Asset {
    pub stem: &'static str,
    pub extension: &'static str,
    pub bytes: Vec<u8>,
}

impl Asset {
    fn logical_name(&self) -> String {
        format!("{}.{}", self.stem, self.extension)
    }

    fn path(&self) -> String {
        format!("{HASHED_FOLDER}/{}.{}.{}", self.stem, short_hash(&self.bytes), self.extension)
    }
}

/// The site's files by their path below `target/site`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Builds the whole site and puts it in place of the old one.
pub fn build(workspace: &Workspace, mode: Mode) -> Result<()> {
    let _lock = workspace.lock("site")?;
    let style = workspace.root().join("style");
    // First what takes no time: whoever mistyped a colour should not wait for a compiler.
    let mut assets = vec![style::bundle(workspace.root(), &style.join("main.css"))?];
    for door in DOORS {
        let built = door::build(workspace, door, mode)?;
        assets.extend([built.script, built.module]);
    }
    let mut files = Files::new();
    read_static(&style.join("static"), "", &mut files)?;
    let manifest = manifest_of(&assets)?;
    files.extend(assets.into_iter().map(|asset| (asset.path(), asset.bytes)));
    if mode == Mode::Release {
        pack::compress(&workspace.cache().join("brotli"), &mut files)?;
    }
    files.insert(format!("{HASHED_FOLDER}/manifest.json"), manifest.into_bytes());
    publish::replace(&workspace.target().join("site"), &files)?;
    report(&files);
    Ok(())
}

/// Builds the site as for a release and prints where its bytes are.
pub fn print_sizes(workspace: &Workspace) -> Result<()> {
    build(workspace, Mode::Release)?;
    let _lock = workspace.lock("site")?;
    for door in DOORS {
        let built = door::build(workspace, door, Mode::Release)?;
        sizes::print_parts(door, &built.named_module)?;
        sizes::print_ratio(door, pack::brotli(&built.script.bytes)?.len(), pack::brotli(&built.module.bytes)?.len());
    }
    Ok(())
}

/// Where the server finds each logical name: `{"kontor.css": "/pkg/kontor.0123456789abcdef.css", …}`.
fn manifest_of(assets: &[Asset]) -> Result<String> {
    let names: BTreeMap<String, String> = assets.iter().map(|asset| (asset.logical_name(), format!("/{}", asset.path()))).collect();
    if names.len() != assets.len() {
        bail!("two files of the site have the same name");
    }
    Ok(serde_json::to_string_pretty(&names)?)
}

/// Reads what is served as it lies in the repository, under its own name.
fn read_static(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().with_context(|| format!("{} is no name for the web", entry.path().display()))?;
        let path = format!("{prefix}{name}");
        if path == HASHED_FOLDER {
            bail!("{} is where the hashed files go", entry.path().display());
        }
        if entry.path().is_dir() {
            read_static(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, read(&entry.path())?);
        }
    }
    Ok(())
}

/// The first 16 hexadecimal digits of SHA-256.
fn short_hash(bytes: &[u8]) -> String {
    let mut hash = pack::hash(bytes);
    hash.truncate(16);
    hash
}

/// Prints what each file weighs, and what it weighs on the way to the browser.
fn report(files: &Files) {
    for (path, bytes) in files {
        if path.ends_with(pack::SUFFIX) {
            continue;
        }
        let compressed = files.get(&format!("{path}{}", pack::SUFFIX));
        let compressed = compressed.map(|bytes| format!("{:>12} brotli", kilobytes(bytes.len()))).unwrap_or_default();
        say(&format!("{path:<44}{:>12}{compressed}", kilobytes(bytes.len())));
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(stem: &'static str, extension: &'static str, text: &str) -> Asset {
        Asset { stem, extension, bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn the_manifest_leads_from_logical_to_hashed_names() -> Result<()> {
        let manifest = manifest_of(&[asset("kontor", "css", "abc"), asset("billing-center", "js", "")])?;
        let manifest: BTreeMap<String, String> = serde_json::from_str(&manifest)?;
        // SHA-256 of "abc" and of nothing, as its standard gives them.
        let expected = [("billing-center.js", "/pkg/billing-center.e3b0c44298fc1c14.js"), ("kontor.css", "/pkg/kontor.ba7816bf8f01cfea.css")];
        let found: Vec<(&str, &str)> = manifest.iter().map(|(name, path)| (name.as_str(), path.as_str())).collect();
        assert_eq!(found, expected);
        Ok(())
    }

    #[test]
    fn a_name_stands_in_the_manifest_once() {
        assert!(manifest_of(&[asset("kontor", "css", "a"), asset("kontor", "css", "b")]).is_err());
    }

    #[test]
    fn static_files_keep_their_folders() -> Result<()> {
        let folder = tempfile::tempdir()?;
        crate::workspace::write(&folder.path().join("fonts/plain.woff2"), b"font")?;
        crate::workspace::write(&folder.path().join("favicon.svg"), b"<svg/>")?;
        let mut files = Files::new();
        read_static(folder.path(), "", &mut files)?;
        assert_eq!(files.keys().collect::<Vec<_>>(), ["favicon.svg", "fonts/plain.woff2"]);
        Ok(())
    }

    #[test]
    fn sizes_are_read_in_kilobytes() {
        assert_eq!(kilobytes(999), "0.9 kB");
        assert_eq!(kilobytes(283_456), "283.4 kB");
    }
}
