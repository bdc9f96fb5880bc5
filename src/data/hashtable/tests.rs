//! Tests hash tables against `HashMap`, with collections between the operations.

use std::collections::HashMap;

use cairn_gc::{Config, Heap, Rootable, Stress, trace_fields};

use super::*;

struct Root<'gc> {
    table: Value<'gc>,
    keys: Vec<Value<'gc>>,
}

trace_fields!(Root<'gc> { table, keys });

type TestHeap = Heap<Rootable![Root<'_>]>;

fn heap(equivalence: Equivalence) -> TestHeap {
    let config = Config { nursery_bytes: 1 << 16, verify: true, stress: Stress::Off, ..Config::default() };
    Heap::new(config, |mc| Root { table: Table::new(mc, equivalence, 0).expect("room").object(), keys: Vec::new() })
}

fn table<'gc>(root: &Root<'gc>) -> Table<'gc> {
    Table::of(root.table).expect("a table")
}

/// Runs random operations on keys that `make` builds from numbers. With `by_content`, fresh and
/// remembered key objects alternate.
fn check(equivalence: Equivalence, by_content: bool, make: impl for<'gc> Fn(Mutation<'gc>, u64) -> Value<'gc> + Copy) {
    const KEYS: u64 = 300;
    let mut heap = heap(equivalence);
    let mut model: HashMap<u64, i64> = HashMap::new();
    let mut random = fastrand::Rng::with_seed(42);
    heap.mutate(|mc, root| root.keys = (0..KEYS).map(|n| make(mc, n)).collect());
    for step in 0..6000i64 {
        let n = random.u64(..KEYS);
        let what = random.u64(..10);
        heap.mutate(|mc, root| {
            let fresh = by_content && random.u64(..2) == 0;
            let key = if fresh { make(mc, n) } else { root.keys[n as usize] };
            match what {
                0..5 => {
                    table(root).set(mc, key, Value::fixnum(step)).expect("room");
                    model.insert(n, step);
                }
                5..8 => assert_eq!(table(root).remove(mc, key).expect("no limit"), model.remove(&n).is_some()),
                _ => {
                    let found = table(root).get(mc, key).expect("no limit").and_then(Value::as_fixnum);
                    assert_eq!(found, model.get(&n).copied(), "key {n} at step {step}");
                }
            }
            assert_eq!(table(root).len(mc), model.len());
            if random.u64(..50) == 0 {
                // New objects under the old numbers, some of them young.
                root.table = table(root).copy(mc).expect("room").object();
            }
        });
        if random.u64(..8) == 0 {
            heap.safepoint();
        }
        if random.u64(..500) == 0 {
            heap.collect_full();
        }
    }
    heap.mutate(|mc, root| assert_eq!(table(root).entries(mc).count(), model.len()));
}

#[test]
fn pairs_by_identity() {
    check(Equivalence::Eq, false, |mc, n| mc.cons(Value::fixnum(n as i64), Value::NIL));
}

#[test]
fn pairs_by_content() {
    check(Equivalence::Equal, true, |mc, n| mc.cons(Value::fixnum(n as i64 % 7), Value::fixnum(n as i64)));
}

#[test]
fn boxes_in_an_equal_table() {
    check(Equivalence::Equal, false, |mc, n| mc.alloc(Kind::Box, &[Value::fixnum(n as i64)]));
}

#[test]
fn mixed_numbers_and_objects() {
    check(Equivalence::Eqv, false, |mc, n| match n % 3 {
        0 => Value::fixnum(n as i64),
        1 => mc.flonum(n as f64 * 1e200),
        _ => mc.cons(Value::NIL, Value::NIL),
    });
}

#[test]
fn strings() {
    check(Equivalence::String, true, |mc, n| mc.string(&format!("key-{n}-λ")).expect("room"));
    check(Equivalence::Equal, true, |mc, n| mc.string(&format!("{n}")).expect("room"));
}

#[test]
fn symbols() {
    check(Equivalence::Eq, true, |mc, n| mc.intern(&format!("s{n}")));
}

#[test]
fn entries_keep_their_order() {
    let mut heap = heap(Equivalence::Eqv);
    heap.mutate(|mc, root| {
        for n in [5, 3, 9, 3, 1] {
            table(root).set(mc, Value::fixnum(n), Value::fixnum(n * n)).expect("room");
        }
        table(root).remove(mc, Value::fixnum(9)).expect("no limit");
        let keys: Vec<_> = table(root).entries(mc).filter_map(|(key, _)| key.as_fixnum()).collect();
        assert_eq!(keys, [5, 3, 1]);
    });
}

