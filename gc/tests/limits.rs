//! Tests accounting, limits, and sizes that no system has.

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use cairn_gc::{Config, Heap, Kind, OutOfMemory, Payload, ProtoInfo, Rootable, Stress, Value};
use common::{heap, verified};

const ABSURD: [usize; 7] = [usize::MAX, usize::MAX / 2, usize::MAX / 8, 1 << 60, 1 << 48, (1 << 48) - 1, 1 << 45];

#[test]
fn absurd_sizes_are_errors() {
    let mut heap = verified();
    heap.mutate(|mc, _| {
        for size in ABSURD {
            assert!(mc.alloc_filled(Kind::Vector, size, Value::NIL).is_err(), "{size:#x}");
            assert!(mc.string_from(false, size, "".chars()).is_err(), "{size:#x}");
            if size > 1 << 47 {
                assert!(mc.alloc_bytes(Kind::Bytes, size).is_err(), "{size:#x}");
            }
        }
    });
    heap.collect_full();
}

#[test]
fn the_limit_holds_for_large_objects() {
    let mut heap = heap(Config { limit: 4 << 20, ..Config::default() });
    heap.mutate(|mc, root| {
        assert_eq!(mc.alloc_bytes(Kind::Bytes, 5 << 20).err(), Some(OutOfMemory((5 << 20) + 8)));
        root.push(mc.alloc_filled(Kind::Vector, 1 << 18, Value::NIL).expect("2 MiB"));
        assert!(mc.alloc_filled(Kind::Vector, 1 << 19, Value::NIL).is_err());
        assert!(mc.check_room(1 << 20).is_ok() && mc.check_room(2 << 20).is_err());
    });
    assert!(!heap.over_limit());
    heap.mutate(|_, root| root.clear());
    heap.collect_full();
    heap.mutate(|mc, _| assert!(mc.alloc_filled(Kind::Vector, 3 << 17, Value::NIL).is_ok()));
}

#[test]
fn tenured_births_at_the_limit_ask_for_a_collection() {
    let mut heap = heap(Config { limit: 1 << 20, ..Config::default() });
    let mut n = 0;
    while heap.mutate(|mc, _| {
        mc.uninterned_symbol("some name");
        !mc.wants_collection()
    }) {
        n += 1;
        assert!(n < 100_000);
    }
    assert!(n > 1000, "asked after {n}");
    heap.safepoint();
    heap.collect_full();
    assert!(!heap.over_limit());
}

#[test]
fn long_names_are_interned_at_the_limit() {
    let mut heap = heap(Config { limit: 1 << 16, ..Config::default() });
    let name = "x".repeat(1 << 16);
    heap.mutate(|mc, _| {
        assert!(mc.try_intern(&name).is_err());
        assert_eq!(mc.intern(&name).as_symbol(), Some(name.as_str()));
    });
    assert!(heap.over_limit());
}

#[test]
fn a_few_symbols_do_not_ask_for_a_collection() {
    let mut heap = verified();
    heap.mutate(|mc, _| {
        for i in 0..100 {
            mc.intern(&format!("{i}"));
            mc.alloc_tenured(Kind::Global, &[Value::NIL]);
        }
        assert!(!mc.wants_collection());
    });
}

/// Without a collection, a loop that stores and clears would fill the memory with remembered slots.
#[test]
fn many_remembered_slots_ask_for_a_collection() {
    let mut heap = verified();
    heap.mutate(|mc, root| root.push(mc.cons(Value::NIL, Value::NIL)));
    heap.safepoint();
    heap.mutate(|mc, root| {
        let young = mc.cons(Value::NIL, Value::NIL);
        let mut n = 0;
        while !mc.wants_collection() {
            root[0].set_car(mc, young);
            root[0].set_car(mc, Value::NIL);
            n += 1;
            assert!(n < 1_000_000);
        }
        root[0].set_car(mc, young);
    });
    heap.safepoint();
    heap.mutate(|mc, root| {
        assert!(!mc.wants_collection());
        assert_eq!(root[0].car().and_then(Value::car), Some(Value::NIL));
    });
}

