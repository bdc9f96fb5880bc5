//! Runs random programs in both tiers, which must print the same, end with the same report and
//! backtrace, and use the same fuel, whenever the fuel runs out.
//!
//! `CAIRN_TIERS_COUNT` is the number of programs, `CAIRN_TIERS_SEED` the first seed. A failure
//! shows the program and both results.

mod common;
#[path = "control/program.rs"]
mod control;
#[path = "common/generator.rs"]
mod grammar;
#[path = "tiers/generator.rs"]
mod operations;
#[path = "random_programs/generator.rs"]
mod variables;

use cairn::data::port::Streams;
use cairn::engine::{Config, Engine, Native};
use cairn_gc::Stress;
use common::Sink;
use fastrand::Rng;

/// Calls and rounds after which a program is stopped, and when each of them collects.
const FUEL: u64 = 60_000;
const STRESSED_FUEL: u64 = 4_000;
/// Programs of which one at least must come to its own end.
const MOST_ENDLESS: u64 = 3;
/// Nesting of rules in a program of operations, and their number.
const DEPTH: usize = 9;
const RULES: usize = 500;

/// The result of a run.
#[derive(PartialEq, Eq)]
struct End {
    output: String,
    report: Option<String>,
    fuel: Option<u64>,
}

/// How a program runs; the run that it is compared with is interpreted. It collects as often: the tail calls that a
/// backtrace remembers depend on that.
#[derive(Clone, Copy, Debug)]
struct Variant {
    native: Native,
    stress: Stress,
}

const VARIANTS: [Variant; 6] = [
    Variant { native: Native::AtFirstCall, stress: Stress::Off },
    Variant { native: Native::AtFirstCall, stress: Stress::Minor },
    Variant { native: Native::AtFirstCall, stress: Stress::Off },
    Variant { native: Native::AtFirstCall, stress: Stress::Full(13) },
    // Procedures are compiled while they run, at their second safepoint.
    Variant { native: Native::Sampled, stress: Stress::Full(29) },
    Variant { native: Native::AtFirstCall, stress: Stress::Incremental(40) },
];

/// Runs a program on a thread of its own, so that no run leaves anything there for the next.
fn run(text: &str, variant: Variant, fuel: u64) -> End {
    std::thread::scope(|scope| scope.spawn(|| run_here(text, variant, fuel)).join().expect("an end"))
}

fn run_here(text: &str, variant: Variant, fuel: u64) -> End {
    let sink = Sink::default();
    let mut config = Config {
        streams: Streams { output: Box::new(sink.clone()), ..Streams::default() },
        native: variant.native,
        ..Config::sandboxed(64 << 20)
    };
    config.heap.stress = variant.stress;
    config.heap.nursery_bytes = 64 << 10;
    config.heap.hash_key = Some(7);
    let mut engine = Engine::new(config).expect("an engine");
    engine.set_limits(cairn::engine::Limits::NONE);
    engine.set_fuel(Some(fuel));
    let report = engine.run_final_program("program", text).err().map(|report| report.render());
    let output = String::from_utf8_lossy(&sink.0.lock().expect("no panic")).into_owned();
    End { output, report, fuel: engine.fuel() }
}

/// A program about operations, from its grammar.
fn operations(random: &mut Rng) -> String {
    let mut text = operations::PRELUDE.to_string();
    let mut part = |letter, rules: usize| {
        let mut left = rules;
        grammar::expand(operations::GRAMMAR, letter, DEPTH, &mut left, &mut |n| random.usize(..n), &mut text);
        text.push('\n');
    };
    part('D', RULES);
    (0..6).for_each(|_| part('F', RULES / 6));
    part('Z', RULES / 6);
    text
}

fn program(seed: u64) -> String {
    let mut random = Rng::with_seed(seed);
    match seed % 6 {
        0 => variables::program(seed).text,
        1 => format!("{}\n(write (run (lambda () {})))", control::PRELUDE, control::random(&mut random)),
        2 => grammar::program(&mut |n| random.usize(..n)),
        _ => operations(&mut random),
    }
}

/// Compares the tiers; whether the program comes to an end.
fn compare(seed: u64) -> Result<bool, String> {
    let text = program(seed);
    let variant = VARIANTS[(seed / 6) as usize % VARIANTS.len()];
    let most = if variant.stress == Stress::Off { FUEL } else { STRESSED_FUEL };
    let interpreted = Variant { native: Native::Off, ..variant };
    let (mut fuel, mut expected) = (most, run(&text, interpreted, most));
    let used = most - expected.fuel.unwrap_or(0);
    if seed.is_multiple_of(2) {
        fuel = Rng::with_seed(!seed).u64(..=used);
        expected = run(&text, interpreted, fuel);
    }
    let found = run(&text, variant, fuel);
    if found == expected {
        return Ok(used < most);
    }
    let show =
        |end: &End| format!("{}\n{}\nfuel left: {:?}", end.output, end.report.as_deref().unwrap_or(""), end.fuel);
    Err(format!("seed {seed}, fuel {fuel}, {variant:?}:\n{text}\n{}\ninstead of\n{}", show(&found), show(&expected)))
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

/// Programs that once showed a difference, or a failure of the compiler whose fuel had run out.
const FOUND: [u64; 3] = [70_019, 70_398, 1_025_856];

#[test]
fn programs_that_once_differed_do_the_same() {
    FOUND.into_iter().for_each(|seed| _ = compare(seed).unwrap_or_else(|e| panic!("{e}")));
}

#[test]
fn random_programs_do_the_same_in_both_tiers() {
    let (first, count) = (setting("CAIRN_TIERS_SEED", 1), setting("CAIRN_TIERS_COUNT", 400));
    let ended: u64 =
        (first..first + count).map(|seed| u64::from(compare(seed).unwrap_or_else(|e| panic!("{e}")))).sum();
    assert!(ended * MOST_ENDLESS > count, "only {ended} of {count} programs come to an end");
}
