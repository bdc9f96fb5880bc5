//! Tests that generated programs print the same however they are compiled and collected.

#[path = "common/differential.rs"]
mod differential;
#[path = "common/generator.rs"]
mod generator;

/// Number of generated programs, with the seeds 0, 1 and so on.
const PROGRAMS: u64 = 1500;

#[test]
fn generated_programs_print_the_same_on_all_engines() {
    let mut ended = 0;
    for seed in 0..PROGRAMS {
        let mut random = fastrand::Rng::with_seed(seed);
        let text = generator::program(&mut |n| random.usize(..n));
        // Stress takes most of the time.
        ended += u64::from(differential::check(&text, seed % 4 == 0));
    }
    assert!(ended * 10 > PROGRAMS * 9, "only {ended} programs of {PROGRAMS} came to an end");
}
