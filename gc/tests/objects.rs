//! Tests objects of every size and kind through promotions, markings and sweeps.

mod common;

use cairn_gc::{Config, Kind, Mutation, ProtoInfo, Stress, Value};
use common::{TestHeap, heap, verified};

fn code<'gc>(mc: Mutation<'gc>, constants: &[Value<'gc>]) -> Value<'gc> {
    mc.proto(Value::NIL, constants, &[1, 2, 3], |back| ProtoInfo::new(0, false, 4, back)).expect("room")
}

#[test]
fn closures_of_any_size_survive() {
    let mut heap = verified();
    let sizes = [0, 1, 125, 126, 127, 128, 129, 1000];
    heap.mutate(|mc, root| {
        let proto = code(mc, &[mc.string("constant").expect("room")]);
        for n in sizes {
            let captured: Vec<_> = (0..n).map(|i| mc.list(&[Value::fixnum(i)])).collect();
            root.push(mc.closure(proto, &captured));
        }
    });
    for _ in 0..3 {
        heap.safepoint();
        heap.collect_full();
    }
    heap.mutate(|_, root| {
        for (closure, n) in root.iter().zip(sizes) {
            assert_eq!(closure.closure_captures(), n as usize);
            for i in 0..n {
                // SAFETY: a closure with `n` captures.
                let item = unsafe { closure.capture_unchecked(i as usize) };
                assert_eq!(item.car(), Some(Value::fixnum(i)));
            }
            let parts = closure.closure_proto().expect("a closure").proto_parts();
            assert_eq!(parts.code, [1, 2, 3]);
            assert_eq!(parts.constants[0].as_string().expect("a string").to_string(), "constant");
        }
    });
}

#[test]
fn vectors_of_every_size_survive() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        for n in 0..300 {
            let vector = mc.alloc_filled(Kind::Vector, n, mc.cons(Value::fixnum(1), Value::NIL)).expect("room");
            if n > 0 {
                vector.set_slot(mc, n - 1, mc.list(&[Value::fixnum(n as i64)]));
            }
            root.push(vector);
            root.push(mc.alloc(Kind::Tuple, &vec![Value::fixnum(3); n]));
            root.push(mc.alloc_bytes_from(Kind::Bytes, &vec![n as u8; n]).expect("room"));
        }
    });
    heap.collect_full();
    heap.mutate(|_, root| {
        for (n, three) in root.chunks(3).enumerate() {
            assert_eq!((three[0].slots(), three[1].slots(), three[2].bytes().len()), (n, n, n));
            if n > 0 {
                let last = three[0].slot(n - 1).and_then(Value::car);
                assert_eq!(last, Some(Value::fixnum(n as i64)));
            }
            assert!(three[1].slot_slice().iter().all(|&x| x == Value::fixnum(3)));
            assert!(three[2].bytes().iter().all(|&b| b == n as u8));
        }
    });
}

#[test]
fn strings_widen_and_stay_the_same_object() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        for n in [1, 100, 1000, 5000] {
            root.push(mc.string(&"a".repeat(n)).expect("room"));
        }
    });
    heap.collect_full();
    heap.mutate(|mc, root| {
        for s in root.iter() {
            assert_eq!(s.string_set(mc, 0, 'λ'), Ok(true));
            assert_eq!(s.slots(), 0, "a string's buffer is its own");
        }
    });
    heap.safepoint();
    heap.mutate(|_, root| {
        for s in root.iter() {
            let text = s.as_string().expect("a string").to_string();
            assert!(text.starts_with('λ') && text[2..].bytes().all(|b| b == b'a'));
        }
    });
}

#[test]
fn boxed_flonums_and_cells_survive() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        root.push(mc.flonum(1e300));
        let cell = mc.closed_cell(mc.flonum(f64::NEG_INFINITY));
        let open = mc.open_cell(4096);
        root.extend([mc.list(&[cell, open]), mc.closure(code(mc, &[]), &[cell, open])]);
    });
    heap.collect_full();
    heap.mutate(|_, root| {
        assert_eq!(root[0].as_flonum(), Some(1e300));
        let (cell, rest) = root[1].as_pair().expect("a list");
        let open = rest.car().expect("a list");
        // SAFETY: two cells; a closure that captured them.
        unsafe {
            assert_eq!(cell.cell_value().as_flonum(), Some(f64::NEG_INFINITY));
            assert_eq!((cell.cell_location(), open.cell_location()), (0, 4096));
            assert_eq!((root[2].capture_unchecked(0), root[2].capture_unchecked(1)), (cell, open));
        }
    });
}

/// Objects born tenured because the nursery is full may hold young ones.
#[test]
fn overflowing_the_nursery_is_no_loss() {
    let mut heap = heap(Config { nursery_bytes: 4096, verify: true, ..Config::default() });
    for _ in 0..5 {
        heap.mutate(|mc, root| {
            let mut list = Value::NIL;
            for i in 0..2000 {
                let item = match i % 5 {
                    0 => mc.alloc(Kind::Vector, &[list, Value::fixnum(i)]),
                    1 => mc.weak_pair(list, list),
                    2 => mc.ephemeron(list, list),
                    3 => mc.closed_cell(list),
                    _ => mc.string("x").expect("room"),
                };
                list = mc.cons(item, list);
            }
            assert!(mc.wants_collection());
            *root = vec![list];
        });
        heap.safepoint();
        heap.mutate(|mc, root| {
            let mut rest = root[0];
            while let Some((item, next)) = rest.as_pair() {
                let through = item.slot(0).or_else(|| item.weak_key(mc));
                assert!(through.is_none_or(|list| list == next));
                rest = next;
            }
        });
    }
}

