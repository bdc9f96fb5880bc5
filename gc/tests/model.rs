//! Property test: random programs on the real heap and on a model of it in plain Rust must agree
//! after every collection, in every mode. The verifier runs throughout.
//!
//! `CAIRN_GC_STEPS` sets the number of steps for each of the eight configurations (four million in
//! all by default), and `CAIRN_GC_SEED` the seed of the random numbers.

#[path = "model/check.rs"]
mod check;
#[path = "model/graph.rs"]
mod graph;
#[path = "model/steps.rs"]
mod steps;

use cairn_gc::{Config, Heap, Kind, ProtoInfo, Rootable, Stress, TenuredMap, Value};

use fastrand::Rng;
use graph::{Body, Graph, M};
use steps::{Steps, live_payloads, name};

const ROOTS: usize = 40;

/// A map from symbols.
type Names<'gc> = TenuredMap<'gc, Value<'gc>>;

/// The root: the values of the model's roots, the code for closures, and a map.
type Root<'gc> = (Vec<Value<'gc>>, (Value<'gc>, Names<'gc>));

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn heap(config: Config) -> Heap<Rootable![Root<'_>]> {
    Heap::new(config, |mc| {
        let code = mc.proto(Value::NIL, &[], &[0], |back| ProtoInfo::new(0, false, 1, back));
        (vec![Value::fixnum(0); ROOTS], (code.expect("room"), Names::new()))
    })
}

fn run(nursery_bytes: usize, stress: Stress) {
    let mut random = Rng::with_seed(number("CAIRN_GC_SEED", 1) ^ nursery_bytes as u64);
    let mut heap = heap(Config { nursery_bytes, stress, verify: true, ..Config::default() });
    let mut graph = Graph::new(vec![M::Fixnum(0); ROOTS]);
    let mut left = number("CAIRN_GC_STEPS", 500_000);
    while left > 0 {
        let batch = random.u64(1..=200).min(left);
        left -= batch;
        heap.mutate(|mc, (roots, (code, names))| {
            Steps { mc, roots, code: *code, names, graph: &mut graph, random: &mut random }.run(batch);
        });
        let cycle = heap.stats().full.count;
        if left == 0 || random.u64(..100) == 0 {
            heap.collect_full()
        } else {
            heap.safepoint()
        }
        let full = heap.stats().full.count > cycle;
        let live = heap.mutate(|mc, (roots, (_, names))| check::check(mc, roots, names, &mut graph, full));
        let payloads = live.iter().filter(|&&n| graph.node(n).body == Body::Payload).count();
        assert!(live_payloads() == payloads || !full && live_payloads() > payloads);
        if full {
            graph.prune(&live);
        }
        if live.len() > 2000 {
            forget_half(&mut heap, &mut graph);
        }
    }
}

fn forget_half(heap: &mut Heap<Rootable![Root<'_>]>, graph: &mut Graph) {
    graph.roots[..ROOTS / 2].fill(M::Fixnum(0));
    graph.named.values_mut().step_by(2).for_each(|content| *content = M::Fixnum(0));
    heap.mutate(|mc, (roots, (_, names))| {
        roots[..ROOTS / 2].fill(Value::fixnum(0));
        for &n in graph.named.keys().step_by(2) {
            names.insert(mc, name(mc, n), Value::fixnum(0));
        }
    });
}

#[test]
fn without_stress_in_a_tiny_nursery() {
    run(4096, Stress::Off);
}

#[test]
fn without_stress() {
    run(1 << 16, Stress::Off);
}

#[test]
fn minor_collections_at_each_safepoint() {
    run(1 << 18, Stress::Minor);
}

#[test]
fn full_collections_at_each_safepoint() {
    run(1 << 15, Stress::Full(1));
}

#[test]
fn full_collections_now_and_then() {
    run(1 << 15, Stress::Full(7));
}

#[test]
fn one_object_at_a_time() {
    run(1 << 15, Stress::Incremental(1));
}

#[test]
fn small_increments() {
    run(1 << 15, Stress::Incremental(50));
}

#[test]
fn increments() {
    run(1 << 15, Stress::Incremental(500));
}

/// Marks half a heap, mutates it, and continues: the boxes keep their contents.
#[test]
fn stores_during_marking_lose_nothing() {
    let config = Config { stress: Stress::Incremental(3), verify: true, ..Config::default() };
    let mut heap = heap(config);
    heap.mutate(|mc, (roots, _)| {
        for root in roots.iter_mut() {
            *root = mc.alloc(Kind::Box, &[mc.list(&[Value::fixnum(1); 20])]);
        }
    });
    for round in 0..2000 {
        heap.safepoint();
        heap.mutate(|mc, (roots, _)| {
            // Moves a list from one box, perhaps unmarked, to one that is marked.
            let (from, to) = (roots[round % ROOTS], roots[(round * 7 + 3) % ROOTS]);
            let (list, other) = (from.slot(0).expect("a box"), to.slot(0).expect("a box"));
            from.set_slot(mc, 0, other);
            to.set_slot(mc, 0, list);
            let length = std::iter::successors(Some(list), |l| l.cdr()).count();
            assert_eq!(length, 21);
        });
    }
}
