//! Owns what is cut out of a module: functions that the browser never runs, although the compiler cannot know it,
//! because a table holds them beside others that do run. What only they need goes with them when the module is shrunk.

use anyhow::{Result, bail};
use walrus::{FunctionKind, Module};

/// Parts of names, each with the reason why nothing by that name runs. The compiler gives functions that are alike
/// one body under either's name: a part of a name belongs here only where the body cannot be another's as well.
const NEVER_RUN: [&str; 4] = [
    // Doors wake with `hydrate_body`. Only lazily loaded routes, which no door has, wake with `hydrate_lazy`. Each of
    // these functions makes a future of its own type, and the futures name their own place in the source.
    "IntoAny>::into_any::hydrate_async",
    // Routes are listed by the server, at its start.
    " as leptos_router::matching::MatchNestedRoutes>::generate_routes",
    // Days are read as `2026-11-21`. The parser also knows the dates of mails and the zones of clocks.
    "chrono::format::parse::parse_rfc2822",
    "chrono::format::scan::timezone_offset",
];

/// Replaces each of these functions by a trap.
pub fn snip(module: &mut Module) -> Result<()> {
    for part in NEVER_RUN {
        if snip_named(module, part) == 0 {
            bail!("no function's name contains {part}: is it still cut out, or was it renamed?");
        }
    }
    Ok(())
}

fn snip_named(module: &mut Module, part: &str) -> usize {
    let mut count = 0;
    for function in module.funcs.iter_mut() {
        let is_named = function.name.as_ref().is_some_and(|name| name.contains(part));
        if let (true, FunctionKind::Local(local)) = (is_named, &mut function.kind) {
            let mut body = local.builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
            count += 1;
        }
    }
    count
}
