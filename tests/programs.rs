//! Whole programs, run by the command: standard output, exit code, messages.

mod common;
#[path = "common/programs.rs"]
mod programs;

use programs::{Setting, check_all};

#[test]
fn programs() {
    check_all("programs", Setting::default(), |_| true);
}

#[test]
fn examples() {
    check_all("../examples", Setting::default(), |_| true);
}