#[test]
fn a_queue_does_not_grow() {
    let mut heap = heap(Equivalence::Eqv);
    heap.mutate(|mc, root| {
        for n in 0..10_000 {
            table(root).set(mc, Value::fixnum(n), Value::NIL).expect("room");
            table(root).remove(mc, Value::fixnum(n - 5)).expect("no limit");
        }
        assert_eq!(table(root).len(mc), 5);
        assert!(table(root).view().heads.len() <= 16);
    });
}

/// Random operations on a table large enough to be rebuilt in steps, against a model that knows the order of insertion.
fn check_large(sort: Sort, make: impl for<'gc> Fn(Mutation<'gc>, i64) -> Value<'gc> + Copy) {
    const KEYS: usize = 40_000;
    let config = Config { nursery_bytes: 1 << 18, ..Config::default() };
    let mut heap: TestHeap =
        Heap::new(config, |mc| Root { table: Table::new(mc, sort, 0).expect("room").object(), keys: Vec::new() });
    let mut random = fastrand::Rng::with_seed(7);
    let mut model: std::collections::BTreeMap<u64, (usize, i64)> = std::collections::BTreeMap::new();
    let mut at: HashMap<usize, u64> = HashMap::new();
    let (mut born, mut moving) = (0, 0);
    heap.mutate(|mc, root| root.keys = (0..KEYS as i64).map(|n| make(mc, n)).collect());
    for step in 0..steps() {
        // The table grows and shrinks in turn.
        let grows = step / 100_000 % 2 == 0;
        heap.mutate(|mc, root| {
            let table = table(root);
            let n = random.usize(..KEYS);
            let key = root.keys[n];
            let chance = random.u32(..10);
            if chance < if grows { 6 } else { 2 } {
                table.set(mc, key, Value::fixnum(step)).expect("room");
                let place = *at.entry(n).or_insert(born);
                born += u64::from(place == born);
                model.insert(place, (n, step));
            } else if chance < 8 {
                let removed = at.remove(&n).map(|place| model.remove(&place));
                assert_eq!(table.remove(mc, key).expect("no limit"), removed.is_some(), "key {n} at step {step}");
            } else {
                let found = table.get(mc, key).expect("no limit").and_then(Value::as_fixnum);
                assert_eq!(found, at.get(&n).map(|place| model[place].1), "key {n} at step {step}");
            }
            moving += u32::from(table.view().move_in_progress().is_some());
            if step % 50_000 == 33_333 {
                let values = table.entries(mc).map(|(_, value)| value.as_fixnum());
                assert!(values.eq(model.values().map(|&(_, value)| Some(value))), "the order at step {step}");
            }
            assert!(sort.weakness != Weakness::Strong || table.len(mc) == model.len());
        });
        if heap.wants_safepoint() || random.u32(..200) == 0 {
            heap.safepoint();
        }
        if random.u32(..50_000) == 0 {
            heap.collect_full();
        }
    }
    assert!(moving > 1000, "rebuilt in steps {moving} times");
}

/// Steps of each test of large tables; a million when one looks for bugs.
fn steps() -> i64 {
    std::env::var("CAIRN_GC_STEPS").ok().and_then(|text| text.parse().ok()).unwrap_or(200_000)
}

#[test]
fn large_tables_are_rebuilt_in_steps() {
    check_large(Equivalence::Eqv.into(), |_, n| Value::fixnum(n << 7));
    check_large(Equivalence::Eq.into(), |mc, n| mc.cons(Value::fixnum(n), Value::NIL));
    check_large(Equivalence::String.into(), |mc, n| mc.string(&format!("key {n}")).expect("room"));
}

#[test]
fn large_weak_tables_are_rebuilt_in_steps() {
    for weakness in [Weakness::Keys, Weakness::Values, Weakness::Both] {
        let sort = Sort { equivalence: Equivalence::Eq, weakness };
        check_large(sort, |mc, n| mc.cons(Value::fixnum(n), Value::NIL));
    }
}

/// No operation on a table that grows moves more than a few entries, and the old parts go even if
/// nothing is added any more.
#[test]
fn a_table_that_grows_moves_few_entries_at_a_time() {
    let mut heap = heap(Equivalence::Eqv);
    heap.mutate(|mc, root| {
        let table = table(root);
        let unmoved = || {
            table
                .view()
                .rest()
                .map_or(0, |rest| rest.entries.chunks_exact(2).filter(|words| words[0] != Value::BROKEN).count())
        };
        let mut n = 0;
        while unmoved() == 0 {
            table.set(mc, Value::fixnum(n), Value::NIL).expect("room");
            n += 1;
        }
        let mut before = unmoved();
        assert!(before >= growth::LEAST_MOVED);
        let mut operations = 0;
        while before > 0 {
            assert_eq!(table.get(mc, Value::fixnum(before as i64 % n)).expect("no limit"), Some(Value::NIL));
            let now = unmoved();
            assert!(before - now <= 16, "{} entries moved", before - now);
            before = now;
            operations += 1;
        }
        assert!(operations >= growth::LEAST_MOVED / 16);
        assert!(table.view().move_in_progress().is_none());
    });
}

