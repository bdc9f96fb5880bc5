//! Lua 5.4 or Luau, by mlua.

use std::hint::black_box;

use mlua::{Function, Lua};

use crate::least::{ROUNDS, TEXT, least, many, show, title};

fn fresh() -> Lua {
    let lua = Lua::new();
    let nothing = lua.create_function(|_, ()| Ok(()));
    let add3 = lua.create_function(|_, (a, b, c): (i64, i64, i64)| Ok(a + b + c));
    let text = lua.create_function(|_, text: String| Ok(text));
    let numbers = lua.create_function(|_, list: Vec<i64>| Ok(list));
    let back = lua.create_function(|_, f: Function| Ok(f.call::<i64>(())? + 1));
    for (name, function) in [("nothing", nothing), ("add3", add3), ("text", text), ("numbers", numbers), ("back", back)]
    {
        lua.globals().set(name, function.expect("a function")).expect("a variable");
    }
    lua
}

fn function(lua: &Lua, text: &str) -> Function {
    lua.load(format!("return {text}")).eval().expect("a function")
}

fn in_script(lua: &Lua, statement: &str) -> f64 {
    let rounds = |body: &str| {
        let text = format!(
            "function(n) local x, l, f = '{TEXT}', {{}}, function() return 1 end
             for i = 1, 100 do l[i] = i end
             for i = 1, n do {body} end end"
        );
        let run = function(lua, &text);
        least(|| run.call::<()>(ROUNDS).expect("a loop")) / f64::from(ROUNDS)
    };
    rounds(statement) - rounds("")
}

pub(crate) fn run() {
    title(if cfg!(feature = "luau") { "mlua, Luau" } else { "mlua, Lua 5.4" });
    let lua = &fresh();
    let nothing = function(lua, "function() return true end");
    let add3 = function(lua, "function(a, b, c) return a + b + c end");
    let echo = function(lua, "function(x) return x end");
    let list: Vec<i64> = (0..100).collect();
    show("host to script, no argument", least(|| nothing.call::<()>(()).expect("a value")));
    show(
        "host to script, three integers",
        least(|| {
            black_box(add3.call::<i64>((1, 2, 3)).expect("a number"));
        }),
    );
    show(
        "host to script, a string of 16, both ways",
        least(|| {
            black_box(echo.call::<String>(TEXT).expect("a text"));
        }),
    );
    show(
        "host to script, a list of 100, both ways",
        least(|| {
            black_box(echo.call::<Vec<i64>>(list.clone()).expect("a list"));
        }),
    );
    show("script to host, no argument", in_script(lua, "nothing()"));
    show("script to host, three integers", in_script(lua, "add3(i, 2, 3)"));
    show("script to host, a string of 16, both ways", in_script(lua, "text(x)"));
    show("script to host, a list of 100, both ways", in_script(lua, "numbers(l)"));
    show("script to host to script and back", in_script(lua, "back(f)"));
    show("make an engine", least(|| drop(black_box(Lua::new()))));
    let script = "function f(x) return x + 1 end return f(41)";
    let first = |lua: &Lua| assert_eq!(lua.load(script).eval::<i64>().expect("a number"), 42);
    show("make an engine, run a short text", least(|| first(&Lua::new())));
    many(Lua::new, |lua| first(lua));
}
