//! Runs sessions without a terminal: transcripts in `tests/repl`.
//!
//! `NAME.in` is standard input; the command gets the arguments in `NAME.args`, or `repl`.
//! Standard output, standard error and exit code are those of `NAME.out`, `NAME.err` and
//! `NAME.code`; a file that is missing stands for nothing, or 0. `CAIRN_BLESS=1 cargo test
//! --test repl` writes output and errors anew; read them before they go in.
//!
//! Each runs as usual, and with every procedure compiled at its first call: what a session shows of
//! frames does not depend on the tier that they run in.

mod common;
#[path = "common/trials.rs"]
mod trials;

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// The command, in the folder of the transcripts.
fn cairn(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
    command.args(arguments).current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repl"));
    command
}

/// The faults of a transcript's output.
fn check(transcript: &Path, native: &str) -> Result<(), String> {
    let with = |ending: &str| transcript.with_extension(ending);
    let read = |ending: &str| fs::read_to_string(with(ending)).ok();
    let arguments = read("args").unwrap_or_else(|| "repl".to_string());
    let output = cairn(&arguments.split_whitespace().collect::<Vec<_>>())
        .env("CAIRN_NATIVE", native)
        .stdin(File::open(transcript).expect("the input"))
        .output()
        .expect("the command");
    for (ending, bytes) in [("out", &output.stdout), ("err", &output.stderr)] {
        let text = String::from_utf8_lossy(bytes);
        if trials::blessing() && (!text.is_empty() || with(ending).exists()) {
            fs::write(with(ending), text.as_bytes()).expect("written");
        }
        let expected = read(ending).unwrap_or_default();
        if text != expected {
            return Err(format!(".{ending} is\n{text}instead of\n{expected}"));
        }
    }
    let code: i32 = read("code").map_or(0, |code| code.trim().parse().expect("a code"));
    if output.status.code() != Some(code) {
        return Err(format!("ended with {} instead of {code}", output.status));
    }
    Ok(())
}

fn main() -> ExitCode {
    let mut all = trials::of_files("repl", "repl", "in", |_| true, |transcript| check(transcript, "sampled"));
    if !trials::blessing() {
        all.extend(trials::of_files("compiled", "repl", "in", |_| true, |transcript| check(transcript, "first-call")));
    }
    all.push(trials::plain(
        "an_entry_is_answered_before_the_next_one_comes",
        an_entry_is_answered_before_the_next_one_comes,
    ));
    all.push(trials::plain("time_is_told", time_is_told));
    trials::run(all)
}

fn an_entry_is_answered_before_the_next_one_comes() {
    let mut child = cairn(&["repl"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the command");
    let mut input = child.stdin.take().expect("its input");
    let mut answers = BufReader::new(child.stdout.take().expect("its output")).lines();
    for (entry, answer) in [("(+ 1 2)\n", "3"), ("(list\n $1)\n", "(3)"), ("(read-line)\nx\n", "\"x\"")] {
        input.write_all(entry.as_bytes()).expect("written");
        assert_eq!(answers.next().expect("an answer").expect("text"), answer);
    }
    drop(input);
    assert!(answers.next().is_none() && child.wait().expect("an end").success());
}

fn time_is_told() {
    let mut child = cairn(&["repl"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the command");
    child.stdin.take().expect("its input").write_all(b",time (+ 1\n 2)\n").expect("written");
    let output = child.wait_with_output().expect("an end");
    let text = String::from_utf8(output.stdout).expect("text");
    let (value, time) = text.split_once('\n').expect("two lines");
    assert_eq!(value, "3");
    assert!(time.starts_with("; 0.") && time.contains(" s, collections: 0"), "{time}");
}
