//! Tests that weak pairs, ephemerons, guardians and symbols drop dead objects, and no others.

mod common;

use cairn_gc::{Config, Mutation, Stress, Value};
use common::{TestHeap, heap, verified};

fn guardian(mc: Mutation<'_>) -> Value<'_> {
    mc.guardian()
}

/// A fresh object with a name.
fn named<'gc>(mc: Mutation<'gc>, n: i64) -> Value<'gc> {
    mc.cons(Value::fixnum(n), Value::NIL)
}

/// The names of the objects that the guardian in root slot `i` has queued, sorted.
fn queued(heap: &mut TestHeap, i: usize) -> Vec<i64> {
    heap.mutate(|_, root| {
        let mut names = Vec::new();
        let mut queue = root[i].slot(0).expect("a guardian");
        while let Some((object, rest)) = queue.as_pair() {
            names.push(object.car().and_then(Value::as_fixnum).expect("a named object"));
            queue = rest;
        }
        names.sort();
        names
    })
}

#[test]
fn a_guardian_leaves_alone_what_an_ephemeron_keeps() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        let key = named(mc, 1);
        let datum = named(mc, 2);
        let g = guardian(mc);
        mc.guard(datum, datum, g);
        *root = vec![g, key, mc.ephemeron(key, datum)];
    });
    for _ in 0..3 {
        heap.collect_full();
        assert_eq!(queued(&mut heap, 0), []);
    }
    heap.mutate(|_, root| root[1] = Value::NIL);
    heap.collect_full();
    assert_eq!(queued(&mut heap, 0), [2]);
}

#[test]
fn an_object_registered_twice_is_queued_twice_at_once() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        let object = named(mc, 7);
        *root = vec![guardian(mc), guardian(mc)];
        mc.guard(object, object, root[0]);
        mc.guard(object, object, root[0]);
        mc.guard(object, object, root[1]);
    });
    heap.collect_full();
    assert_eq!(queued(&mut heap, 0), [7, 7]);
    assert_eq!(queued(&mut heap, 1), [7]);
}

#[test]
fn each_registration_is_served_once() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        *root = vec![guardian(mc)];
        let object = named(mc, 7);
        mc.guard(object, object, root[0]);
    });
    heap.collect_full();
    assert_eq!(queued(&mut heap, 0), [7]);
    heap.mutate(|mc, root| assert!(root[0].set_slot(mc, 0, Value::NIL)));
    heap.collect_full();
    assert_eq!(queued(&mut heap, 0), []);
}

#[test]
fn a_guardian_that_another_revives_keeps_its_registrations() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        let inner = guardian(mc);
        let object = named(mc, 1);
        mc.guard(object, object, inner);
        let holder = mc.cons(Value::fixnum(2), inner);
        *root = vec![guardian(mc)];
        mc.guard(holder, holder, root[0]);
    });
    heap.collect_full();
    assert_eq!(queued(&mut heap, 0), [2]);
    heap.mutate(|_, root| {
        let holder = root[0].slot(0).and_then(Value::car).expect("queued");
        root.push(holder.cdr().expect("a pair"));
    });
    heap.collect_full();
    assert_eq!(queued(&mut heap, 1), [1]);
}

#[test]
fn a_representative_stands_for_its_object() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        let object = named(mc, 1);
        // The representative refers to the object but does not keep it alive.
        *root = vec![guardian(mc), mc.weak_pair(object, Value::NIL), object];
        mc.guard(object, mc.cons(Value::fixnum(2), mc.weak_pair(object, Value::NIL)), root[0]);
        mc.guard(object, mc.cons(Value::fixnum(3), object), root[0]);
        mc.guard(object, named(mc, 4), root[0]);
    });
    heap.collect_full();
    heap.collect_full();
    assert_eq!(queued(&mut heap, 0), []);
    heap.mutate(|_, root| root[2] = Value::NIL);
    heap.collect_full();
    assert_eq!(queued(&mut heap, 0), [2, 3, 4]);
    heap.mutate(|mc, root| {
        assert!(root[0].set_slot(mc, 0, Value::NIL));
        assert!(root[1].weak_key(mc).is_some_and(|key| key.is_pair()), "the second one revived it");
    });
    heap.collect_full();
    heap.mutate(|mc, root| assert_eq!(root[1].weak_key(mc), Some(Value::BROKEN)));
}

