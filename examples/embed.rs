//! Embeds the library in a host: `cargo run --example embed`.

use cairn::{Config, Data, Engine, Procedure, exactly};

fn main() {
    // No files, no environment variables, 64 MiB of heap.
    let mut engine = Engine::new(Config::sandboxed(64 << 20));

    // A procedure of the host, which scripts see, or import as (game).
    let speed = Procedure::new("speed", exactly(1), |arguments| match &arguments[0] {
        Data::Symbol(animal) if animal == "snail" => Ok(Data::Real(0.01)),
        other => Err(format!("unknown animal {other:?}")),
    });
    engine.add_library("game", vec![speed]);

    engine.eval("script", "(define (time-for miles animal) (/ miles (speed animal)))").expect("a definition");
    let arguments = [Data::Integer(2), Data::Symbol("snail".to_string())];
    match engine.call("time-for", &arguments) {
        Ok(data) => println!("{data:?}"), // Real(200.0)
        Err(report) => eprint!("{}", report.render()),
    }

    // An endless loop ends when the fuel does; the engine stays usable.
    engine.set_fuel(Some(1_000_000));
    let report = engine.eval("endless", "(let loop () (loop))").expect_err("a limit");
    println!("{}", report.message); // out of fuel
}
