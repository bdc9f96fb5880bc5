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
    let mut heap: TestHeap =
        Heap::new(config, |mc| Root { table: Table::new(mc, equivalence, 0).expect("room").object(), keys: Vec::new() });
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
fn probes(
    equivalence: Equivalence,
    count: i64,
    make: impl for<'gc> Fn(Mutation<'gc>, i64) -> Value<'gc>,
) -> usize {
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
    let chosen: Vec<i64> =
        (0..4 << 20).filter(|&n| key.mix(Value::fixnum(n).bits()) & 0x7FF == 0).take(1500).collect();
    let chain = |seed| longest_chain(Equivalence::Eqv, seed, chosen.len() as i64, |_, n| Value::fixnum(chosen[n as usize]));
    assert_eq!(chain(1), chosen.len());
    assert!(chain(2) < 24);
}