/// The entries of a weak table that die while it is rebuilt are not counted.
#[test]
fn entries_die_while_a_weak_table_is_rebuilt() {
    const KEYS: usize = growth::LEAST_MOVED + 10;
    let sort = Sort { equivalence: Equivalence::Eq, weakness: Weakness::Keys };
    let mut heap: TestHeap = Heap::new(Config::default(), |mc| Root {
        table: Table::new(mc, sort, 0).expect("room").object(),
        keys: Vec::new(),
    });
    heap.mutate(|mc, root| {
        root.keys = (0..KEYS).map(|n| mc.cons(Value::fixnum(n as i64), Value::NIL)).collect();
    });
    // Entries with young keys would move at once.
    heap.safepoint();
    heap.mutate(|mc, root| {
        for &key in &root.keys {
            table(root).set(mc, key, Value::NIL).expect("room");
        }
        assert!(table(root).view().move_in_progress().is_some());
        root.keys = root.keys.iter().copied().step_by(3).collect();
    });
    heap.collect_full();
    heap.mutate(|mc, root| {
        for &key in &root.keys {
            assert_eq!(table(root).get(mc, key).expect("no limit"), Some(Value::NIL));
        }
        assert_eq!(table(root).len(mc), root.keys.len());
        for &key in &root.keys {
            assert!(table(root).remove(mc, key).expect("no limit"));
        }
        assert_eq!(table(root).entries(mc).count(), 0);
    });
}

#[test]
fn wide_and_narrow_strings_are_one_key() {
    let mut heap = heap(Equivalence::Equal);
    heap.mutate(|mc, root| {
        let wide = mc.string("λbc").expect("room");
        wide.string_set(mc, 0, 'a').expect("room");
        table(root).set(mc, wide, Value::TRUE).expect("room");
        let narrow = mc.string("abc").expect("room");
        assert_eq!(table(root).get(mc, narrow).expect("no limit"), Some(Value::TRUE));
    });
}

/// A full collection moves the few remaining keys of many.
#[test]
fn keys_are_found_after_they_were_moved() {
    for equivalence in [Equivalence::Eq, Equivalence::Eqv, Equivalence::Equal] {
        let mut heap = heap(equivalence);
        let moves = heap.mutate(|mc, root| {
            root.keys = (0..200_000).map(|i| mc.alloc(Kind::Box, &[Value::fixnum(i)])).collect();
            for &key in root.keys.iter().step_by(100) {
                table(root).set(mc, key, key).expect("room");
            }
            mc.moves()
        });
        heap.safepoint();
        heap.mutate(|mc, root| {
            assert!(
                root.keys
                    .iter()
                    .step_by(100)
                    .all(|&key| table(root).get(mc, key).is_ok_and(|found| found == Some(key)))
            );
            root.keys = root.keys.iter().copied().step_by(100).collect();
        });
        heap.collect_full();
        heap.mutate(|mc, root| {
            assert!(mc.moves() > moves, "nothing was moved");
            assert!(root.keys.iter().all(|&key| table(root).get(mc, key).is_ok_and(|found| found == Some(key))));
            assert_eq!(table(root).len(mc), root.keys.len());
        });
    }
}

/// The lengths of the chains of a table with these keys.
fn chains(
    equivalence: Equivalence,
    seed: u64,
    count: i64,
    make: impl for<'gc> Fn(Mutation<'gc>, i64) -> Value<'gc>,
) -> Vec<usize> {
    let config = Config { hash_key: Some(seed), ..Config::default() };
    let mut heap: TestHeap = Heap::new(config, |mc| Root {
        table: Table::new(mc, equivalence, 0).expect("room").object(),
        keys: Vec::new(),
    });
    heap.mutate(|mc, root| {
        (0..count).for_each(|n| table(root).set(mc, make(mc, n), Value::NIL).expect("room"));
        let view = table(root).view();
        assert_eq!(view.number(LIVE), count as usize);
        let length = |&head: &u32| {
            let next = |&link: &u32| Some(view.link_of(link as usize - 1)).filter(|&link| link != 0);
            std::iter::successors(Some(head).filter(|&link| link != 0), next).count()
        };
        view.heads.iter().map(length).collect()
    })
}

