//! Measures pauses with 100 MB of live small objects, steady allocation and mutation, for several
//! nursery sizes. Prints percentiles of the pauses while the live objects are allocated and of
//! those that follow, and the peak memory use.
//!
//! While the objects are allocated, the heap touches memory that the process never used: on a
//! virtual machine whose host has to find that memory first, a huge page of it takes about 5 ms.
//!
//! Arguments: nursery sizes in KiB; without any, 512 to 4096.

use std::time::Instant;

use cairn_gc::{Config, Heap, Kind, Mutation, Pauses, Rootable, Value};
use fastrand::Rng;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type TestHeap = Heap<Rootable![Value<'_>]>;

const CHUNKS: usize = 1000;
/// Pairs and vectors in a chunk; about 100 MB in all chunks.
const CHUNK: i64 = 2100;

fn chunk<'gc>(mc: Mutation<'gc>, table: Value<'gc>, at: usize) -> bool {
    let mut list = Value::NIL;
    for i in 0..CHUNK {
        let Some(item) = mc.try_alloc_array(Kind::Vector, [Value::fixnum(i), Value::NIL, Value::NIL]) else {
            return false;
        };
        let Some(pair) = mc.try_cons(item, list) else {
            return false;
        };
        list = pair;
    }
    table.set_slot(mc, at, list)
}

/// Garbage, with one object in `keep` kept by a mutation of what is old.
fn churn<'gc>(mc: Mutation<'gc>, table: Value<'gc>, random: &mut Rng, keep: usize) -> bool {
    for i in 0..2000 {
        let Some(pair) = mc.try_cons(Value::fixnum(i), Value::NIL) else {
            return false;
        };
        if random.usize(..keep) == 0 {
            let list = table.slot(random.usize(..CHUNKS)).expect("a chunk");
            let item = list.car().expect("a chunk is a list");
            item.set_slot(mc, 1 + random.usize(..2), pair);
        }
    }
    true
}

fn until(heap: &mut TestHeap, mut f: impl for<'gc> FnMut(Mutation<'gc>, Value<'gc>) -> bool) {
    while !heap.mutate(|mc, root| f(mc, *root)) {
        heap.safepoint();
    }
    if heap.mutate(|mc, _| mc.wants_collection()) {
        heap.safepoint();
    }
}

fn show(name: &str, pauses: &Pauses) {
    let ms = |nanos: u64| nanos as f64 / 1e6;
    println!(
        "  {name:10} {:7} pauses, p50 {:6.2} p99 {:6.2} max {:6.2} ms, in all {:6.0} ms",
        pauses.count,
        ms(pauses.percentile(50.0)),
        ms(pauses.percentile(99.0)),
        ms(pauses.max),
        ms(pauses.total)
    );
}

fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).unwrap_or("0");
    line.trim().split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0.0) / 1024.0
}

fn run(nursery_kib: usize, name: &str, mut work: impl FnMut(&mut TestHeap, &mut Rng)) {
    let config = Config { nursery_bytes: nursery_kib << 10, ..Config::default() };
    let mut heap: TestHeap = Heap::new(config, |_| Value::NIL);
    let mut random = Rng::with_seed(1);
    heap.mutate(|mc, root| {
        *root = mc.alloc_filled(Kind::Vector, CHUNKS, Value::NIL).expect("room");
    });
    (0..CHUNKS).for_each(|at| until(&mut heap, |mc, table| chunk(mc, table, at)));
    heap.collect_full();
    let live = heap.bytes_in_use();
    let before = heap.stats();
    let mut most = resident();
    let start = Instant::now();
    for _ in 0..20 {
        work(&mut heap, &mut random);
        most = most.max(resident());
    }
    let stats = heap.stats();
    println!(
        "{name}, nursery {nursery_kib} KiB: {:.0} ms, live {:.0} MB, peak {:.2} of it, resident {most:.0} MB, \
         allocated {:.0} MB, promoted {:.0} MB, cycles {}",
        start.elapsed().as_secs_f64() * 1e3,
        live as f64 / 1e6,
        stats.peak_bytes as f64 / live as f64,
        (stats.young_bytes - before.young_bytes) as f64 / 1e6,
        (stats.promoted_bytes - before.promoted_bytes) as f64 / 1e6,
        stats.cycles - before.cycles,
    );
    show("minor", &stats.minor.since(&before.minor));
    show("increment", &stats.increments.since(&before.increments));
    show("building", &before.minor);
}

fn main() {
    let given: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if given.is_empty() { vec![512, 1024, 2048, 4096] } else { given };
    for nursery in sizes {
        run(nursery, "mutation", |heap, random| {
            (0..5000).for_each(|_| until(heap, |mc, table| churn(mc, table, random, 20)));
        });
        run(nursery, "replacement", |heap, random| {
            (0..1000).for_each(|_| {
                let at = random.usize(..CHUNKS);
                until(heap, |mc, table| chunk(mc, table, at));
            });
        });
    }
}
