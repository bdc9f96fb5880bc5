//! The limit of a heap covers what its process takes from an allocator that counts.

use std::alloc::System;

use cairn_gc::allocator::Counted;
use cairn_gc::{Charge, Config, Heap, Kind, Rootable, Value};

#[global_allocator]
static ALLOCATOR: Counted<System> = Counted(System);

const MIB: usize = 1 << 20;

/// One test, since the count is that of the whole process.
#[test]
fn what_nobody_charges_counts_at_the_limit() {
    let mut heap = Heap::<Rootable![Value<'_>]>::new(Config { limit: 16 * MIB, ..Config::default() }, |_| Value::NIL);
    assert!(heap.has_room(12 * MIB));

    // The first few MiB are free: every process takes some.
    let few = vec![1u8; 3 * MIB];
    assert!(heap.has_room(12 * MIB));
    let mut much = vec![1u8; 13 * MIB];
    assert!(heap.has_room(MIB) && !heap.has_room(8 * MIB));
    much.reserve_exact(20 * MIB);
    assert!(heap.over_limit());
    assert_eq!((few.len(), much.pop()), (3 * MIB, Some(1)));
    drop((few, much));
    assert!(!heap.over_limit() && heap.has_room(12 * MIB));

    // Charged bytes and large objects count once, wherever their pages come from.
    heap.mutate(|mc, root| {
        let mut charge = Charge::default();
        charge.hold(mc, 6 * MIB).expect("room");
        let charged = vec![1u8; 6 * MIB];
        assert!(mc.check_room(8 * MIB).is_ok() && mc.check_room(12 * MIB).is_err());
        drop((charged, charge));
        *root = mc.alloc_filled(Kind::Vector, 2, Value::NIL).expect("room");
        for (slot, bytes) in [2 * MIB, 6 * MIB].into_iter().enumerate() {
            root.set_slot(mc, slot, mc.alloc_bytes(Kind::Bytes, bytes).expect("room"));
        }
        assert!(mc.check_room(6 * MIB).is_ok() && mc.check_room(9 * MIB).is_err());
        *root = Value::NIL;
    });
    heap.collect_full();
    assert!(heap.has_room(12 * MIB));

    // Another thread's memory is the process's, too.
    let passed = std::thread::spawn(|| vec![1u8; 24 * MIB]).join().expect("a vector");
    assert!(heap.over_limit());
    drop(passed);
    assert!(!heap.over_limit());
}
