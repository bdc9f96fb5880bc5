//! Piccolo, a Lua without native recursion.

use std::hint::black_box;

use piccolo::{Callback, CallbackReturn, Closure, Executor, FromMultiValue, Function, IntoMultiValue, Lua};
use piccolo::{StashedExecutor, StashedFunction};

use crate::least::{ROUNDS, least, many, show, title};

fn function(lua: &mut Lua, text: &str) -> StashedFunction {
    let executor = lua
        .try_enter(|context| {
            let chunk = Closure::load(context, None, format!("return {text}").as_bytes())?;
            Ok(context.stash(Executor::start(context, chunk.into(), ())))
        })
        .expect("a script");
    lua.finish(&executor);
    lua.enter(|context| {
        let function = context.fetch(&executor).take_result::<Function<'_>>(context);
        context.stash(function.expect("a result").expect("a function"))
    })
}

fn call<T: for<'gc> FromMultiValue<'gc>>(
    lua: &mut Lua,
    executor: &StashedExecutor,
    function: &StashedFunction,
    arguments: impl for<'gc> IntoMultiValue<'gc>,
) -> T {
    lua.enter(|context| context.fetch(executor).restart(context, context.fetch(function), arguments));
    lua.finish(executor);
    lua.enter(|context| {
        let result = context.fetch(executor).take_result::<T>(context);
        result.expect("a result").expect("a value")
    })
}

fn fresh() -> Lua {
    let mut lua = Lua::core();
    lua.enter(|context| {
        let nothing = Callback::from_fn(&context, |_, _, mut stack| {
            stack.clear();
            Ok(CallbackReturn::Return)
        });
        let add3 = Callback::from_fn(&context, |context, _, mut stack| {
            let (a, b, c): (i64, i64, i64) = stack.consume(context)?;
            stack.replace(context, a + b + c);
            Ok(CallbackReturn::Return)
        });
        context.set_global("nothing", nothing).expect("a variable");
        context.set_global("add3", add3).expect("a variable");
    });
    lua
}

pub(crate) fn run() {
    title("piccolo");
    let lua = &mut fresh();
    let executor = lua.enter(|context| context.stash(Executor::new(context)));
    let nothing = function(lua, "function() return true end");
    let add3 = function(lua, "function(a, b, c) return a + b + c end");
    show("host to script, no argument", least(|| assert!(call::<bool>(lua, &executor, &nothing, ()))));
    show(
        "host to script, three integers",
        least(|| {
            black_box(call::<i64>(lua, &executor, &add3, (1_i64, 2_i64, 3_i64)));
        }),
    );
    let mut in_script = |statement: &str| {
        let mut rounds = |body: &str| {
            let run = function(lua, &format!("function(n) for i = 1, n do {body} end return true end"));
            least(|| assert!(call::<bool>(lua, &executor, &run, i64::from(ROUNDS)))) / f64::from(ROUNDS)
        };
        rounds(statement) - rounds("")
    };
    show("script to host, no argument", in_script("nothing()"));
    show("script to host, three integers", in_script("add3(i, 2, 3)"));
    show("make an engine", least(|| drop(black_box(Lua::core()))));
    let first = |lua: &mut Lua| {
        let f = function(lua, "(function(x) return function() return x + 1 end end)(41)");
        let executor = lua.enter(|context| context.stash(Executor::new(context)));
        assert_eq!(call::<i64>(lua, &executor, &f, ()), 42);
    };
    show("make an engine, run a short text", least(|| first(&mut Lua::core())));
    many(Lua::core, first);
}
