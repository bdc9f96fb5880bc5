//! Whole programs: runs them by the command, and compares standard output, exit
//! code and messages with the files beside them. A program may write files to the folder
//! that the variable `SCRATCH` of its environment names.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::common::{Scratch, files};

/// What to do with a program: options of the command, variables of its environment.
#[derive(Clone, Copy, Default)]
pub struct Setting<'a> {
    /// Options before the file.
    pub options: &'a [&'a str],
    /// Environment variables.
    pub variables: &'a [(&'a str, &'a str)],
}

fn check(program: &Path, setting: Setting<'_>) -> Result<(), String> {
    let with = |ending: &str| program.with_extension(ending);
    let read = |ending: &str| std::fs::read_to_string(with(ending)).ok();
    let Some(expected) = read("out") else { return Ok(()) };
    let input = match std::fs::File::open(with("in")) {
        Ok(file) => Stdio::from(file),
        Err(_) => Stdio::null(),
    };
    let scratch = Scratch::new();
    let output = Command::new(env!("CARGO_BIN_EXE_cairn"))
        .args(setting.options)
        .envs(setting.variables.iter().copied())
        .env("SCRATCH", &scratch.0)
        .arg(program.file_name().expect("a name"))
        .args(read("args").unwrap_or_default().split_whitespace())
        .current_dir(program.parent().expect("a folder"))
        .stdin(input)
        .output()
        .map_err(|e| e.to_string())?;
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let code: i32 = read("code").map_or(0, |code| code.trim().parse().expect("a code"));
    if output.status.code() != Some(code) {
        return Err(format!("ended with {} instead of {code}\n{stderr}", output.status));
    }
    if stdout != expected {
        return Err(format!("printed\n{stdout}\ninstead of\n{expected}\n{stderr}"));
    }
    match read("err").unwrap_or_default().lines().find(|line| !stderr.contains(line)) {
        Some(line) => Err(format!("did not say {line:?} but\n{stderr}")),
        None => Ok(()),
    }
}

/// Checks the programs of a folder that `choose` wants.
///
/// # Panics
/// When one does not do what it should.
pub fn check_all(folder: &str, setting: Setting<'_>, choose: impl Fn(&str) -> bool) {
    let name = |program: &Path| program.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let failures: Vec<String> = files(folder, "scm")
        .iter()
        .filter(|program| choose(&name(program)))
        .filter_map(|program| check(program, setting).err().map(|e| format!("{}: {e}", program.display())))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
