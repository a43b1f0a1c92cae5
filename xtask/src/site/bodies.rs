//! Owns where the functions of a module lie in its file; must not know what is done with them.

use anyhow::{Context, Result};
use walrus::{FunctionId, Module};

/// The number of the section that holds the functions' code.
const CODE_SECTION: u8 = 10;

/// The module's mark and version.
const HEADER_LENGTH: usize = 8;

/// Each function of a module as it stands in its file, in the order of the file.
pub fn bodies<'a>(bytes: &'a [u8], module: &Module) -> Result<Vec<(FunctionId, &'a [u8])>> {
    let code = code_section(bytes).context("a module without code")?;
    let body = |(id, function): (FunctionId, &walrus::LocalFunction)| {
        let body = function.original_range.clone().and_then(|range| code.get(range)).context("a function lies outside of its file")?;
        Ok((id, body))
    };
    module.funcs.iter_local().map(body).collect()
}

/// What the section of code holds; places of functions are counted from its beginning.
fn code_section(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.get(HEADER_LENGTH..)?;
    loop {
        let (kind, after) = rest.split_first()?;
        let (length, after) = read_number(after)?;
        let (section, next) = after.split_at_checked(length)?;
        if *kind == CODE_SECTION {
            return Some(section);
        }
        rest = next;
    }
}

/// A number as the format writes them, seven bits a byte and the lowest first, and what follows it.
fn read_number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let length = bytes.iter().position(|byte| byte & 0x80 == 0)? + 1;
    let (digits, rest) = bytes.split_at_checked(length)?;
    let number = digits.iter().rev().try_fold(0_usize, |number, byte| Some(number.checked_mul(128)? + usize::from(byte & 0x7f)))?;
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use walrus::{FunctionBuilder, ValType};

    use super::*;

    #[test]
    fn functions_are_found_where_they_stand() -> Result<()> {
        let mut module = Module::default();
        for number in [1_000_001, 7] {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            function.func_body().i32_const(number);
            let id = function.finish(vec![], &mut module.funcs);
            module.exports.add(&format!("number_{number}"), id);
        }
        let bytes = module.emit_wasm();
        let parsed = Module::from_buffer(&bytes).map_err(|error| error.context("no module"))?;
        let mut found: Vec<&[u8]> = bodies(&bytes, &parsed)?.into_iter().map(|(_, body)| body).collect();
        found.sort_unstable();
        // Length, no locals, the constant, the end.
        assert_eq!(found, [[4, 0, 0x41, 7, 0x0b].as_slice(), &[6, 0, 0x41, 0xc1, 0x84, 0x3d, 0x0b]]);
        Ok(())
    }

    #[test]
    fn numbers_are_read_seven_bits_at_a_time() {
        assert_eq!(read_number(&[0xe5, 0x8e, 0x26, 9]), Some((624_485, [9].as_slice())));
        assert_eq!(read_number(&[0x80, 0x80]), None);
    }
}
