//! Tests guarantees that hold at every size: a step of a cycle may stop anywhere, the marker is not
//! outrun, holes are filled, and chains take linear time.

mod common;

use cairn_gc::{Charge, Config, Heap, Kind, Mutation, Rootable, Stress, TenuredMap, Value};
use common::{TestHeap, heap, verified};

const UNITS: u32 = 1000;

type MapHeap = Heap<Rootable![TenuredMap<'_, Value<'_>>]>;

/// A heap that does `UNITS` units of work at each safepoint. Its nursery is small, so that nearly everything is left to
/// its cycles.
fn stepping() -> TestHeap {
    heap(Config { nursery_bytes: 64 << 10, stress: Stress::Incremental(UNITS), ..Config::default() })
}

/// Safepoints until the next whole cycle has passed.
fn increments_of_cycle(heap: &mut TestHeap) -> u64 {
    let mut until = |cycles: u64| {
        let mut count = 0;
        while heap.stats().cycles < cycles {
            heap.safepoint();
            count += 1;
        }
        count
    };
    let first = until(1);
    until(2).max(first)
}

fn pair(mc: Mutation<'_>, n: usize) -> Value<'_> {
    mc.cons(Value::fixnum(n as i64), Value::NIL)
}

#[test]
fn a_large_vector_is_traced_in_parts() {
    let mut heap = stepping();
    heap.mutate(|mc, root| root.push(mc.alloc_filled(Kind::Vector, 1 << 20, Value::NIL).expect("room")));
    assert!(increments_of_cycle(&mut heap) > (1 << 20) / (2 * u64::from(UNITS)));
}

/// Values stored into a partly traced vector are not lost.
#[test]
fn a_vector_may_change_while_it_is_traced() {
    const LENGTH: usize = 100_000;
    let mut heap = heap(Config { stress: Stress::Incremental(UNITS), verify: true, ..Config::default() });
    heap.mutate(|mc, root| {
        let vector = mc.alloc_filled(Kind::Vector, LENGTH, Value::NIL).expect("room");
        (0..LENGTH).step_by(10).for_each(|i| assert!(vector.set_slot(mc, i, pair(mc, i))));
        root.push(vector);
    });
    for round in 0..300 {
        heap.safepoint();
        heap.mutate(|mc, root| {
            // Moves a pair from the end, which the marker has not reached, to the beginning.
            let (from, to) = (LENGTH - 10 * (round + 1), round + 1);
            let moved = root[0].slot(from).expect("a slot");
            root[0].set_slot(mc, to, moved);
            root[0].set_slot(mc, from, Value::NIL);
        });
    }
    heap.collect_full();
    heap.mutate(|_, root| {
        let kept = |to: usize| root[0].slot(to).and_then(Value::car).and_then(Value::as_fixnum);
        assert!((0..300).all(|round| kept(round + 1) == Some((LENGTH - 10 * (round + 1)) as i64)));
    });
}

/// Allocates `n` objects by `make`, and keeps them in a vector if `keep` is set.
fn fill(heap: &mut TestHeap, n: usize, keep: bool, make: impl for<'gc> Fn(Mutation<'gc>, usize) -> [Value<'gc>; 2]) {
    heap.mutate(|mc, root| {
        let objects = mc.alloc_filled(Kind::Vector, 2 * n, Value::NIL).expect("room");
        for i in 0..n {
            let [weak, key] = make(mc, i);
            objects.set_slot(mc, 2 * i, weak);
            objects.set_slot(mc, 2 * i + 1, if keep { key } else { Value::NIL });
        }
        root.push(objects);
    });
}

#[test]
fn ephemerons_are_settled_and_broken_in_slices() {
    for keep in [true, false] {
        let mut heap = stepping();
        fill(&mut heap, 50_000, keep, |mc, i| {
            let key = pair(mc, i);
            [mc.ephemeron(key, pair(mc, i)), key]
        });
        let increments = increments_of_cycle(&mut heap);
        assert!(increments > 50_000 * 4 / u64::from(UNITS), "{increments} increments");
        heap.mutate(|mc, root| {
            assert!((0..50_000).all(|i| root[0].slot(2 * i).expect("a slot").is_weak_broken(mc) != keep));
        });
    }
}

#[test]
fn symbols_are_forgotten_in_slices() {
    let mut heap = stepping();
    heap.mutate(|mc, _| (0..100_000).for_each(|i| _ = mc.intern(&format!("symbol {i}"))));
    // A slice is a part of the table, of which there are 64.
    assert!(increments_of_cycle(&mut heap) >= 64);
    assert_eq!(heap.symbol_count(), 0);
}

#[test]
fn registrations_are_looked_at_in_slices() {
    let mut heap = stepping();
    heap.mutate(|mc, root| root.push(mc.guardian()));
    heap.mutate(|mc, root| {
        let kept = mc.alloc_filled(Kind::Vector, 50_000, Value::NIL).expect("room");
        for i in 0..50_000 {
            let object = pair(mc, i);
            kept.set_slot(mc, i, object);
            mc.guard(object, object, root[0]);
        }
        root.push(kept);
    });
    let with_kept = increments_of_cycle(&mut heap);
    assert!(with_kept > 50_000 * (3 + 2 + 2) / u64::from(UNITS), "{with_kept} increments");
    heap.mutate(|_, root| assert_eq!(root[0].slot(0), Some(Value::NIL)));
}

/// Objects that die together are all queued, whatever the program does while they are revived.
#[test]
fn what_guardians_revive_is_marked_in_slices() {
    const COUNT: usize = 50_000;
    for verify in [false, true] {
        let units = if verify { 20 * UNITS } else { UNITS };
        let stress = Stress::Incremental(units);
        let mut heap = heap(Config { nursery_bytes: 64 << 10, stress, verify, ..Config::default() });
        heap.mutate(|mc, root| {
            *root = vec![mc.guardian(), Value::NIL];
            (0..COUNT).for_each(|i| {
                let object = mc.list(&[pair(mc, i), pair(mc, i)]);
                mc.guard(object, object, root[0]);
            });
        });
        let mut increments = 0;
        while root_queue(&mut heap).is_empty() {
            heap.safepoint();
            increments += 1;
            heap.mutate(|mc, root| root[1] = mc.cons(pair(mc, increments), root[1]));
        }
        // At least: a registration is examined (2) and queued (10), and its list is traced (5).
        assert!(increments > COUNT * 17 / units as usize, "{increments} increments");
        heap.collect_full();
        let mut found = root_queue(&mut heap);
        found.sort();
        assert!(found.into_iter().eq(0..COUNT as i64));
        heap.mutate(|_, root| assert_eq!(length(root[1]), increments));
    }
}

fn length(list: Value<'_>) -> usize {
    std::iter::successors(list.cdr(), |rest| rest.cdr()).count()
}

/// The names of the lists that the guardian at the start of the root has queued.
fn root_queue(heap: &mut TestHeap) -> Vec<i64> {
    heap.mutate(|_, root| {
        let mut names = Vec::new();
        let mut queue = root[0].slot(0).expect("a guardian");
        while let Some((list, rest)) = queue.as_pair() {
            let name = |pair: Value<'_>| pair.car().and_then(Value::as_fixnum).expect("a number");
            names.push(list.car().map(name).expect("a list"));
            queue = rest;
        }
        names
    })
}

/// A table in the root is traced once in a marking, in slices; what is inserted meanwhile is kept.
#[test]
fn a_map_in_the_root_is_traced_in_slices() {
    const COUNT: i64 = 20_000;
    let config = Config { stress: Stress::Incremental(UNITS), verify: true, ..Config::default() };
    let mut heap = MapHeap::new(config, |_| TenuredMap::new());
    for round in 0..3 {
        heap.mutate(|mc, map| {
            (0..COUNT).for_each(|n| map.insert(mc, mc.intern(&format!("key {n}")), pair(mc, n as usize)));
        });
        let (start, mut increments) = (heap.stats().cycles, 0);
        while heap.stats().cycles < start + 2 {
            heap.mutate(|mc, map| {
                let name = mc.intern(&format!("new {round} {increments}"));
                map.insert(mc, name, pair(mc, increments));
            });
            heap.safepoint();
            increments += 1;
        }
        assert!(increments > 2 * COUNT as usize * 2 / UNITS as usize, "{increments} increments");
        heap.mutate(|mc, map| {
            let is =
                |name: String, n: i64| map.get(mc.intern(&name)).and_then(|pair| pair.car()?.as_fixnum()) == Some(n);
            assert!((0..COUNT).all(|n| is(format!("key {n}"), n)));
            assert!((0..increments as i64).all(|n| is(format!("new {round} {n}"), n)));
            assert!(map.iter().count() >= COUNT as usize + increments);
        });
    }
}

/// The marker's work, in increments of equal size, per link of a chain.
fn chain(n: usize, link: impl for<'gc> Fn(Mutation<'gc>, Value<'gc>) -> Value<'gc>) -> f64 {
    let mut heap = stepping();
    heap.mutate(|mc, root| {
        let guardian = mc.guardian();
        root.push(guardian);
        let mut last = guardian;
        for _ in 0..n {
            last = link(mc, last);
        }
    });
    increments_of_cycle(&mut heap) as f64 / n as f64
}

#[test]
fn chains_of_guardians_take_linear_time() {
    let guard = |n| {
        chain(n, |mc, last| {
            let next = mc.guardian();
            mc.guard(next, next, last);
            next
        })
    };
    let (short, long) = (guard(5_000), guard(40_000));
    assert!(long < short * 1.5, "{short} increments a link, then {long}");
}

/// Live data of 8 MB plus a succession of vectors.
#[test]
fn large_objects_do_not_outrun_the_marker() {
    for words in [20_000, 200_000, 1_000_000] {
        let mut heap = heap(Config::default());
        heap.mutate(|mc, root| {
            root.push(Value::NIL);
            for i in 0..500_000 {
                let rest = root[0];
                root[0] = mc.cons(Value::fixnum(i), rest);
            }
        });
        heap.safepoint();
        heap.collect_full();
        for _ in 0..(400 << 20) / (8 * words) {
            heap.mutate(|mc, _| _ = mc.alloc_filled(Kind::Vector, words, Value::NIL).expect("room"));
            heap.safepoint();
        }
        let (alive, largest) = (8_000_000 + 8 * words, 8 * words);
        let most = alive as f64 * 2.5 + largest as f64 + (8 << 20) as f64;
        let peak = heap.stats().peak_bytes as f64;
        assert!(peak < most, "a peak of {peak} bytes with vectors of {words} words");
    }
}

/// Live data of 96 MB and one vector at a time, each as large as a third of it or larger than all of it.
#[test]
fn a_succession_of_large_vectors_keeps_the_peak_low() {
    for (words, count, most) in [(1_000_000, 30, 300 << 20), (4_000_000, 20, 300 << 20), (16_000_000, 6, 500 << 20)] {
        let mut heap = heap(Config::default());
        heap.mutate(|_, root| root.extend([Value::NIL; 2]));
        for i in 0..6_000_000 {
            heap.mutate(|mc, root| root[0] = mc.cons(Value::fixnum(i), root[0]));
            if heap.wants_safepoint() {
                heap.safepoint();
            }
        }
        for _ in 0..count {
            heap.mutate(|mc, root| root[1] = mc.alloc_filled(Kind::Vector, words, Value::NIL).expect("room"));
            heap.safepoint();
        }
        let peak = heap.stats().peak_bytes;
        assert!(peak < most, "a peak of {} MB with vectors of {words} words", peak / 1_000_000);
    }
}

/// Scattered survivors are moved together, and every reference follows them.
#[test]
fn scattered_objects_are_moved_together() {
    const MANY: usize = 300_000;
    let mut heap = verified();
    heap.mutate(|mc, root| {
        for i in 0..MANY {
            let kind = [Kind::Box, Kind::Vector, Kind::Record][i % 3];
            let item = mc.alloc(kind, &[Value::fixnum(i as i64), mc.string("text").expect("room")]);
            root.push(mc.cons(item, mc.weak_pair(item, Value::NIL)));
        }
    });
    heap.safepoint();
    heap.mutate(|_, root| *root = root.iter().copied().step_by(100).collect());
    heap.collect_full();
    let moves = heap.mutate(|mc, root| {
        for (i, pair) in root.iter().enumerate() {
            let (item, weak) = pair.as_pair().expect("a pair");
            assert_eq!(weak.weak_key(mc), Some(item));
            assert_eq!(item.slot(0), Some(Value::fixnum(100 * i as i64)));
            assert!(item.slot(1).and_then(Value::as_string).is_some_and(|text| text.len() == 4));
        }
        mc.moves()
    });
    assert!(moves > 0, "nothing was moved");
    assert!(heap.bytes_at_limit() < heap.bytes_in_use() + (1 << 20), "{} bytes", heap.bytes_at_limit());
}

/// Objects born tenured, symbols, code and large objects keep their addresses.
#[test]
fn what_is_tenured_from_birth_never_moves() {
    let mut heap = heap(Config { stress: Stress::Full(1), verify: true, ..Config::default() });
    let words = heap.mutate(|mc, root| {
        for i in 0..1000 {
            root.push(mc.alloc_tenured(Kind::Box, &[Value::fixnum(i)]));
            root.push(mc.cons_tenured(Value::fixnum(i), Value::NIL));
            root.push(mc.intern(&format!("symbol {i}")));
            root.push(mc.alloc_filled(Kind::Vector, 200, Value::NIL).expect("room"));
        }
        root.iter().map(|value| value.bits()).collect::<Vec<u64>>()
    });
    for round in 0..4 {
        heap.mutate(|_, root| {
            let mut i = 0;
            root.retain(|_| {
                i += 1;
                round == 0 || i % 4 != 0
            });
        });
        heap.safepoint();
    }
    heap.mutate(|_, root| assert!(root.iter().all(|value| words.contains(&value.bits()))));
}

/// A cycle that began while the heap grew ends even if it grows no more.
#[test]
fn a_cycle_ends_without_growth() {
    let mut heap = heap(Config::default());
    heap.mutate(|_, root| root.push(Value::NIL));
    for i in 0..4_000_000 {
        heap.mutate(|mc, root| {
            let rest = root[0];
            root[0] = mc.cons(Value::fixnum(i), rest);
        });
        if heap.wants_safepoint() {
            heap.safepoint();
        }
    }
    heap.mutate(|_, root| root[0] = Value::NIL);
    for _ in 0..200_000 {
        heap.mutate(|mc, _| mc.start_quantum(4096));
        if heap.wants_safepoint() {
            heap.safepoint();
        }
    }
    assert!(heap.bytes_in_use() < 4 << 20, "{} bytes", heap.bytes_in_use());
}

/// A program that only counts safepoints gets its memory back.
#[test]
fn an_idle_heap_finds_its_garbage() {
    let mut heap = heap(Config::default());
    heap.mutate(|mc, root| {
        root.push(Value::NIL);
        for i in 0..2_000_000 {
            let rest = root[0];
            root[0] = mc.cons(Value::fixnum(i), rest);
        }
    });
    heap.safepoint();
    heap.collect_full();
    heap.mutate(|_, root| root[0] = Value::NIL);
    for _ in 0..100_000 {
        heap.mutate(|mc, _| mc.start_quantum(4096));
        if heap.wants_safepoint() {
            heap.safepoint();
        }
    }
    assert!(heap.bytes_in_use() < 1 << 20, "{} bytes", heap.bytes_in_use());
}

#[test]
fn what_the_program_takes_itself_counts_at_the_limit() {
    let mut heap = heap(Config { limit: 8 << 20, ..Config::default() });
    heap.mutate(|mc, _| {
        let (mut large, mut small) = (Charge::default(), Charge::default());
        assert!(large.hold(mc, 6 << 20).is_ok());
        assert!(small.hold(mc, 3 << 20).is_err() && mc.check_room(3 << 20).is_err());
        drop(large);
        assert!(mc.check_room(6 << 20).is_ok());
    });
}
