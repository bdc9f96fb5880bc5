//! Runs the suite without optimisation, and without each of the passes in turn.

mod common;
#[path = "common/programs.rs"]
mod programs;
#[path = "common/transcript.rs"]
mod transcript;
#[path = "common/trials.rs"]
mod trials;

use std::process::ExitCode;

use cairn::compiler::passes::{Options, PASSES};
use cairn::engine::Config;
use libtest_mimic::Trial;
use programs::Setting;

fn main() -> ExitCode {
    let mut all =
        transcripts(&transcript::FOLDERS, "unoptimised", |_| true, &Options { minimal: true, ..Options::default() });
    let unoptimised = Setting { options: vec!["-O0"], ..Setting::default() };
    for (group, folder) in [("programs", "programs"), ("examples", "../examples")] {
        all.extend(programs::trials(&format!("unoptimised::{group}"), folder, unoptimised.clone(), |_| true));
    }
    for pass in PASSES.iter().filter(|pass| !pass.required) {
        all.extend(without(pass.name));
    }
    trials::run(all)
}

/// The suite without a pass. The libraries of the SRFIs are excluded: for the passes they are
/// ordinary programs, and they are long.
fn without(pass: &'static str) -> Vec<Trial> {
    let group = format!("without-{pass}");
    let folders: Vec<_> = transcript::FOLDERS.into_iter().filter(|&folder| folder != "srfi").collect();
    let passes = Options { disabled: [pass.to_string()].into(), ..Options::default() };
    let mut all = transcripts(&folders, &group, |name| !name.contains("-long"), &passes);
    let setting = Setting { options: vec!["--disable-pass", pass], ..Setting::default() };
    all.extend(programs::trials(&format!("{group}::programs"), "programs", setting, |name| name != "deep-recursion"));
    all
}

fn transcripts(folders: &[&str], group: &str, choose: impl Fn(&str) -> bool, passes: &Options) -> Vec<Trial> {
    let trials = |folder: &&str| {
        let passes = passes.clone();
        let config = move || Config { passes: passes.clone(), ..Config::default() };
        transcript::trials(&format!("{group}::{folder}"), folder, &choose, config)
    };
    folders.iter().flat_map(trials).collect()
}
