//! Owns the order of a module's functions: those that end alike stand together, because a compressor finds again best
//! what it has just seen. What the functions do is none of its business.

use std::path::Path;

use anyhow::Result;
use walrus::Module;

use super::bodies::bodies;
use crate::workspace::{read, write};

/// Writes a copy of a module whose functions are called by their places, for a tool that sorts them by name.
pub fn name_by_place(module: &Path, named: &Path) -> Result<()> {
    let bytes = read(module)?;
    let mut parsed = Module::from_buffer(&bytes).map_err(|error| error.context(format!("{} is no module", module.display())))?;
    let mut functions = bodies(&bytes, &parsed)?;
    sort_alike(&mut functions, |(_, body)| body);
    for (place, (id, _)) in functions.into_iter().enumerate() {
        parsed.funcs.get_mut(id).name = Some(format!("{place:06}"));
    }
    write(named, &parsed.emit_wasm())
}

/// Sorts by what stands at the end. Functions that were made from one by the compiler begin with different locals, and
/// end in the same calls.
fn sort_alike<T>(functions: &mut [T], body: impl Fn(&T) -> &[u8]) {
    functions.sort_by(|left, right| body(left).iter().rev().cmp(body(right).iter().rev()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_that_end_alike_stand_together() {
        let mut bodies: Vec<&[u8]> = vec![b"axyz", b"k", b"bxyz", b"xy", b"cdyz"];
        sort_alike(&mut bodies, |body| body);
        assert_eq!(bodies, [b"k".as_slice(), b"xy", b"cdyz", b"axyz", b"bxyz"]);
    }
}
