//! Owns how a finished site takes the place of the old one; must not change a byte of it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Files;
use crate::workspace::{remove_folder, write};

/// Writes everything beside the old site and swaps the folders at the end. A crash before that leaves the old site;
/// one in the middle of the swap is mended by the next build.
pub fn replace(site: &Path, files: &Files) -> Result<()> {
    let new = site.with_extension("new");
    let old = site.with_extension("old");
    if !site.exists() && old.exists() {
        fs::rename(&old, site)?;
    }
    remove_folder(&new)?;
    for (path, bytes) in files {
        write(&new.join(path), bytes)?;
    }
    remove_folder(&old)?;
    if site.exists() {
        fs::rename(site, &old).with_context(|| format!("cannot move {} away", site.display()))?;
    }
    fs::rename(&new, site).with_context(|| format!("cannot move the new site to {}", site.display()))?;
    remove_folder(&old)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_old_site_stays() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let site = folder.path().join("site");
        replace(&site, &Files::from([("pkg/kontor.1.css".to_owned(), b"old".to_vec())]))?;
        replace(&site, &Files::from([("pkg/kontor.2.css".to_owned(), b"new".to_vec())]))?;
        assert!(!site.join("pkg/kontor.1.css").exists());
        assert_eq!(fs::read(site.join("pkg/kontor.2.css"))?, b"new");
        assert_eq!(fs::read_dir(folder.path())?.count(), 1, "no leftover beside it");
        Ok(())
    }

    #[test]
    fn a_crash_in_the_middle_of_the_swap_is_mended() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let site = folder.path().join("site");
        write(&folder.path().join("site.old/a"), b"old")?;
        write(&folder.path().join("site.new/b"), b"half")?;
        replace(&site, &Files::from([("c".to_owned(), b"new".to_vec())]))?;
        assert!(site.join("c").exists() && !site.join("b").exists());
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }
}