#[test]
fn an_object_with_a_representative_dies() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        let object = named(mc, 1);
        *root = vec![guardian(mc), mc.weak_pair(object, Value::NIL)];
        mc.guard(object, named(mc, 2), root[0]);
    });
    heap.safepoint();
    heap.collect_full();
    assert_eq!(queued(&mut heap, 0), [2]);
    heap.mutate(|mc, root| assert_eq!(root[1].weak_key(mc), Some(Value::BROKEN)));
}

#[test]
fn what_is_unregistered_is_not_queued() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        let (a, b) = (named(mc, 1), named(mc, 2));
        *root = vec![guardian(mc), guardian(mc)];
        mc.guard(a, a, root[0]);
        mc.guard(a, a, root[1]);
        mc.guard(b, b, root[0]);
    });
    heap.safepoint();
    heap.mutate(|mc, root| {
        let c = named(mc, 3);
        mc.guard(c, c, root[0]);
        let taken: Vec<_> = mc.unguard(root[0]).iter().filter_map(|v| v.car()?.as_fixnum()).collect();
        assert_eq!(taken, [1, 2, 3]);
        assert_eq!(mc.unguard(root[0]), []);
        let d = named(mc, 4);
        mc.guard(d, d, root[0]);
    });
    heap.collect_full();
    assert_eq!(queued(&mut heap, 0), [4]);
    assert_eq!(queued(&mut heap, 1), [1]);
}

#[test]
fn weak_words_see_what_guardians_revive() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        let object = named(mc, 1);
        *root = vec![guardian(mc), mc.weak_pair(object, Value::NIL)];
        mc.guard(object, object, root[0]);
    });
    heap.collect_full();
    heap.mutate(|mc, root| {
        let kept = root[1].weak_key(mc).expect("a weak pair");
        assert_eq!(kept.car(), Some(Value::fixnum(1)));
    });
}

/// An object that leads to a registered one is read through a weak word after any number of steps:
/// either it is broken, or it is kept and the registered object is not queued.
#[test]
fn a_weak_read_and_a_guardian_agree() {
    let mut outcomes = [0, 0];
    for steps in 0..60 {
        let stress = Stress::Incremental(100);
        let mut heap = heap(Config { nursery_bytes: 64 << 10, stress, verify: true, ..Config::default() });
        heap.mutate(|mc, root| {
            let registered = named(mc, 1);
            let leading = mc.list(&[registered]);
            *root = vec![guardian(mc), mc.weak_pair(leading, Value::NIL), leading];
            mc.guard(registered, registered, root[0]);
            for i in 2..200 {
                let other = named(mc, i);
                mc.guard(other, other, root[0]);
            }
        });
        heap.collect_full();
        heap.mutate(|_, root| _ = root.pop());
        (0..steps).for_each(|_| heap.safepoint());
        let kept = heap.mutate(|mc, root| {
            root.push(root[1].weak_key(mc).expect("a weak pair"));
            root[2] != Value::BROKEN
        });
        outcomes[usize::from(kept)] += 1;
        // Ends this cycle and does another.
        heap.collect_full();
        assert_eq!(queued(&mut heap, 0).contains(&1), !kept, "after {steps} steps");
        if kept {
            heap.mutate(|_, root| assert_eq!(root[2].car().and_then(Value::car), Some(Value::fixnum(1))));
        }
    }
    assert!(outcomes.iter().all(|&count| count > 5), "{outcomes:?}");
}

#[test]
fn a_tenured_weak_pair_follows_or_drops_its_young_key() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        *root = vec![mc.weak_pair(Value::NIL, Value::NIL), mc.weak_pair(Value::NIL, Value::NIL), Value::NIL];
    });
    heap.safepoint();
    let before = heap.mutate(|mc, root| {
        root[2] = named(mc, 5);
        assert!(root[0].set_weak_word(mc, 0, root[2]));
        assert!(root[1].set_weak_word(mc, 0, named(mc, 6)));
        mc.weak_broken_epoch()
    });
    heap.safepoint();
    heap.mutate(|mc, root| {
        assert_eq!(root[0].weak_key(mc), Some(root[2]));
        assert_eq!(root[1].weak_key(mc), Some(Value::BROKEN));
        assert_eq!(mc.weak_broken_epoch(), before + 1);
    });
}

