//! The report's rules: every example, and each procedure's edge cases.

#[path = "common/as_program.rs"]
mod as_program;
mod common;
#[path = "common/transcript.rs"]
mod transcript;

use cairn::engine::Config;

fn all(_: &str) -> bool {
    true
}

#[test]
fn conformance() {
    transcript::report("conformance", &transcript::run_folder("conformance", all, Config::default));
}

#[test]
fn seed_cases() {
    transcript::report("seed cases", &transcript::run_folder("seed", all, Config::default));
}

#[test]
fn prelude() {
    transcript::report("prelude", &transcript::run_folder("prelude", all, Config::default));
}

#[test]
fn heap() {
    transcript::report("heap", &transcript::run_folder("heap", all, Config::default));
}

#[test]
fn bundled_libraries() {
    transcript::report("bundled libraries", &transcript::run_folder("srfi", all, Config::default));
}

#[test]
fn macros() {
    transcript::report("macros", &transcript::run_folder("macros", all, Config::default));
}

#[test]
fn macros_as_programs() {
    transcript::report("macros as programs", &as_program::run_folder("macros", Config::default));
}

#[test]
fn conformance_as_programs() {
    transcript::report("conformance as programs", &as_program::run_folder("conformance", Config::default));
}

#[test]
fn seed_cases_as_programs() {
    transcript::report("seed cases as programs", &as_program::run_folder("seed", Config::default));
}

#[test]
fn prelude_as_programs() {
    transcript::report("prelude as programs", &as_program::run_folder("prelude", Config::default));
}
