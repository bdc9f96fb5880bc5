//! The suite under the collector's stress modes, which find references that no
//! root shows: at every safepoint there is a collection, and evacuated space is
//! poisoned.
//!
//! What takes long is left out, by name; a tiny nursery without stress covers it.

mod common;
#[path = "common/programs.rs"]
mod programs;
#[path = "common/transcript.rs"]
mod transcript;

use cairn::engine::Config;
use cairn_gc::Stress;
use programs::{Setting, check_all};

/// Parts of names of transcripts with millions of safepoints.
const LONG_TRANSCRIPTS: &[&str] = &["-long", "deep"];

/// Transcripts that are short enough for the verifier, which walks the heap twice
/// at each collection.
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

/// Those of them that are about the collector.
const HEAP: &[&str] = &["ephemerons", "guardians", "waiting-frames"];

/// Programs and examples with millions of safepoints.
const LONG_PROGRAMS: &[&str] = &["deep-recursion", "metacircular", "higher-order-deep", "sudoku", "tour", "streams"];

fn is_short(name: &str) -> bool {
    !LONG_TRANSCRIPTS.iter().any(|part| name.contains(part))
}

fn stressed(stress: Stress, nursery: usize, verify: bool) -> Config {
    let mut config = Config::default();
    config.heap.stress = stress;
    config.heap.nursery_bytes = nursery;
    config.heap.verify = verify;
    config
}

fn transcripts(what: &str, choose: impl Fn(&str) -> bool, config: impl Fn() -> Config) {
    for folder in transcript::FOLDERS {
        transcript::report(&format!("{folder}, {what}"), &transcript::run_folder(folder, &choose, &config));
    }
}

fn whole_programs(mode: &str) {
    let setting = Setting { options: &["--nursery", "64"], variables: &[("CAIRN_GC_STRESS", mode)] };
    for folder in ["programs", "../examples"] {
        check_all(folder, setting, |name| !LONG_PROGRAMS.contains(&name));
    }
}

#[test]
fn minor_collections_at_every_safepoint() {
    transcripts("minor", is_short, || stressed(Stress::Minor, 64 << 10, false));
}

#[test]
fn full_collections_at_every_twentieth_safepoint() {
    transcripts("full", is_short, || stressed(Stress::Full(20), 64 << 10, false));
}

#[test]
fn increments_at_every_safepoint() {
    transcripts("increments", is_short, || stressed(Stress::Incremental(5), 64 << 10, false));
}

#[test]
fn a_tiny_nursery() {
    transcripts("tiny nursery", |_| true, || stressed(Stress::Off, 4 << 10, false));
}

#[test]
fn verified_at_every_safepoint() {
    transcripts("verified", |name| VERIFIED.contains(&name), || stressed(Stress::Full(50), 64 << 10, true));
    let heap = |name: &str| HEAP.contains(&name);
    transcripts("increments, verified", heap, || stressed(Stress::Incremental(100), 64 << 10, true));
}

#[test]
fn programs_with_minor_collections() {
    whole_programs("minor");
}

#[test]
fn programs_with_full_collections() {
    whole_programs("full:50");
}
