//! Instruction counts of short programs, whole process, under callgrind: each has
//! a budget, and exceeding it fails the run. A change that makes a program cheaper
//! should lower its budget too.
//!
//!     cargo install iai-callgrind-runner --version 0.16.1
//!     cargo bench --bench instructions
//!
//! Counts do not depend on the machine's speed or load. They vary by less than a
//! thousandth from run to run (hash seeds, addresses), and by a little with the
//! compiler and the C library, so a budget is the count when it was set, rounded up
//! by about two percent.

#![allow(missing_docs, reason = "the macros below make public items without documentation")]

use iai_callgrind::{
    Bench, BinaryBenchmark, BinaryBenchmarkConfig, BinaryBenchmarkGroup, Callgrind, Command, EventKind,
    binary_benchmark_group, main,
};

/// Programs of `benches/budget`, and their budgets of instructions.
const BUDGETS: &[(&str, u64)] = &[
    ("empty", 1_070_000),
    ("calls", 3_780_000),
    ("loops", 7_340_000),
    ("flonums", 6_900_000),
    ("pairs", 14_300_000),
    ("survivors", 116_000_000),
    ("depth", 180_000_000),
    ("closures", 12_200_000),
    ("vectors", 7_310_000),
    ("strings", 7_680_000),
    ("tables", 44_700_000),
    ("records", 10_800_000),
    ("control", 19_600_000),
    ("bignums", 6_550_000),
    ("io", 14_200_000),
    ("macros", 7_530_000),
    ("expansion", 208_000_000),
    ("native_compile", 267_000_000),
    ("native_calls", 31_000_000),
    ("native_lists", 37_900_000),
    ("native_vectors", 38_700_000),
];

/// The program that measures the compiler to machine code: each procedure is compiled at its first call.
const COMPILED_AT_ONCE: &str = "native_compile";

fn add_programs(group: &mut BinaryBenchmarkGroup) {
    let mut programs = BinaryBenchmark::new("cairn");
    for &(name, budget) in BUDGETS {
        let file = format!("{}/benches/budget/{name}.scm", env!("CARGO_MANIFEST_DIR"));
        let limits = Callgrind::default().hard_limits([(EventKind::Ir, budget)]).clone();
        let native = if name == COMPILED_AT_ONCE { "first-call" } else { "sampled" };
        programs.bench(
            Bench::new(name)
                .command(Command::new(env!("CARGO_BIN_EXE_cairn")).arg(file).env("CAIRN_NATIVE", native))
                .config(BinaryBenchmarkConfig::default().tool(limits)),
        );
    }
    group.binary_benchmark(programs);
}

binary_benchmark_group!(
    name = budget;
    benchmarks = |group: &mut BinaryBenchmarkGroup| add_programs(group)
);

main!(binary_benchmark_groups = budget);
