//! What the command says of typical mistakes: all of standard error, as it stands in the
//! `.err` file beside each program in `tests/messages`.
//!
//! `CAIRN_BLESS=1 cargo test --test messages` writes those anew; read them before they go
//! in.

mod common;
#[path = "common/trials.rs"]
mod trials;

use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

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

fn main() -> ExitCode {
    let mut all = trials::of_files("messages", "messages", "scm", |_| true, check);
    all.push(trials::plain("an_expression_on_the_command_line", an_expression_on_the_command_line));
    all.push(trials::plain("a_program_on_standard_input", a_program_on_standard_input));
    trials::run(all)
}

/// Compares what the command says of a program with its `.err` file.
fn check(program: &Path) -> Result<(), String> {
    let said = says(&[program.file_name().and_then(|name| name.to_str()).expect("a name")], "");
    let file = program.with_extension("err");
    if trials::blessing() {
        std::fs::write(&file, &said).expect("written");
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    match said.contains("--> ") {
        _ if said != expected => Err(format!("said\n{said}instead of\n{expected}")),
        false => Err(format!("does not say where\n{said}")),
        true => Ok(()),
    }
}

fn an_expression_on_the_command_line() {
    assert_eq!(
        says(&["-e", "(car 5)"], ""),
        "error: car: expected a pair, got 5\n --> -e:1:1\n  |\n1 | (car 5)\n  | ^^^^^-^\n  |      |\n  \
         |      this is a number\n  |\n  = help: only pairs and lists have parts: test with (pair? x) before\n  \
         = code: E045 (cairn explain E045)\n  in (top level) at -e:1:1\n"
    );
}

fn a_program_on_standard_input() {
    assert_eq!(
        says(&["-"], "1\n(cdr \"x\")\n"),
        "error: cdr: expected a pair, got \"x\"\n --> -:2:1\n  |\n2 | (cdr \"x\")\n  | ^^^^^---^\n  |      |\n  \
         |      this is a string\n  |\n  = help: (string-ref x 0) is the first character of a string\n  \
         = code: E045 (cairn explain E045)\n  in (top level) at -:2:1\n"
    );
}
