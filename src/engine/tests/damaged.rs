//! Runs damaged code in both tiers.
//!
//! `CAIRN_DAMAGED_COUNT` is the number of tries, `CAIRN_DAMAGED_SEED` changes them.

use fastrand::Rng;

use super::damage::{End, Trials};
use super::support::number_from_environment;
use crate::engine::Native;

/// Trials on one engine.
const TRIALS: u64 = 500;

#[test]
fn damaged_code_is_refused_or_harmless() {
    let count = number_from_environment("CAIRN_DAMAGED_COUNT", 3_000);
    let first = number_from_environment("CAIRN_DAMAGED_SEED", 0);
    let tiers = [Native::Off, Native::AtFirstCall];
    let (mut refused, mut run) = (0, 0);
    for start in (first..first + count).step_by(TRIALS as usize) {
        let mut trials = Trials::new(tiers[(start / TRIALS % 2) as usize]);
        for seed in start..(start + TRIALS).min(first + count) {
            let mut rng = Rng::with_seed(seed);
            match trials.run(&mut |n| rng.usize(..n)) {
                End::Refused => refused += 1,
                End::Ran => run += 1,
                End::Panicked => panic!("damaged code number {seed} panics"),
            }
        }
    }
    assert!(refused > count / 4 && run > count / 20, "{refused} refused, {run} run");
}
