//! Runs the suite without optimisation, without each of the passes in turn, with no native tier, and with every
//! procedure compiled at its first call.

mod common;
#[path = "common/programs.rs"]
mod programs;
#[path = "common/transcript.rs"]
mod transcript;
#[path = "common/trials.rs"]
mod trials;

use std::process::ExitCode;

use cairn::backend::passes::PASSES;
use cairn::engine::{Config, Native};
use cairn::middle::options::Options;
use libtest_mimic::Trial;
use programs::Setting;

fn main() -> ExitCode {
    let minimal = || passes(Options { minimal: true, ..Options::default() });
    let mut all = transcripts(&transcript::FOLDERS, "unoptimised", |_| true, minimal);
    all.extend(whole_programs("unoptimised", &Setting { options: vec!["-O0"], ..Setting::default() }));
    all.extend(transcripts(&transcript::FOLDERS, "interpreted", |_| true, || in_tier(Native::Off)));
    all.extend(whole_programs("interpreted", &Setting { options: vec!["--no-jit"], ..Setting::default() }));
    all.extend(transcripts(&transcript::FOLDERS, "compiled", |_| true, || in_tier(Native::AtFirstCall)));
    let compiled = Setting { variables: vec![("CAIRN_NATIVE", "first-call")], ..Setting::default() };
    all.extend(whole_programs("compiled", &compiled));
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
    let config = move || passes(Options { disabled: [pass.to_string()].into(), ..Options::default() });
    let mut all = transcripts(&folders, &group, |name| !name.contains("-long"), config);
    let setting = Setting { options: vec!["--disable-pass", pass], ..Setting::default() };
    all.extend(programs::trials(&format!("{group}::programs"), "programs", setting, |name| name != "deep-recursion"));
    all
}

fn passes(passes: Options) -> Config {
    Config { passes, ..Config::default() }
}

fn in_tier(native: Native) -> Config {
    Config { native, ..Config::default() }
}

fn transcripts(
    folders: &[&str],
    group: &str,
    choose: impl Fn(&str) -> bool,
    config: impl Fn() -> Config + Clone + Send + 'static,
) -> Vec<Trial> {
    let trials = |folder: &&str| transcript::trials(&format!("{group}::{folder}"), folder, &choose, config.clone());
    folders.iter().flat_map(trials).collect()
}

fn whole_programs(group: &str, setting: &Setting) -> Vec<Trial> {
    let trials =
        |(kind, folder): (&str, &str)| programs::trials(&format!("{group}::{kind}"), folder, setting.clone(), |_| true);
    [("programs", "programs"), ("examples", "../examples")].into_iter().flat_map(trials).collect()
}