#[test]
fn an_ephemeron_whose_key_only_its_datum_reaches_is_dropped() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        let key = named(mc, 1);
        *root = vec![mc.ephemeron(key, mc.cons(key, key))];
    });
    heap.safepoint();
    heap.collect_full();
    heap.mutate(|mc, root| {
        assert_eq!(root[0].weak_key(mc), Some(Value::BROKEN));
        assert_eq!(root[0].weak_datum(mc), Some(Value::BROKEN));
    });
}

/// A chain in which each datum is the next key, met in the worst order. With one link resolved per
/// round this would take an hour.
fn chain_survives(tenured: bool) {
    const LENGTH: i64 = 100_000;
    let mut heap = common::heap(cairn_gc::Config { nursery_bytes: 16 << 20, ..Default::default() });
    for forward in [true, false] {
        heap.mutate(|mc, root| {
            let keys: Vec<_> = (0..=LENGTH).map(|n| named(mc, n)).collect();
            let mut all = Value::NIL;
            for i in 0..LENGTH as usize {
                let i = if forward { i } else { LENGTH as usize - 1 - i };
                all = mc.cons(mc.ephemeron(keys[i], keys[i + 1]), all);
            }
            *root = vec![all, keys[0]];
            if tenured {
                root.push(mc.list(&keys));
            }
        });
        heap.safepoint();
        heap.mutate(|_, root| root.truncate(2));
        heap.collect_full();
        let live = heap.mutate(|mc, root| {
            let mut live = 0;
            let mut rest = root[0];
            while let Some((ephemeron, next)) = rest.as_pair() {
                live += (ephemeron.weak_key(mc) != Some(Value::BROKEN)) as i64;
                rest = next;
            }
            root[1] = Value::NIL;
            live
        });
        assert_eq!(live, LENGTH);
        heap.collect_full();
        heap.mutate(|mc, root| {
            let ephemeron = root[0].car().expect("a list");
            assert_eq!(ephemeron.weak_key(mc), Some(Value::BROKEN));
        });
    }
}

#[test]
fn long_chains_of_young_ephemerons_settle() {
    chain_survives(false);
}

#[test]
fn long_chains_of_tenured_ephemerons_settle() {
    chain_survives(true);
}

#[test]
fn symbols_are_unique_and_weak() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        for i in 0..1000 {
            mc.intern(&format!("symbol-{i}"));
        }
        root.push(mc.intern("kept"));
        assert_eq!(mc.intern("kept"), root[0]);
        assert_ne!(mc.uninterned_symbol("kept"), root[0]);
        assert_eq!(mc.intern("").as_symbol(), Some(""));
    });
    assert_eq!(heap.symbol_count(), 1002);
    let before = heap.bytes_in_use();
    heap.collect_full();
    assert_eq!(heap.symbol_count(), 1);
    assert!(heap.bytes_in_use() + 1000 * 8 < before, "the table counts and shrinks");
    heap.mutate(|mc, root| assert_eq!(mc.intern("kept"), root[0]));
}

#[test]
fn symbols_stay_the_same_throughout_a_cycle() {
    let mut heap = common::heap(cairn_gc::Config {
        stress: cairn_gc::Stress::Incremental(5000),
        nursery_bytes: 1 << 16,
        ..Default::default()
    });
    let name = |i: usize| format!("s{i}");
    heap.mutate(|mc, root| root.extend((0..2000).map(|i| mc.intern(&name(i)))));
    let start = heap.stats().cycles;
    let mut round = 0;
    while heap.stats().cycles < start + 4 {
        round += 1;
        heap.mutate(|mc, root| {
            // Garbage that was live, to keep cycles going; and symbols found by name only.
            let i = round % 2000;
            root[i] = mc.list(&vec![root[i]; 500]);
            let other = (round * 7) % 2000;
            root[other] = mc.intern(&name(other));
            assert_eq!(mc.intern(&name(other)), root[other]);
            assert_eq!(root[other].as_symbol(), Some(name(other).as_str()));
        });
        heap.safepoint();
    }
}
