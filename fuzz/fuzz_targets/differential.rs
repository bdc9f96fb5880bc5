//! Generates a program from the input; it must print the same optimised, unoptimised and under
//! stress.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/common/differential.rs"]
mod differential;
#[path = "../../tests/common/generator.rs"]
mod generator;

fuzz_target!(|choices: &[u8]| {
    let mut rest = choices.iter();
    let text = generator::program(&mut |n| usize::from(rest.next().copied().unwrap_or(0)) % n);
    differential::check(&text, choices.len() % 4 == 0);
});
