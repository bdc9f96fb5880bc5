//! Random programs of control operators, in Cairn and in a definitional interpreter:
//! prompts, `reset` and `shift`, `call/cc`, winders, parameters, handlers and guards.
//!
//! `CAIRN_CONTROL_COUNT` is the number of programs, `CAIRN_CONTROL_SEED` the first seed. A
//! failure shows the program and both results.

#[path = "control/interpreter.rs"]
mod interpreter;
#[path = "control/program.rs"]
mod program;

use cairn::engine::{Config, Engine, Limits, Outcome};
use fastrand::Rng;
use interpreter::{Ended, run};
use program::{Expression, PRELUDE, random};

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn engine() -> Engine {
    let mut engine = Engine::new(Config::sandboxed(64 << 20));
    engine.eval("prelude", PRELUDE).unwrap_or_else(|report| panic!("{}", report.render()));
    engine.set_limits(Limits { fuel: Some(2_000_000), ..Limits::NONE });
    engine
}

/// Compares the two; whether the program ends.
fn compare(engine: &mut Engine, seed: u64, expression: &Expression) -> bool {
    let expected = match run(expression) {
        Ended::TooLong => return false,
        ended => ended,
    };
    let text = format!("(run (lambda () {expression}))");
    let printed = match engine.eval("program", &text) {
        Ok(Outcome::Value(Some(printed))) => printed,
        other => panic!("seed {seed}: {text}\n{other:?}"),
    };
    let agrees = match &expected {
        Ended::Value(value, trace) => printed == format!("({value} {trace})"),
        // What is left runs afters on the way out, which the interpreter does not.
        Ended::Failed(trace) => printed.starts_with(&format!("(failed {}", trace.trim_end_matches(')'))),
        Ended::TooLong => true,
    };
    assert!(agrees, "seed {seed}: {text}\nCairn: {printed}\nexpected: {expected:?}");
    true
}

#[test]
fn control_operators_are_what_the_definition_says() {
    let (first, count) = (number("CAIRN_CONTROL_SEED", 0), number("CAIRN_CONTROL_COUNT", 3_000));
    let mut engine = engine();
    let mut ended = 0;
    for seed in first..first + count {
        let expression = random(&mut Rng::with_seed(seed));
        ended += u64::from(compare(&mut engine, seed, &expression));
    }
    assert!(ended > count / 2, "only {ended} of {count} programs end");
}