fn longest_chain(
    equivalence: Equivalence,
    seed: u64,
    count: i64,
    make: impl for<'gc> Fn(Mutation<'gc>, i64) -> Value<'gc>,
) -> usize {
    chains(equivalence, seed, count, make).into_iter().max().unwrap_or(0)
}

/// How many entries a look-up of each of these keys passes.
fn probes(equivalence: Equivalence, count: i64, make: impl for<'gc> Fn(Mutation<'gc>, i64) -> Value<'gc>) -> usize {
    chains(equivalence, 1, count, make).into_iter().map(|length| length * (length + 1) / 2).sum()
}

fn long_string(mc: Mutation<'_>, n: i64) -> Value<'_> {
    mc.string(&format!("{}{n:08}{}", "a".repeat(3000), "b".repeat(3000))).expect("room")
}

fn long_list(mc: Mutation<'_>, n: i64) -> Value<'_> {
    (0..300).fold(mc.list(&[Value::fixnum(n)]), |list, _| mc.cons(Value::TRUE, list))
}

fn long_vector(mc: Mutation<'_>, n: i64) -> Value<'_> {
    let mut items = vec![Value::NIL; 300];
    items.push(Value::fixnum(n));
    mc.alloc(Kind::Vector, &items)
}

/// A list in which an object without contents stands.
fn identity(mc: Mutation<'_>, _: i64) -> Value<'_> {
    mc.list(&[mc.alloc(Kind::Box, &[Value::NIL])])
}

#[test]
fn keys_that_differ_in_one_place_alone_have_short_chains() {
    assert!(longest_chain(Equivalence::String, 1, 2000, long_string) < 24);
    assert!(longest_chain(Equivalence::Equal, 1, 2000, long_string) < 24);
    assert!(longest_chain(Equivalence::Equal, 1, 2000, long_list) < 24);
    assert!(longest_chain(Equivalence::Equal, 1, 2000, long_vector) < 24);
    assert!(longest_chain(Equivalence::Equal, 1, 2000, identity) < 24);
}

/// Keys that a weak hash would put together cost at most five times as much as random ones.
#[test]
fn chosen_keys_cost_little_more_than_random_ones() {
    const COUNT: i64 = 100_000;
    let random = probes(Equivalence::Eqv, COUNT, |mc, n| {
        let mut random = fastrand::Rng::with_seed(n as u64);
        mc.flonum(f64::from_bits(random.u64(..1 << 62)))
    });
    type Make = for<'gc> fn(Mutation<'gc>, i64) -> Value<'gc>;
    let chosen: &[(&str, Equivalence, Make)] = &[
        ("multiples of a power of two", Equivalence::Eqv, |_, n| Value::fixnum(n << 32)),
        ("floats with few bits", Equivalence::Eqv, |mc, n| mc.flonum(n as f64 * 2f64.powi(200))),
        ("strings that differ in the middle", Equivalence::String, |mc, n| {
            mc.string(&format!("{}{n:06}{}", "a".repeat(300), "a".repeat(300))).expect("room")
        }),
        ("strings of two letters", Equivalence::String, |mc, n| {
            let letters: String = (0..17).map(|i| if n >> i & 1 == 0 { 'a' } else { 'b' }).collect();
            mc.string(&letters).expect("room")
        }),
        ("lists that differ at their ends", Equivalence::Equal, |mc, n| {
            (0..70).fold(mc.list(&[Value::fixnum(n)]), |list, _| mc.cons(Value::TRUE, list))
        }),
        ("sums that are equal", Equivalence::Equal, |mc, n| mc.list(&[Value::fixnum(n), Value::fixnum(-n)])),
        ("objects without contents", Equivalence::Equal, identity),
    ];
    for &(name, equivalence, make) in chosen {
        let cost = probes(equivalence, COUNT, make);
        assert!(cost <= 5 * random, "{name}: {cost} entries passed, {random} for random keys");
    }
}

#[test]
fn keys_chosen_for_one_secret_are_harmless_under_another() {
    let key = cairn_gc::HashKey::new(Some(1));
    let chosen: Vec<i64> = (0..4 << 20).filter(|&n| key.mix(Value::fixnum(n).bits()) & 0x7FF == 0).take(1500).collect();
    let chain =
        |seed| longest_chain(Equivalence::Eqv, seed, chosen.len() as i64, |_, n| Value::fixnum(chosen[n as usize]));
    assert_eq!(chain(1), chosen.len());
    assert!(chain(2) < 24);
}
