//! Random uses of the interface: whatever comes of each, the engine goes on. `CAIRN_API_COUNT` and
//! `CAIRN_API_SEED` run more of them.

use fastrand::Rng;

use super::uses::use_as_chosen;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

#[test]
#[cfg_attr(panic = "abort", ignore = "a panic ends the process")]
fn random_uses_leave_the_engine_usable() {
    let first = number("CAIRN_API_SEED", 1);
    for seed in first..first + number("CAIRN_API_COUNT", 25) {
        println!("seed {seed}");
        let random = &mut Rng::with_seed(seed);
        use_as_chosen(6, &mut |count| random.usize(..count));
    }
}
