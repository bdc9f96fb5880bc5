//! Runs programs in both tiers, which must do the same to the last tick: print the same,
//! fail at the same place with the same backtrace, and run out of fuel at the same moment.

mod common;
#[path = "common/trials.rs"]
mod trials;

use std::path::Path;
use std::process::ExitCode;

use cairn::data::port::Streams;
use cairn::engine::{Config, Engine, Native};
use cairn_gc::Stress;
use common::Sink;
use libtest_mimic::Trial;

/// What came of a run: output, and the report if it failed.
type End = (String, Option<String>);

fn run(text: &str, native: Native, fuel: Option<u64>, stress: Stress) -> End {
    let sink = Sink::default();
    let mut config = Config {
        streams: Streams { output: Box::new(sink.clone()), ..Streams::default() },
        native,
        ..Config::default()
    };
    config.heap.stress = stress;
    config.heap.nursery_bytes = 64 << 10;
    let mut engine = Engine::new(config);
    engine.set_fuel(fuel);
    let report = engine.run_final_program("program", text).err().map(|report| report.render());
    let output = String::from_utf8_lossy(&sink.0.borrow()).into_owned();
    (output, report)
}

/// Both tiers end alike.
fn compare(text: &str, native: Native, fuel: Option<u64>, stress: Stress) -> Result<(), String> {
    let expected = run(text, Native::Off, fuel, Stress::Off);
    let found = run(text, native, fuel, stress);
    if found == expected {
        return Ok(());
    }
    Err(format!(
        "{native:?}, fuel {fuel:?}, {stress:?}:\n{}\n{:?}\ninstead of\n{}\n{:?}",
        found.0, found.1, expected.0, expected.1
    ))
}

fn whole(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).expect("a program");
    compare(&text, Native::AtFirstCall, None, Stress::Off)?;
    compare(&text, Native::Sampled, None, Stress::Off)
}

fn stressed(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).expect("a program");
    compare(&text, Native::AtFirstCall, None, Stress::Minor)?;
    compare(&text, Native::AtFirstCall, None, Stress::Full(61))
}

/// The program is stopped at many moments.
fn out_of_fuel(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).expect("a program");
    for fuel in (0..24).map(|i| 40 + i * i * i * 7) {
        compare(&text, Native::AtFirstCall, Some(fuel), Stress::Off)?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let groups: [(&str, fn(&Path) -> Result<(), String>); 3] =
        [("whole", whole), ("stressed", stressed), ("out-of-fuel", out_of_fuel)];
    let mut all = Vec::new();
    for (group, check) in groups {
        all.extend(trials::of_files(&format!("native::{group}"), "native", "scm", |_| true, check));
    }
    trials::run(all)
}
