//! Rhai.

use std::hint::black_box;

use rhai::{AST, Array, Dynamic, Engine, EvalAltResult, FnPtr, FuncArgs, NativeCallContext, Scope};

use crate::least::{ROUNDS, TEXT, least, many, show, title};

fn fresh() -> Engine {
    let mut engine = Engine::new();
    engine
        .register_fn("nothing", || ())
        .register_fn("add3", |a: i64, b: i64, c: i64| a + b + c)
        .register_fn("text", |text: &str| text.to_string())
        .register_fn("numbers", |list: Array| {
            let numbers: Vec<i64> = list.into_iter().map(Dynamic::cast).collect();
            numbers.into_iter().map(Dynamic::from).collect::<Array>()
        })
        .register_fn("back", |context: NativeCallContext, f: FnPtr| -> Result<i64, Box<EvalAltResult>> {
            Ok(f.call_within_context::<i64>(&context, ())? + 1)
        });
    engine
}

fn call<T: Clone + 'static>(engine: &Engine, ast: &AST, name: &str, arguments: impl FuncArgs) -> T {
    engine.call_fn(&mut Scope::new(), ast, name, arguments).expect("a value")
}

fn in_script(engine: &Engine, statement: &str) -> f64 {
    let rounds = |body: &str| {
        let text = format!(
            "fn run(n) {{ let x = \"{TEXT}\"; let l = []; let f = || 1;
               for i in 0..100 {{ l.push(i); }}
               for i in 0..n {{ {body} }} }}"
        );
        let ast = engine.compile(text).expect("a script");
        least(|| call::<()>(engine, &ast, "run", (i64::from(ROUNDS),))) / f64::from(ROUNDS)
    };
    rounds(statement) - rounds("")
}

pub(crate) fn run() {
    title("Rhai");
    let engine = &fresh();
    let script = "fn none() { true } fn add(a, b, c) { a + b + c } fn echo(x) { x }";
    let ast = &engine.compile(script).expect("a script");
    let list: Array = (0..100_i64).map(Dynamic::from).collect();
    show("host to script, no argument", least(|| assert!(call::<bool>(engine, ast, "none", ()))));
    show(
        "host to script, three integers",
        least(|| {
            black_box(call::<i64>(engine, ast, "add", (1_i64, 2_i64, 3_i64)));
        }),
    );
    show(
        "host to script, a string of 16, both ways",
        least(|| {
            black_box(call::<String>(engine, ast, "echo", (TEXT.to_string(),)));
        }),
    );
    show(
        "host to script, a list of 100, both ways",
        least(|| {
            let list = call::<Array>(engine, ast, "echo", (list.clone(),));
            black_box(list.into_iter().map(Dynamic::cast).collect::<Vec<i64>>());
        }),
    );
    show("script to host, no argument", in_script(engine, "nothing();"));
    show("script to host, three integers", in_script(engine, "add3(i, 2, 3);"));
    show("script to host, a string of 16, both ways", in_script(engine, "text(x);"));
    show("script to host, a list of 100, both ways", in_script(engine, "numbers(l);"));
    show("script to host to script and back", in_script(engine, "back(f);"));
    show("make an engine", least(|| drop(black_box(Engine::new()))));
    let script = "fn f(x) { x + 1 } f(41)";
    let first = |engine: &Engine| assert_eq!(engine.eval::<i64>(script).expect("a number"), 42);
    show("make an engine, run a short text", least(|| first(&Engine::new())));
    many(Engine::new, |engine| first(engine));
}
