//! The report's rules: every example, and each procedure's edge cases.

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
fn conformance_unoptimised() {
    let config =
        || Config { passes: cairn::passes::Options { minimal: true, ..Default::default() }, ..Config::default() };
    transcript::report("conformance without passes", &transcript::run_folder("conformance", all, config));
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
