//! Owns hashing and compression of the site's files; must not know what they are for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use sha2::{Digest, Sha256};

use super::Files;
use crate::workspace::{read, write};

/// What the compressed neighbour of a file is called.
pub const SUFFIX: &str = ".br";

/// Fonts and pictures are compressed already.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];

/// SHA-256 in hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// Puts a compressed neighbour beside every file that gains by it.
///
/// The strongest compression takes seconds, so results are kept by the hash of what went in; what this run did not
/// need is thrown away.
pub fn compress(cache: &Path, files: &mut Files) -> Result<()> {
    fs::create_dir_all(cache)?;
    let mut needed = BTreeSet::new();
    let mut compressed = Files::new();
    for (path, bytes) in files.iter().filter(|(path, _)| is_compressible(path)) {
        let name = format!("{}{SUFFIX}", hash(bytes));
        let kept = cache.join(&name);
        let smaller = if kept.is_file() { read(&kept)? } else { keep(&kept, brotli(bytes)?)? };
        if smaller.len() < bytes.len() {
            compressed.insert(format!("{path}{SUFFIX}"), smaller);
        }
        needed.insert(name);
    }
    files.append(&mut compressed);
    forget_others(cache, &needed)
}

fn is_compressible(path: &str) -> bool {
    Path::new(path).extension().and_then(|extension| extension.to_str()).is_some_and(|e| COMPRESSIBLE.contains(&e))
}

/// Writes beside and renames: a crash must not leave half a result under a name that promises a whole one.
fn keep(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>> {
    let unfinished = path.with_extension("unfinished");
    write(&unfinished, &bytes)?;
    fs::rename(&unfinished, path)?;
    Ok(bytes)
}

pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let settings = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &settings)?;
    Ok(compressed)
}

fn forget_others(cache: &Path, needed: &BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(cache)? {
        let entry = entry?;
        if !entry.file_name().to_str().is_some_and(|name| needed.contains(name)) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Files {
        let text = "the same line again\n".repeat(100).into_bytes();
        Files::from([("a.css".to_owned(), text.clone()), ("b.woff2".to_owned(), text), ("c.js".to_owned(), vec![1])])
    }

    #[test]
    fn only_what_gains_is_compressed() -> Result<()> {
        let cache = tempfile::tempdir()?;
        let mut files = sample();
        compress(cache.path(), &mut files)?;
        assert_eq!(files.keys().collect::<Vec<_>>(), ["a.css", "a.css.br", "b.woff2", "c.js"]);
        Ok(())
    }

    #[test]
    fn the_compressed_file_holds_the_same() -> Result<()> {
        let cache = tempfile::tempdir()?;
        let mut files = sample();
        compress(cache.path(), &mut files)?;
        let compressed = files.get("a.css.br").map(Vec::as_slice).unwrap_or_default();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*compressed, &mut unpacked)?;
        assert_eq!(files.get("a.css"), Some(&unpacked));
        Ok(())
    }

    #[test]
    fn a_kept_result_is_used_and_an_old_one_forgotten() -> Result<()> {
        let cache = tempfile::tempdir()?;
        let bytes = "the same line again\n".repeat(100).into_bytes();
        write(&cache.path().join(format!("{}{SUFFIX}", hash(&bytes))), b"kept")?;
        write(&cache.path().join("old.br"), b"old")?;
        let mut files = Files::from([("a.css".to_owned(), bytes)]);
        compress(cache.path(), &mut files)?;
        assert_eq!(files.get("a.css.br").map(Vec::as_slice), Some(b"kept".as_slice()));
        assert!(!cache.path().join("old.br").exists());
        Ok(())
    }
}