struct Counted(Arc<AtomicI32>, usize);

impl Payload for Counted {
    fn owned_bytes(&self) -> usize {
        self.1
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn payloads_are_dropped_once_and_counted() {
    let drops = Arc::new(AtomicI32::new(0));
    let mut heap = verified();
    heap.mutate(|mc, root| {
        root.push(mc.payload(Box::new(Counted(drops.clone(), 1000))));
        let before = mc.bytes_in_use();
        mc.payload(Box::new(Counted(drops.clone(), 1 << 20)));
        assert!(mc.bytes_in_use() >= before + (1 << 20));
        assert!(mc.wants_collection(), "owned bytes count");
        assert!(root[0].recount_payload(mc) && !Value::NIL.recount_payload(mc));
        assert_eq!(root[0].as_payload::<Counted>().map(|c| c.1), Some(1000));
    });
    heap.collect_full();
    assert_eq!(drops.load(Ordering::Relaxed), 1);
    assert!(heap.bytes_in_use() < 4096);
    drop(heap);
    assert_eq!(drops.load(Ordering::Relaxed), 2);
}

/// `Heap::drop` checks that all bytes are accounted for.
#[test]
fn heaps_may_be_dropped_in_any_phase() {
    for rounds in 0..40 {
        let mut heap = heap(Config { nursery_bytes: 1 << 14, stress: Stress::Incremental(300), ..Config::default() });
        for round in 0..rounds {
            heap.mutate(|mc, root| {
                let vector = mc.alloc_filled(Kind::Vector, 3000, Value::NIL).expect("room");
                root.push(mc.cons(vector, mc.string("text").expect("room")));
                if round % 3 == 0 {
                    root.clear();
                }
            });
            heap.safepoint();
        }
    }
}

#[test]
fn a_root_that_fails_leaves_nothing() {
    let drops = Arc::new(AtomicI32::new(0));
    let result = catch_unwind(AssertUnwindSafe(|| {
        Heap::<Rootable![Vec<Value<'_>>]>::new(Config::default(), |mc| {
            mc.cons_tenured(Value::NIL, Value::NIL);
            mc.payload(Box::new(Counted(drops.clone(), 0)));
            panic!("no root today")
        })
    }));
    assert!(result.is_err());
    assert_eq!(drops.load(Ordering::Relaxed), 1);
}

#[test]
fn general_functions_refuse_kinds_with_a_layout_of_their_own() {
    let refused = |f: &dyn Fn(cairn_gc::Mutation<'_>)| {
        let mut heap = verified();
        assert!(catch_unwind(AssertUnwindSafe(|| heap.mutate(|mc, _| f(mc)))).is_err());
        heap.collect_full();
    };
    for &kind in Kind::ALL.iter().filter(|kind| !kind.is_plain()) {
        refused(&|mc| _ = mc.alloc(kind, &[Value::NIL]));
        refused(&|mc| _ = mc.alloc_tenured(kind, &[Value::NIL]));
        refused(&|mc| _ = mc.try_alloc_array(kind, [Value::NIL]));
        refused(&|mc| _ = mc.alloc_filled(kind, 1, Value::NIL));
        refused(&|mc| _ = mc.alloc_copy(kind, &[]));
    }
    for &kind in Kind::ALL.iter().filter(|kind| !kind.is_plain_bytes()) {
        refused(&|mc| _ = mc.alloc_bytes(kind, 3));
        refused(&|mc| _ = mc.alloc_bytes_from(kind, b"abc"));
    }
    refused(&|mc| mc.guard(mc.list(&[Value::NIL]), Value::NIL, Value::NIL));
    refused(&|mc| mc.guard(mc.list(&[Value::NIL]), Value::NIL, mc.alloc(Kind::Guardian, &[])));
    refused(&|mc| _ = mc.open_cell(12));
    refused(&|mc| _ = mc.closure(Value::NIL, &[]));
    let wrong = |back| ProtoInfo::new(0, false, 0, back + 1);
    refused(&|mc| _ = mc.proto(Value::NIL, &[], &[0], wrong));
}

/// References to young objects from those that are born tenured are remembered, which takes memory of its own.
#[test]
fn the_remembered_set_counts() {
    const OBJECTS: usize = 100_000;
    let mut heap = heap(Config { nursery_bytes: 64 << 10, ..Config::default() });
    let (before, after) = heap.mutate(|mc, root| {
        let young = mc.cons(Value::NIL, Value::NIL);
        let mut list = Value::NIL;
        while mc.is_young(list) || list == Value::NIL {
            list = mc.cons(Value::NIL, list);
        }
        let before = mc.bytes_in_use();
        for _ in 0..OBJECTS {
            list = mc.cons(young, list);
        }
        root.push(list);
        (before, mc.bytes_in_use())
    });
    let pairs = OBJECTS * 16;
    assert!(after - before >= pairs + OBJECTS * 8, "{} bytes for the remembered set", after - before - pairs);
    heap.safepoint();
    assert!(heap.bytes_in_use() < before + pairs + (256 << 10));
}

/// Before a young value fills many slots, code that can wait is asked to: once.
#[test]
fn a_young_value_gets_old_before_it_fills_many_slots() {
    const MANY: usize = 1 << 16;
    let mut heap = verified();
    heap.mutate(|mc, root| {
        root.push(mc.cons(Value::fixnum(1), Value::NIL));
        assert!(mc.settle_for_fill(root[0], 100, 0).is_ok());
        assert!(mc.settle_for_fill(Value::NIL, MANY, 0).is_ok());
        assert_eq!(mc.settle_for_fill(root[0], MANY, 24), Err(OutOfMemory(24)));
        assert!(mc.settle_for_fill(root[0], MANY, 24).is_ok(), "asked twice");
    });
    assert!(heap.fill_waits());
    heap.safepoint();
    assert!(!heap.fill_waits());
    heap.mutate(|mc, root| assert!(mc.settle_for_fill(root[0], MANY, 24).is_ok()));
}

/// Young values in large objects are found, few or many, and whichever way they came there.
#[test]
fn young_values_in_large_objects_are_found() {
    const SLOTS: usize = 20_000;
    for every in [1, 7, 5000] {
        let mut heap = verified();
        heap.mutate(|mc, root| {
            let item =
                |i: usize| if i.is_multiple_of(every) { mc.list(&[Value::fixnum(i as i64)]) } else { Value::NIL };
            let words: Vec<Value<'_>> = (0..SLOTS).map(item).collect();
            let copy = mc.alloc_copy(Kind::Vector, &words).expect("room");
            let filled = mc.alloc_filled(Kind::Vector, SLOTS, Value::fixnum(0)).expect("room");
            assert!(filled.fill_slots(mc, 5, SLOTS - 10, mc.list(&[Value::TRUE])));
            root.extend([copy, filled]);
        });
        heap.safepoint();
        heap.collect_full();
        heap.mutate(|_, root| {
            for (i, item) in root[0].slot_slice().iter().enumerate() {
                let expected = (i % every == 0).then_some(Value::fixnum(i as i64));
                assert_eq!(item.car(), expected, "slot {i}");
            }
            let filled = root[1].slot_slice();
            assert_eq!((filled[4], filled[SLOTS - 5]), (Value::fixnum(0), Value::fixnum(0)));
            assert!(filled[5..SLOTS - 5].iter().all(|item| *item == filled[5] && item.car() == Some(Value::TRUE)));
        });
    }
}

/// A heap that has never been collected has figures too.
#[test]
fn statistics_of_no_collection_are_zero() {
    let heap = heap(Config::default());
    let stats = heap.stats();
    for pauses in [&stats.minor, &stats.increments, &stats.full, &stats.minor.since(&stats.minor)] {
        assert_eq!((pauses.count, pauses.total, pauses.max), (0, 0, 0));
        assert_eq!([0.0, 50.0, 99.0, 100.0].map(|percent| pauses.percentile(percent)), [0; 4]);
    }
}
