//! Calls natives without a machine, for unit tests.

use cairn_data::error::Result;
use cairn_gc::{Config, Heap, Rootable};
use cairn_vm::world::World;

use super::{Args, Context, new_world};

/// Runs `f` with a fresh heap and world.
pub fn eval_in(f: impl for<'a, 'gc> FnOnce(&mut Context<'a, 'gc>)) {
    let mut heap = Heap::<Rootable![World<'_>]>::new(Config::default(), |_| new_world());
    heap.mutate(|mc, world| f(&mut Context { mc, world }));
}

/// Calls the native of this name, after the check of its arity.
pub fn call<'gc>(ctx: &mut Context<'_, 'gc>, name: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    let builtins = ctx.world.builtins;
    let id = builtins.primitives.find(name).unwrap_or_else(|| panic!("{name} is no builtin"));
    assert!(builtins.primitives.row(id).arity.accepts(args.len()), "{name}: {} arguments", args.len());
    let native = builtins.entries[id.0 as usize].native.unwrap_or_else(|| panic!("{name} is no native"));
    native(ctx, args)
}
