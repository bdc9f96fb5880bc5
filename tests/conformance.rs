//! The report's rules: every example, and each procedure's edge cases.

mod common;

use cairn::engine::Config;

#[test]
fn conformance() {
    common::report("conformance", &common::run_folder("conformance", Config::default));
}

#[test]
fn conformance_unoptimised() {
    let config = || Config {
        passes: cairn::passes::Options { minimal: true, ..Default::default() },
        ..Config::default()
    };
    common::report("conformance without passes", &common::run_folder("conformance", config));
}

#[test]
fn seed_cases() {
    common::report("seed cases", &common::run_folder("seed", Config::default));
}

#[test]
fn prelude() {
    common::report("prelude", &common::run_folder("prelude", Config::default));
}
