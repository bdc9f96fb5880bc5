//! Runs the suite under the collector's stress modes, which find references that the root does not
//! trace: every safepoint collects, and evacuated space is poisoned.
//!
//! Long tests are excluded by name; a tiny nursery without stress covers them. `CAIRN_STRESS_EVERY=1` has all others
//! run with the verifier too, which takes an hour.

mod common;
#[path = "common/programs.rs"]
mod programs;
#[path = "common/transcript.rs"]
mod transcript;
#[path = "common/trials.rs"]
mod trials;

use std::process::ExitCode;

use cairn::engine::{Config, Native};
use cairn_gc::Stress;
use libtest_mimic::Trial;
use programs::Setting;

/// Substrings of the names of transcripts with millions of safepoints.
const LONG_TRANSCRIPTS: &[&str] = &["-long", "deep"];

/// Transcripts short enough for the verifier, which walks the heap twice per collection, in all modes.
const VERIFIED: &[&str] = &[
    "ephemerons",
    "guardians",
    "waiting-frames",
    "hash-tables",
    "4-2-derived-expressions",
    "5-libraries",
    "6-04-pairs",
    "6-07-strings",
    "6-08-vectors",
    "6-11-exceptions",
    "6-12-eval",
    "6-13-1-ports",
];

/// Those that test the collector.
const HEAP: &[&str] = &["ephemerons", "guardians", "waiting-frames"];

/// Programs and examples with millions of safepoints.
const LONG_PROGRAMS: &[&str] = &["deep-recursion", "metacircular", "higher-order-deep", "sudoku", "tour", "streams"];

fn is_short(name: &str) -> bool {
    !LONG_TRANSCRIPTS.iter().any(|part| name.contains(part))
}

/// Whether everything is to be run with the verifier.
fn is_thorough() -> bool {
    std::env::var_os("CAIRN_STRESS_EVERY").is_some()
}

fn stressed(stress: Stress, nursery: usize, verify: bool) -> Config {
    let mut config = Config::default();
    config.heap.stress = stress;
    config.heap.nursery_bytes = nursery;
    config.heap.verify = verify;
    config
}

/// The same with every procedure compiled at its first call.
fn compiled(config: Config) -> Config {
    Config { native: Native::AtFirstCall, ..config }
}

fn main() -> ExitCode {
    let thorough = is_thorough();
    let among = |list: &'static [&str]| move |name: &str| list.contains(&name) || thorough && is_short(name);
    let (heap, verified) = (among(HEAP), among(VERIFIED));
    let groups = [
        transcripts("minor", is_short, || stressed(Stress::Minor, 64 << 10, false)),
        transcripts("full", is_short, || stressed(Stress::Full(20), 64 << 10, false)),
        transcripts("increments", is_short, || stressed(Stress::Incremental(5), 64 << 10, false)),
        transcripts("tiny-nursery", |_| true, || stressed(Stress::Off, 4 << 10, false)),
        transcripts("verified-minor", heap, || stressed(Stress::Minor, 64 << 10, true)),
        transcripts("verified", verified, || stressed(Stress::Full(50), 64 << 10, true)),
        transcripts("verified-increments", heap, || stressed(Stress::Incremental(100), 64 << 10, true)),
        transcripts("compiled-minor", is_short, || compiled(stressed(Stress::Minor, 64 << 10, false))),
        transcripts("compiled-full", is_short, || compiled(stressed(Stress::Full(31), 64 << 10, false))),
        transcripts("compiled-increments", is_short, || compiled(stressed(Stress::Incremental(9), 64 << 10, false))),
        transcripts("compiled-verified-minor", heap, || compiled(stressed(Stress::Minor, 64 << 10, true))),
        transcripts("compiled-verified", verified, || compiled(stressed(Stress::Full(70), 64 << 10, true))),
        transcripts("compiled-verified-increments", heap, || {
            compiled(stressed(Stress::Incremental(90), 64 << 10, true))
        }),
        whole_programs("minor", &[("CAIRN_GC_STRESS", "minor")]),
        whole_programs("full", &[("CAIRN_GC_STRESS", "full:50")]),
        whole_programs("compiled-full", &[("CAIRN_GC_STRESS", "full:40"), ("CAIRN_NATIVE", "first-call")]),
        whole_programs("compiled-minor", &[("CAIRN_GC_STRESS", "minor"), ("CAIRN_NATIVE", "first-call")]),
        whole_programs("compiled-increments", &[("CAIRN_GC_STRESS", "increment:9"), ("CAIRN_NATIVE", "first-call")]),
    ];
    trials::run(groups.into_iter().flatten().collect())
}

fn transcripts(group: &str, choose: impl Fn(&str) -> bool, config: fn() -> Config) -> Vec<Trial> {
    let trials = |folder: &str| transcript::trials(&format!("{group}::{folder}"), folder, &choose, config);
    transcript::FOLDERS.into_iter().flat_map(trials).collect()
}

fn whole_programs(group: &str, variables: &[(&'static str, &'static str)]) -> Vec<Trial> {
    let mut setting = Setting { options: vec!["--nursery", "64"], variables: variables.to_vec() };
    setting.options.extend(is_thorough().then_some("--gc-verify"));
    let trials = |(kind, folder): (&str, &str)| {
        let group = format!("{group}::{kind}");
        programs::trials(&group, folder, setting.clone(), |name| !LONG_PROGRAMS.contains(&name))
    };
    [("programs", "programs"), ("examples", "../examples")].into_iter().flat_map(trials).collect()
}
