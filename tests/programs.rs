//! Whole programs, run by the command: standard output, exit code, messages.

mod common;

use std::path::Path;
use std::process::{Command, Stdio};

fn check(program: &Path) -> Result<(), String> {
    let with = |ending: &str| program.with_extension(ending);
    let read = |ending: &str| std::fs::read_to_string(with(ending)).ok();
    let Some(expected) = read("out") else { return Ok(()) };
    let input = match std::fs::File::open(with("in")) {
        Ok(file) => Stdio::from(file),
        Err(_) => Stdio::null(),
    };
    let output = Command::new(env!("CARGO_BIN_EXE_cairn"))
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

fn check_all(folder: &str) {
    let failures: Vec<String> = common::files(folder, "scm")
        .iter()
        .filter_map(|program| check(program).err().map(|e| format!("{}: {e}", program.display())))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn programs() {
    check_all("programs");
}

#[test]
fn examples() {
    check_all("../examples");
}
