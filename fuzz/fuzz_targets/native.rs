//! Generates a program from the input; both tiers must do the same to the last tick.
#![no_main]

use cairn::engine::Native;
use cairn_gc::Stress;
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/common/generator.rs"]
mod generator;
#[path = "../../tests/common/tiers.rs"]
mod tiers;

fuzz_target!(|choices: &[u8]| {
    let (&[fuel, ..], [_, rest @ ..]) = (choices, choices) else { return };
    let mut rest = rest.iter();
    let text = generator::program(&mut |n| usize::from(rest.next().copied().unwrap_or(0)) % n);
    let stress = if fuel % 16 == 0 { Stress::Minor } else { Stress::Off };
    // Some programs end in their middle.
    let fuel = if fuel % 2 == 0 { 300_000 } else { 40 * u64::from(fuel) };
    for native in [Native::AtFirstCall, Native::Sampled] {
        if let Err(difference) = tiers::compare(&text, native, stress, Some(fuel)) {
            panic!("{difference}\nThe program:\n{text}");
        }
    }
});
