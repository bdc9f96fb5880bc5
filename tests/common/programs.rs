//! Runs whole programs with the command, and compares standard output, exit code and messages with
//! the files next to them. A program may write files to the folder named by the environment
//! variable `SCRATCH`.

use std::path::Path;
use std::process::{Command, Stdio};

use libtest_mimic::Trial;

use crate::common::Scratch;
use crate::trials;

/// How to run a program: options of the command, environment variables.
#[derive(Clone, Default)]
pub(crate) struct Setting {
    /// Options before the file.
    pub options: Vec<&'static str>,
    /// Environment variables.
    pub variables: Vec<(&'static str, &'static str)>,
}

fn check(program: &Path, setting: &Setting) -> Result<(), String> {
    let with = |ending: &str| program.with_extension(ending);
    let read = |ending: &str| std::fs::read_to_string(with(ending)).ok();
    let Some(expected) = read("out") else { return Ok(()) };
    let input = match std::fs::File::open(with("in")) {
        Ok(file) => Stdio::from(file),
        Err(_) => Stdio::null(),
    };
    let scratch = Scratch::new();
    let output = Command::new(env!("CARGO_BIN_EXE_cairn"))
        .args(&setting.options)
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
    if stdout != expected && trials::blessing() {
        std::fs::write(with("out"), stdout.as_bytes()).map_err(|error| error.to_string())?;
    } else if stdout != expected {
        return Err(format!("printed\n{stdout}\ninstead of\n{expected}\n{stderr}"));
    }
    match read("err").unwrap_or_default().lines().find(|line| !stderr.contains(line)) {
        Some(line) => Err(format!("did not say {line:?} but\n{stderr}")),
        None => Ok(()),
    }
}

/// A test for each program of a folder that `choose` accepts.
pub(crate) fn trials(group: &str, folder: &str, setting: Setting, choose: impl Fn(&str) -> bool) -> Vec<Trial> {
    trials::of_files(group, folder, "scm", choose, move |program| check(program, &setting))
}