/// Lists are promoted along their cdrs, whatever else refers to them.
#[test]
fn shared_and_circular_lists_keep_their_shape() {
    let mut heap = verified();
    heap.mutate(|mc, root| {
        let tail = mc.list(&[Value::fixnum(1), Value::fixnum(2)]);
        let ring = mc.cons(tail, Value::NIL);
        ring.set_cdr(mc, mc.cons(ring, ring));
        let improper = mc.cons(ring, mc.string("end").expect("room"));
        *root = vec![mc.cons(Value::NIL, tail), mc.cons(tail, tail), ring, improper];
    });
    heap.safepoint();
    heap.mutate(|_, root| {
        let tail = root[0].cdr().expect("a pair");
        assert_eq!(root[1].as_pair(), Some((tail, tail)));
        let ring = root[2];
        assert_eq!(ring.car(), Some(tail));
        assert_eq!(ring.cdr().and_then(Value::as_pair), Some((ring, ring)));
        let (first, end) = root[3].as_pair().expect("a pair");
        assert!(first == ring && end.is_string());
    });
}

#[test]
fn deep_structures_need_no_native_stack() {
    const DEPTH: i64 = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
    let mut heap = heap(Config { nursery_bytes: 1 << 20, ..Config::default() });
    heap.mutate(|_, root| root.extend([Value::NIL; 3]));
    for i in 0..DEPTH {
        heap.mutate(|mc, root| {
            root[0] = mc.cons(root[0], Value::NIL);
            root[1] = mc.alloc(Kind::Vector, &[Value::fixnum(i), root[1]]);
            root[2] = mc.ephemeron(root[0], root[2]);
        });
        if heap.mutate(|mc, _| mc.wants_collection()) {
            heap.safepoint();
        }
    }
    heap.collect_full();
    heap.verify();
}

fn churn(heap: &mut TestHeap, rounds: usize) {
    for round in 0..rounds {
        heap.mutate(|mc, root| {
            root.resize(100, Value::NIL);
            let old = root[round % 100];
            root[(round * 31) % 100] = mc.cons(old, mc.list(&[Value::fixnum(round as i64); 20]));
            if round % 7 == 0 {
                root[round % 100] = Value::NIL;
            }
        });
        heap.safepoint();
    }
}

#[test]
fn cyclic_garbage_is_reclaimed() {
    for stress in [Stress::Off, Stress::Incremental(2000)] {
        let mut heap = heap(Config { nursery_bytes: 1 << 16, stress, ..Config::default() });
        let mut most = 0;
        for _ in 0..3000 {
            heap.mutate(rings);
            heap.safepoint();
            most = most.max(heap.bytes_in_use());
        }
        assert!(heap.stats().cycles > 0);
        assert!(most < 4 << 20, "{most}");
    }
}

/// A hundred objects that refer to themselves and live for one round only.
fn rings<'gc>(mc: Mutation<'gc>, root: &mut Vec<Value<'gc>>) {
    root.clear();
    for _ in 0..100 {
        let ring = mc.cons(Value::NIL, Value::NIL);
        ring.set_car(mc, mc.alloc(Kind::Promise, &[ring]));
        ring.set_cdr(mc, ring);
        root.push(ring);
    }
}

#[test]
fn every_stress_mode_runs() {
    for stress in [Stress::Off, Stress::Minor, Stress::Full(1), Stress::Full(7)] {
        let mut heap = heap(Config { stress, verify: true, ..Config::default() });
        churn(&mut heap, 200);
        assert_eq!(heap.wants_safepoint(), stress != Stress::Off);
    }
}

#[test]
fn what_a_growing_root_holds_is_not_marked_again_and_again() {
    let mut heap = heap(Config::default());
    for _ in 0..300 {
        heap.mutate(|mc, root| {
            // A frame of three words with an object of four words each.
            for _ in 0..4000 {
                let kept = mc.alloc_filled(Kind::Vector, 3, Value::NIL).expect("a few words");
                root.extend([kept, Value::NIL, Value::NIL]);
            }
        });
        heap.safepoint();
    }
    assert!(heap.stats().cycles <= 1, "{} cycles", heap.stats().cycles);
    heap.mutate(|mc, root| {
        root.clear();
        root.push(mc.cons(Value::NIL, Value::NIL));
    });
    // The root is small again, and so is the garbage that may remain.
    while heap.stats().cycles < 3 {
        heap.mutate(|mc, root| root[0] = (0..10_000).fold(Value::NIL, |list, _| mc.cons(Value::NIL, list)));
        heap.safepoint();
        assert!(heap.bytes_in_use() < 60 << 20);
    }
    assert!(heap.bytes_in_use() < 16 << 20, "{} bytes", heap.bytes_in_use());
}

#[test]
fn info_words_keep_their_parts() {
    for assigned in [false, true] {
        let info = ProtoInfo::new(3, true, 7, 99).with_assigned(assigned);
        assert_eq!((info.params(), info.rest(), info.registers(), info.back()), (3, true, 7, 99));
        assert_eq!((info.has_assigned(), info.is_native()), (assigned, false));
    }
}
