//! What the command says of typical mistakes: all of standard error, as it stands in the
//! `.err` file beside each program in `tests/messages`.
//!
//! `CAIRN_BLESS=1 cargo test --test messages` writes those anew; read them before they go
//! in.

mod common;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Standard error of the command, run in the folder of the messages.
fn says(arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cairn"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command");
    child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("an end");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn messages() {
    let bless = std::env::var_os("CAIRN_BLESS").is_some();
    let mut wrong = Vec::new();
    for program in common::files("messages", "scm") {
        let name = program.file_name().and_then(|name| name.to_str()).expect("a name");
        let said = says(&[name], "");
        let file = program.with_extension("err");
        if bless {
            std::fs::write(&file, &said).expect("written");
        }
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if said != expected {
            wrong.push(format!("{name}: said\n{said}instead of\n{expected}"));
        }
        if !said.contains("--> ") {
            wrong.push(format!("{name}: does not say where\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_expression_on_the_command_line() {
    assert_eq!(
        says(&["-e", "(car 5)"], ""),
        "error: car: expected a pair, got 5\n --> -e:1:1\n  |\n1 | (car 5)\n  | ^^^^^^^\n  in (top level) at -e:1:1\n"
    );
}

#[test]
fn a_program_on_standard_input() {
    assert_eq!(
        says(&["-"], "1\n(cdr \"x\")\n"),
        "error: cdr: expected a pair, got \"x\"\n --> -:2:1\n  |\n2 | (cdr \"x\")\n  | ^^^^^^^^^\n  in (top level) at -:2:1\n"
    );
}
