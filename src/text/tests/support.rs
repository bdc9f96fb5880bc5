//! Shares a heap, short names and threads with a small stack between the tests.

use cairn_gc::{Config, Heap, Mutation, Rootable, Value};

use crate::printer::{Style, to_string};
use crate::reader::read_str;

/// Runs `f` with a fresh heap.
pub(super) fn with_heap<T>(f: impl for<'gc> FnOnce(Mutation<'gc>) -> T) -> T {
    let mut heap = Heap::<Rootable![Vec<Value<'_>>]>::new(Config::default(), |_| Vec::new());
    heap.mutate(|mc, _| f(mc))
}

/// Runs `f` on a thread with a stack of 256 KiB.
pub(super) fn on_small_stack(f: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(f).expect("a thread");
    thread.join().expect("no panic");
}

/// The datum that a text denotes.
pub(super) fn read<'gc>(mc: Mutation<'gc>, text: &str) -> Value<'gc> {
    read_str(mc, text).unwrap_or_else(|throw| panic!("{text:?}: {throw:?}"))
}

/// The printed form of a value.
pub(super) fn show<'gc>(mc: Mutation<'gc>, value: Value<'gc>, style: Style) -> String {
    to_string(mc, value, style).expect("room")
}

/// The output of `write`.
pub(super) fn written<'gc>(mc: Mutation<'gc>, value: Value<'gc>) -> String {
    show(mc, value, Style::Write)
}

/// Whether two values are `equal?`.
pub(super) fn equal<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> bool {
    cairn_data::equal::equal(mc, a, b).expect("no limit")
}
