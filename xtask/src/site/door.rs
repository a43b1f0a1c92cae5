//! Owns how one door becomes a wasm module and its glue: compile, bind, shrink; must not know what the door shows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::{Asset, Mode, order, pack, snip};
use crate::workspace::{Workspace, output, read, remove_folder, run, write};

/// Raise it when the steps in this file change: it is part of what says whether kept work is still good.
const RECIPE: &str = "5";

/// What a release does to a module; names stay, for those who measure.
/// Larger functions that have one caller stay where they are: put into each other, they no longer resemble their like,
/// and compress worse by a twelfth.
/// Twice, because the second time finds what the first has made possible.
const OPTIMISE: [&str; 4] = ["-Oz", "-Oz", "--one-caller-inline-max-function-size=20", "-g"];

/// Puts the functions into the order of [`order`].
const REORDER: &str = "--reorder-functions-by-name";

/// The wasm features that the compiler uses by default; without them wasm-opt refuses the module.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What the browser needs none of.
const STRIP: [&str; 3] = ["--strip-debug", "--strip-producers", "--strip-target-features"];

const MINIFY: [&str; 4] = ["--minify", "--format=esm", "--target=es2022", "--log-level=warning"];

/// The module with the names of its functions, kept beside the one for the browser.
const NAMED: &str = "named.wasm";

/// A door's files, as they are kept between two builds.
pub struct Door {
    /// Its glue.
    pub script: Asset,
    /// Its module.
    pub module: Asset,
    /// Where the module lies that still has its names; releases only.
    pub named_module: PathBuf,
}

/// Compiles a door and returns its files.
pub fn build(workspace: &Workspace, door: &'static str, mode: Mode) -> Result<Door> {
    let compiled = compile(workspace, door, mode)?;
    let shelf = workspace.cache().join("doors").join(format!("{door}-{}", mode.name()));
    let kept = shelf.join(key_of(workspace, &compiled, mode)?);
    if !kept.is_dir() {
        let unfinished = shelf.join("unfinished");
        remove_folder(&shelf)?;
        fs::create_dir_all(&unfinished)?;
        bind(&compiled, door, mode, &unfinished)?;
        if mode == Mode::Release {
            shrink_module(workspace, &module_in(&unfinished))?;
            shrink_glue(workspace, &glue_in(&unfinished))?;
        }
        // Renamed at the end, so that a folder under this name is whole.
        fs::rename(&unfinished, &kept)?;
    }
    let asset = |extension, path: &Path| anyhow::Ok(Asset { stem: door, extension, bytes: read(path)? });
    Ok(Door { script: asset("js", &glue_in(&kept))?, module: asset("wasm", &module_in(&kept))?, named_module: kept.join(NAMED) })
}

/// Lets cargo compile the door; returns the raw module's path.
fn compile(workspace: &Workspace, door: &str, mode: Mode) -> Result<PathBuf> {
    let mut command = workspace.cargo();
    command.args(["build", "-p", "frontend", "--lib", "--features", door, "--target", "wasm32-unknown-unknown"]);
    let profile = match mode {
        Mode::Development => "debug",
        Mode::Release => {
            command.args(["--profile", "wasm-release"]);
            "wasm-release"
        }
    };
    run(&mut command)?;
    Ok(workspace.target().join("wasm32-unknown-unknown").join(profile).join("frontend.wasm"))
}

/// Names all that the finished files depend on: the raw module, the steps, and the tools of a release.
fn key_of(workspace: &Workspace, compiled: &Path, mode: Mode) -> Result<String> {
    let mut inputs = read(compiled)?;
    inputs.extend_from_slice(RECIPE.as_bytes());
    if mode == Mode::Release {
        inputs.extend(OPTIMISE.iter().chain([&REORDER]).chain(&FEATURES).chain(&STRIP).chain(&MINIFY).flat_map(|word| word.bytes()));
        inputs.extend(read(&workspace.root().join("end2end/package-lock.json"))?);
    }
    Ok(pack::hash(&inputs))
}

/// Writes the glue and the module that belongs to it.
fn bind(compiled: &Path, door: &str, mode: Mode, folder: &Path) -> Result<()> {
    let mut bound = Bindgen::new()
        .input_path(compiled)
        .web(true)?
        .out_name(door)
        .typescript(false)
        // Pages say where the module lies; its default name would be one that no file has.
        .omit_default_module_path(true)
        .generate_output()
        .with_context(|| format!("wasm-bindgen cannot bind {door}"))?;
    // Every crate is listed, most with nothing.
    if bound.snippets().values().any(|files| !files.is_empty()) || !bound.local_modules().is_empty() {
        bail!("{door} brings JavaScript files of its own, which the site does not carry");
    }
    if mode == Mode::Release {
        snip::snip(bound.wasm_mut())?;
    }
    write(&glue_in(folder), bound.js().as_bytes())?;
    write(&module_in(folder), &bound.wasm_mut().emit_wasm())
}

fn shrink_module(workspace: &Workspace, module: &Path) -> Result<()> {
    let larger = module.with_extension("larger");
    let named = module.with_file_name(NAMED);
    fs::rename(module, &larger)?;
    let wasm_opt = || anyhow::Ok(Command::new(workspace.node_tool("wasm-opt")?));
    run(wasm_opt()?.args(OPTIMISE).args(FEATURES).arg(&larger).arg("-o").arg(&named))?;
    order::name_by_place(&named, &larger)?;
    run(wasm_opt()?.arg(REORDER).args(STRIP).args(FEATURES).arg(&larger).arg("-o").arg(module))?;
    Ok(fs::remove_file(&larger)?)
}

fn shrink_glue(workspace: &Workspace, glue: &Path) -> Result<()> {
    let smaller = output(Command::new(workspace.node_tool("esbuild")?).args(MINIFY).arg(glue))?;
    write(glue, smaller.as_bytes())
}

fn glue_in(folder: &Path) -> PathBuf {
    folder.join("glue.js")
}

fn module_in(folder: &Path) -> PathBuf {
    folder.join("module.wasm")
}
