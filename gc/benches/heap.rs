//! Measures throughput: allocation of short-lived objects compared with `gc-arena` alone,
//! promotion, the write barrier, trees.

use cairn_gc::{Config, Heap, Kind, Mutation, Rootable, Value};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gc_arena::lock::RefLock;
use gc_arena::{Arena, Collect, Gc};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type TestHeap = Heap<Rootable![Vec<Value<'_>>]>;

const LIST: i64 = 1000;
const LISTS: usize = 1000;
const PAIRS: u64 = LIST as u64 * LISTS as u64;

fn heap() -> TestHeap {
    Heap::new(Config::default(), |_| vec![Value::NIL; 4])
}

/// A heap whose nursery has room for everything to be promoted, even when shortened.
fn roomy_heap() -> TestHeap {
    let config = Config { nursery_bytes: 64 << 20, ..Config::default() };
    Heap::new(config, |_| vec![Value::NIL; 4])
}

fn safepoint(heap: &mut TestHeap) {
    if heap.wants_safepoint() {
        heap.safepoint();
    }
}

fn list<'gc>(mc: Mutation<'gc>) -> Option<Value<'gc>> {
    let mut list = Value::NIL;
    for i in 0..LIST {
        list = mc.try_cons(Value::fixnum(i), list)?;
    }
    Some(list)
}

/// Builds and drops lists of 1000 pairs.
fn short_lived(heap: &mut TestHeap) {
    for _ in 0..LISTS {
        while heap.mutate(|mc, root| list(mc).map(|list| root[0] = list).is_none()) {
            heap.safepoint();
        }
    }
}

#[derive(Collect)]
#[collect(no_drop)]
#[allow(dead_code, reason = "nobody reads the fields: the benchmark measures the allocation")]
struct ArenaPair<'gc>(i64, Option<Gc<'gc, ArenaPair<'gc>>>);

#[derive(Collect)]
#[collect(no_drop)]
struct ArenaRoot<'gc>(RefLock<Option<Gc<'gc, ArenaPair<'gc>>>>);

type TestArena = Arena<Rootable![ArenaRoot<'_>]>;

/// The same with `gc-arena` alone.
fn short_lived_on_arena(arena: &mut TestArena) {
    for _ in 0..LISTS {
        arena.mutate_root(|mc, root| {
            let mut list = None;
            for i in 0..LIST {
                list = Some(Gc::new(mc, ArenaPair(i, list)));
            }
            root.0 = RefLock::new(list);
        });
        arena.collect_debt();
    }
}

fn pairs(c: &mut Criterion) {
    let mut group = c.benchmark_group("short-lived lists");
    group.throughput(Throughput::Elements(PAIRS)).sample_size(20);
    let mut heap = heap();
    group.bench_function("nursery", |b| b.iter(|| short_lived(&mut heap)));
    let mut arena = TestArena::new(|_| ArenaRoot(RefLock::new(None)));
    group.bench_function("gc-arena alone", |b| b.iter(|| short_lived_on_arena(&mut arena)));
    group.finish();
}

/// Everything survives one minor collection, and dies soon after.
fn promotion(c: &mut Criterion) {
    let mut group = c.benchmark_group("promotion");
    group.throughput(Throughput::Elements(100 * LIST as u64)).sample_size(20);
    let mut heap = roomy_heap();
    group.bench_function("pairs", |b| {
        b.iter(|| {
            heap.mutate(|mc, root| {
                root[0] = Value::NIL;
                for _ in 0..100 {
                    root[0] = mc.cons(list(mc).expect("an empty nursery"), root[0]);
                }
            });
            heap.safepoint();
        })
    });
    let mut heap = roomy_heap();
    group.bench_function("vectors of 3", |b| {
        b.iter(|| {
            heap.mutate(|mc, root| {
                root[0] = Value::NIL;
                for _ in 0..100 * LIST {
                    root[0] = mc.alloc(Kind::Vector, &[root[0], Value::NIL, Value::NIL]);
                }
            });
            heap.safepoint();
        })
    });
    group.finish();
}

fn barrier(c: &mut Criterion) {
    const STORES: usize = 10_000;
    let mut group = c.benchmark_group("stores into a tenured vector");
    group.throughput(Throughput::Elements(STORES as u64)).sample_size(20);
    let mut heap = heap();
    heap.mutate(|mc, root| {
        root[0] = mc.alloc_filled(Kind::Vector, STORES, Value::NIL).expect("room");
        root[1] = mc.list(&[Value::NIL]);
    });
    heap.safepoint();
    let mut bench = |name: &str, pick: &dyn for<'gc> Fn(Mutation<'gc>, &[Value<'gc>]) -> Value<'gc>| {
        group.bench_function(name, |b| {
            b.iter(|| {
                heap.mutate(|mc, root| {
                    let value = pick(mc, root);
                    for i in 0..STORES {
                        root[0].set_slot(mc, i, value);
                    }
                });
                heap.safepoint();
            })
        });
    };
    bench("fixnums", &|_, _| Value::fixnum(1));
    bench("tenured", &|_, root| root[1]);
    bench("young", &|mc, _| mc.cons(Value::NIL, Value::NIL));
    group.finish();
}

/// A binary tree, built bottom up from an explicit stack, as a VM would.
fn tree(heap: &mut TestHeap, depth: u32, slot: usize) {
    heap.mutate(|_, root| root.truncate(4));
    for i in 1..=1u64 << depth {
        heap.mutate(|mc, root| {
            let mut node = mc.alloc(Kind::Record, &[Value::NIL, Value::NIL]);
            for _ in 0..i.trailing_zeros() {
                let left = root.pop().expect("a subtree");
                node = mc.alloc(Kind::Record, &[left, node]);
            }
            root.push(node);
        });
        if heap.mutate(|mc, _| mc.wants_collection()) {
            heap.safepoint();
        }
    }
    heap.mutate(|_, root| root[slot] = root.pop().expect("the tree"));
}

/// After Ellis, Kovac and Boehm: short-lived trees while a long-lived one and an array of floats
/// are alive.
fn trees(heap: &mut TestHeap) {
    tree(heap, 16, 1);
    heap.mutate(|mc, root| {
        root[2] = mc.alloc_filled(Kind::Vector, 500_000, mc.flonum(0.5)).expect("room");
    });
    safepoint(heap);
    for depth in (4..=16).step_by(2) {
        for _ in 0..1u32 << (18 - depth) {
            tree(heap, depth, 0);
        }
    }
}

fn gcbench(c: &mut Criterion) {
    let mut group = c.benchmark_group("trees");
    group.sample_size(10);
    group.bench_function("GCBench", |b| b.iter(|| trees(&mut heap())));
    group.finish();
}

criterion_group!(benches, pairs, promotion, barrier, gcbench);
criterion_main!(benches);
