//! Calls of natives without a machine, for unit tests.

use cairn_gc::{Config, Heap, Rootable, Value};

use super::{Code, Context, find, row};
use crate::data::error::Result;
use crate::vm::world::World;

/// Runs `f` with a fresh heap and world.
pub fn eval_in(f: impl for<'a, 'gc> FnOnce(&mut Context<'a, 'gc>)) {
    let mut heap = Heap::<Rootable![World<'_>]>::new(Config::default(), |_| World::new());
    heap.mutate(|mc, world| f(&mut Context { mc, world }));
}

/// Calls the native of this name, after the check of its arity.
pub fn call<'gc>(ctx: &mut Context<'_, 'gc>, name: &str, args: &[Value<'gc>]) -> Result<'gc> {
    let row = row(find(name).unwrap_or_else(|| panic!("{name} is no builtin")));
    assert!(row.arity.accepts(args.len()), "{name}: {} arguments", args.len());
    match row.code {
        Code::Native(f) => f(ctx, args),
        _ => panic!("{name} is no native"),
    }
}
