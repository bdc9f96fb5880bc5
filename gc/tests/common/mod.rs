//! Defines a heap whose root is a vector of values.

use cairn_gc::{Config, Heap, Rootable, Value};

pub(crate) type TestHeap = Heap<Rootable![Vec<Value<'_>>]>;

pub(crate) fn heap(config: Config) -> TestHeap {
    Heap::new(config, |_| Vec::new())
}

pub(crate) fn verified() -> TestHeap {
    heap(Config { verify: true, nursery_bytes: 1 << 16, ..Config::default() })
}
