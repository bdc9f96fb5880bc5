//! Embeds the library in a host: `cargo run --example embed`.

use cairn::{Engine, Func, Library, Symbol};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // No files, no environment variables, 64 MiB of heap.
    let mut engine = Engine::builder().memory(64 << 20).build()?;

    // A procedure of the host, which scripts import as (game), or see, as this library is visible.
    let game = Library::new("game").visible().func("speed", |animal: Symbol| match animal.as_ref() {
        "snail" => Ok(0.01),
        other => Err(format!("unknown animal {other}")),
    });
    engine.add_library(game)?;

    engine.eval("script", "(define (time-for miles animal) (/ miles (speed animal)))")?;
    let time_for: Func = engine.get("time-for")?;
    println!("{}", engine.call::<f64>(&time_for, (2, Symbol::from("snail")))?); // 200
    let report = engine.call::<f64>(&time_for, (2, Symbol::from("dodo"))).expect_err("no such animal");
    println!("{}", report.message); // speed: unknown animal dodo

    // An endless loop ends when the fuel does; the engine stays usable.
    engine.set_fuel(Some(1_000_000));
    let report = engine.eval("endless", "(let loop () (loop))").expect_err("a limit");
    println!("{}", report.message); // out of fuel
    Ok(())
}
