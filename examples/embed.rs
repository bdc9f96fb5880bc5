//! The library embedded in a host: `cargo run --example embed`.

use cairn::engine::{Config, Engine, Outcome};

fn main() {
    let mut config = Config::default();
    config.heap.limit = 64 << 20;
    let mut engine = Engine::new(config);
    engine.eval("setup", "(define (twice f) (lambda (x) (f (f x))))").expect("a definition");

    match engine.eval("host", "((twice (lambda (n) (* n n))) 3)") {
        Ok(Outcome::Value(value)) => println!("{}", value.unwrap_or_default()), // 81
        Ok(Outcome::Exit(code)) => println!("the script exits with {code}"),
        Err(report) => eprint!("{}", report.render()),
    }

    // An endless loop ends when the fuel does; the engine stays usable.
    engine.set_fuel(Some(1_000_000));
    let report = engine.eval("endless", "(let loop () (loop))").expect_err("a limit");
    println!("{}", report.message); // out of fuel
}
