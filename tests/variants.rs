//! The suite without optimisation, and without each of the passes in turn.

mod common;
#[path = "common/programs.rs"]
mod programs;
#[path = "common/transcript.rs"]
mod transcript;

use cairn::compiler::passes::{Options, PASSES};
use cairn::engine::Config;
use programs::{Setting, check_all};

fn transcripts(folders: &[&str], what: &str, choose: impl Fn(&str) -> bool, passes: &Options) {
    for folder in folders {
        let config = || Config { passes: passes.clone(), ..Config::default() };
        transcript::report(&format!("{folder}, {what}"), &transcript::run_folder(folder, &choose, config));
    }
}

#[test]
fn unoptimised() {
    transcripts(&transcript::FOLDERS, "unoptimised", |_| true, &Options { minimal: true, ..Options::default() });
}

/// The libraries of the SRFIs are programs like any other to the passes, and long.
#[test]
fn without_each_pass() {
    let folders: Vec<_> = transcript::FOLDERS.into_iter().filter(|&folder| folder != "srfi").collect();
    for pass in PASSES.iter().filter(|pass| !pass.required) {
        let passes = Options { disabled: [pass.name.to_string()].into(), ..Options::default() };
        transcripts(&folders, &format!("without {}", pass.name), |name| !name.contains("-long"), &passes);
    }
}

#[test]
fn programs_unoptimised() {
    for folder in ["programs", "../examples"] {
        check_all(folder, Setting { options: &["-O0"], ..Setting::default() }, |_| true);
    }
}

#[test]
fn programs_without_each_pass() {
    for pass in PASSES.iter().filter(|pass| !pass.required) {
        let options = ["--disable-pass", pass.name];
        check_all("programs", Setting { options: &options, ..Setting::default() }, |name| name != "deep-recursion");
    }
}
