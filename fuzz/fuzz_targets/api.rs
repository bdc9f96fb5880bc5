//! Uses the interface for hosts as the input says.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/hosting/uses.rs"]
mod uses;

fuzz_target!(|choices: &[u8]| {
    let mut rest = choices.iter().copied();
    let rounds = 1 + choices.len() / 64;
    uses::use_as_chosen(rounds.min(8), &mut |count| {
        let mut byte = || usize::from(rest.next().unwrap_or(0));
        (if count > 256 { byte() << 8 | byte() } else { byte() }) % count
    });
});
