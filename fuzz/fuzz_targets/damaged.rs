//! Damages verified code as the input says, and runs it in either tier.
#![no_main]

use cairn::engine::Native;
use cairn::engine::tests::damage::{End, Trials};
use libfuzzer_sys::fuzz_target;

/// Trials on one engine.
const TRIALS: usize = 32;

fuzz_target!(|choices: &[u8]| {
    let mut rest = choices.iter().copied();
    let mut choose = |n: usize| {
        let mut byte = || usize::from(rest.next().unwrap_or(0));
        (if n > 256 { byte() << 8 | byte() } else { byte() }) % n
    };
    let native = [Native::Off, Native::AtFirstCall][choose(2)];
    let mut trials = Trials::new(native);
    for _ in 0..choose(TRIALS) {
        assert_ne!(trials.run(&mut choose), End::Panicked);
    }
});
