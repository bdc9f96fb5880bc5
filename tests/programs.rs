//! Runs whole programs with the command: standard output, exit code, messages.

mod common;
#[path = "common/programs.rs"]
mod programs;
#[path = "common/trials.rs"]
mod trials;

use std::process::ExitCode;

use programs::Setting;

fn main() -> ExitCode {
    let mut all = programs::trials("programs", "programs", Setting::default(), |_| true);
    all.extend(programs::trials("examples", "../examples", Setting::default(), |_| true));
    #[cfg(unix)]
    all.push(trials::plain("a_reader_that_goes_is_no_failure", a_reader_that_goes_is_no_failure));
    trials::run(all)
}

#[cfg(unix)]
fn a_reader_that_goes_is_no_failure() {
    use std::process::{Command, Stdio};
    let endless = "(let loop ((i 0)) (display i) (newline) (loop (+ i 1)))";
    let mut child = Command::new(env!("CARGO_BIN_EXE_cairn"))
        .args(["-e", endless])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}
