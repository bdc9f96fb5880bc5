//! What the tests share: a heap, and Rust threads with a small stack.

use cairn_gc::{Config, Heap, Mutation, Rootable, Value};

/// Runs `f` with a fresh heap.
pub fn with_heap<T>(f: impl for<'gc> FnOnce(Mutation<'gc>) -> T) -> T {
    let mut heap = Heap::<Rootable![Vec<Value<'_>>]>::new(Config::default(), |_| Vec::new());
    heap.mutate(|mc, _| f(mc))
}

/// Runs `f` on a thread with a stack of 256 KiB.
pub fn on_small_stack(f: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(f).expect("a thread");
    thread.join().expect("no panic");
}
