//! Random steps, each performed on the real heap and on the model.

use std::cell::Cell;

use cairn_gc::{Kind, Mutation, Payload, Value};

use crate::Names;
use crate::check::{field_of, number_of, take_queued};
use crate::graph::{Body, Graph, M, Registration, id};
use fastrand::Rng;

thread_local! {
    static PAYLOADS: Cell<usize> = const { Cell::new(0) };
}

/// Number of payloads that have not been dropped.
pub(crate) fn live_payloads() -> usize {
    PAYLOADS.get()
}

struct Counted;

impl Counted {
    fn new() -> Self {
        PAYLOADS.set(PAYLOADS.get() + 1);
        Counted
    }
}

impl Payload for Counted {}

impl Drop for Counted {
    fn drop(&mut self) {
        PAYLOADS.set(PAYLOADS.get() - 1);
    }
}

pub(crate) struct Steps<'a, 'gc> {
    pub mc: Mutation<'gc>,
    pub roots: &'a mut Vec<Value<'gc>>,
    pub code: Value<'gc>,
    pub names: &'a mut Names<'gc>,
    pub graph: &'a mut Graph,
    pub random: &'a mut Rng,
}

/// Keys of the root's map: enough for several of its parts.
const NAMES: usize = 1200;

/// A key of the root's map.
pub(crate) fn name(mc: Mutation<'_>, n: u32) -> Value<'_> {
    mc.intern(&format!("name {n}"))
}

/// A real value and its counterpart in the model.
type Both<'gc> = (Value<'gc>, M);

impl<'gc> Steps<'_, 'gc> {
    pub(crate) fn run(&mut self, steps: u64) {
        for _ in 0..steps {
            self.step();
        }
    }

    fn below(&mut self, n: usize) -> usize {
        self.random.usize(..n)
    }

    fn step(&mut self) {
        // The last is half as likely as the others: it takes the work of many away.
        match self.below(43) / 2 {
            0..=7 => {
                let new = self.allocate();
                self.set_root(new);
            }
            8..=10 => self.store(),
            11..=13 => self.move_field(),
            14 => {
                let value = self.pick();
                self.set_root(value);
            }
            15 => self.set_root((Value::fixnum(3), M::Fixnum(3))),
            16 => self.write_text(),
            17 => self.guard(),
            18 => self.pop_guardian(),
            19 => self.set_name(),
            20 => self.garbage(),
            _ => self.unguard(),
        }
    }

    fn set_root(&mut self, (real, model): Both<'gc>) {
        let i = self.below(self.roots.len());
        self.roots[i] = real;
        self.graph.roots[i] = model;
    }

    /// Sets a content of the root's map, mostly to a number: otherwise it would keep too much.
    fn set_name(&mut self) {
        let n = self.below(NAMES) as u32;
        let (real, model) = if self.below(4) == 0 { self.value() } else { (Value::fixnum(5), M::Fixnum(5)) };
        self.names.insert(self.mc, name(self.mc, n), real);
        self.graph.named.insert(n, model);
    }

    /// A root, or a content of the root's map.
    fn pick_root(&mut self) -> Both<'gc> {
        if self.below(8) == 0 {
            let n = self.below(NAMES) as u32;
            if let Some(&model) = self.graph.named.get(&n) {
                return (*self.names.get(name(self.mc, n)).expect("a name"), model);
            }
        }
        let i = self.below(self.roots.len());
        (self.roots[i], self.graph.roots[i])
    }

    /// A value reachable from a root.
    fn pick(&mut self) -> Both<'gc> {
        let mut at = self.pick_root();
        for _ in 0..self.below(6) {
            let M::Node(n) = at.1 else { break };
            self.learn(at.0, n);
            let node = self.graph.node(n);
            if node.fields.is_empty() {
                break;
            }
            let i = self.random.usize(..node.fields.len());
            let weak = matches!(node.body, Body::WeakPair | Body::Ephemeron);
            let real = match i {
                0 if weak => at.0.weak_key(self.mc).expect("weak"),
                _ if weak => at.0.weak_datum(self.mc).expect("weak"),
                _ => field_of(at.0, &node.body, i),
            };
            at = (real, node.fields[i]);
        }
        if let M::Node(n) = at.1 {
            self.learn(at.0, n);
        }
        at
    }

    /// Updates the model of an object that was dead in it until a guardian returned what leads there: the collector
    /// may have queued or broken it meanwhile.
    fn learn(&mut self, real: Value<'gc>, n: usize) {
        if self.graph.node(n).body == Body::Guardian {
            take_queued(self.graph, real, n);
        }
        if self.is_news(real, n) {
            self.graph.break_weak(n);
        }
    }

    /// Whether the collector has broken an object without the model's knowledge.
    fn is_news(&self, real: Value<'gc>, n: usize) -> bool {
        real.is_weak_broken(self.mc) && self.graph.node(n).fields[0] != M::Broken
    }

    /// A value to store into an object: old, new, or an immediate.
    fn value(&mut self) -> Both<'gc> {
        match self.below(8) {
            0 => {
                let n = self.below(1000) as i64;
                (Value::fixnum(n), M::Fixnum(n))
            }
            1 => (self.mc.flonum(1e200), M::Flonum(1e200)),
            2 => {
                let n = self.below(50) as u32;
                (self.mc.intern(&format!("symbol {n}")), M::Symbol(n))
            }
            3 => self.allocate(),
            _ => self.pick(),
        }
    }

    fn values(&mut self, count: usize) -> (Vec<Value<'gc>>, Vec<M>) {
        (0..count).map(|_| self.value()).unzip()
    }

    /// Mostly few; sometimes enough to make the object large, and now and then enough that the marker
    /// traces it in parts.
    fn count(&mut self) -> usize {
        match self.below(60) {
            0 if self.below(50) == 0 => 1100 + self.below(1500),
            0 => 130 + self.below(40),
            1 => 20,
            _ => self.below(5),
        }
    }

    fn allocate(&mut self) -> Both<'gc> {
        let mc = self.mc;
        match self.below(12) {
            0..=2 => {
                let (real, fields) = self.values(2);
                (mc.cons(real[0], real[1]), self.model(Body::Pair, fields))
            }
            3 | 4 => self.vector(),
            5 => {
                let (real, fields) = self.values(1);
                let cell = mc.closed_cell(real[0]);
                let boxed = (mc.alloc(Kind::Box, &[cell]), self.model(Body::Cell, fields));
                let model = self.model(Body::Box, vec![boxed.1]);
                (boxed.0, model)
            }
            6 => {
                let count = self.count();
                let (real, fields) = self.values(count);
                (mc.closure(self.code, &real), self.model(Body::Closure, fields))
            }
            7 => {
                let (real, fields) = self.values(2);
                let fields = vec![weak(fields[0]), fields[1]];
                let key = if fields[0] == M::Fixnum(0) { Value::fixnum(0) } else { real[0] };
                (mc.weak_pair(key, real[1]), self.model(Body::WeakPair, fields))
            }
            8 => {
                let (real, fields) = self.values(2);
                let fields = vec![weak(fields[0]), fields[1]];
                let key = if fields[0] == M::Fixnum(0) { Value::fixnum(0) } else { real[0] };
                (mc.ephemeron(key, real[1]), self.model(Body::Ephemeron, fields))
            }
            9 => (mc.guardian(), self.model(Body::Guardian, vec![])),
            10 => self.text_or_bytes(),
            _ => (mc.payload(Box::new(Counted::new())), self.model(Body::Payload, vec![])),
        }
    }

    fn model(&mut self, body: Body, fields: Vec<M>) -> M {
        M::Node(self.graph.add(body, fields))
    }

    fn vector(&mut self) -> Both<'gc> {
        let count = self.count();
        let (mut real, fields) = self.values(count);
        let n = self.graph.add(Body::Vector, fields);
        real.insert(0, Value::fixnum(n as i64));
        let vector = match self.below(3) {
            0 => self.mc.alloc_copy(Kind::Vector, &real).expect("room"),
            1 => self.mc.alloc_tenured(Kind::Vector, &real),
            _ => {
                let vector = self.mc.alloc_filled(Kind::Vector, real.len(), real[count]).expect("room");
                for (i, &value) in real.iter().enumerate() {
                    assert!(vector.set_slot(self.mc, i, value));
                }
                vector
            }
        };
        (vector, M::Node(n))
    }

    fn text_or_bytes(&mut self) -> Both<'gc> {
        let length = self.count() * 8;
        if self.below(2) == 0 {
            let text: String = (0..length).map(|i| (b'a' + (i % 26) as u8) as char).collect();
            let real = self.mc.string(&text).expect("room");
            (real, self.model(Body::Text(text.chars().collect()), vec![]))
        } else {
            let bytes: Vec<u8> = (0..length).map(|i| i as u8).collect();
            let real = self.mc.alloc_bytes_from(Kind::Bytes, &bytes).expect("room");
            (real, self.model(Body::Bytes(bytes), vec![]))
        }
    }

    /// Stores a value into a field of an object.
    fn store(&mut self) {
        let Some((real, n, i)) = self.pick_field() else {
            return;
        };
        let value = self.value();
        self.store_field(real, n, i, value);
    }

    /// Moves a value from one field to another: a value that the marker has yet to meet may move to
    /// a place that it has already visited.
    fn move_field(&mut self) {
        let Some((from, n, i)) = self.pick_field() else {
            return;
        };
        let Some((to, m, j)) = self.pick_field() else {
            return;
        };
        let node = self.graph.node(n);
        if !matches!(node.body, Body::WeakPair | Body::Ephemeron) {
            let value = (field_of(from, &node.body, i), node.fields[i]);
            self.store_field(from, n, i, (Value::fixnum(9), M::Fixnum(9)));
            self.store_field(to, m, j, value);
        }
    }

    /// An object and the number of a field that may be set.
    fn pick_field(&mut self) -> Option<(Value<'gc>, usize, usize)> {
        let (real, model) = self.pick();
        let M::Node(n) = model else { return None };
        let node = self.graph.node(n);
        let count = node.fields.len();
        if count == 0 || matches!(node.body, Body::Box | Body::Guardian) {
            return None;
        }
        Some((real, n, self.below(count)))
    }

    fn store_field(&mut self, real: Value<'gc>, n: usize, i: usize, (value, model): Both<'gc>) {
        let body = self.graph.node(n).body.clone();
        assert!(!self.is_news(real, n), "the model has not learned what the collector broke");
        let as_key = i == 0 && matches!(body, Body::WeakPair | Body::Ephemeron);
        if as_key && matches!(model, M::Flonum(_) | M::Symbol(_) | M::Broken) {
            return;
        }
        self.set_field(real, &body, i, value);
        self.graph.node_mut(n).fields[i] = model;
    }

    fn set_field(&mut self, real: Value<'gc>, body: &Body, i: usize, value: Value<'gc>) {
        let mc = self.mc;
        assert!(match body {
            Body::Pair if i == 0 => real.set_car(mc, value),
            Body::Pair => real.set_cdr(mc, value),
            Body::Vector => real.set_slot(mc, i + 1, value),
            Body::WeakPair | Body::Ephemeron => real.set_weak_word(mc, i, value),
            // SAFETY: the model says that this is a closure with such a capture.
            Body::Closure => unsafe {
                real.set_capture_unchecked(mc, i, value);
                true
            },
            // SAFETY: the model says that this is a closed cell.
            Body::Cell => unsafe {
                real.set_cell_value(mc, value);
                true
            },
            _ => false,
        });
    }

    fn write_text(&mut self) {
        let (real, model) = self.pick();
        let M::Node(n) = model else { return };
        let (at, wide) = (self.below(40), self.below(4) == 0);
        match &mut self.graph.node_mut(n).body {
            Body::Text(text) if at < text.len() => {
                text[at] = if wide { 'λ' } else { 'é' };
                assert_eq!(real.string_set(self.mc, at, text[at]), Ok(true));
            }
            Body::Bytes(bytes) if at < bytes.len() => {
                bytes[at] ^= 0x55;
                let byte = bytes[at];
                real.bytes_mut(self.mc, |bytes| bytes[at] = byte);
            }
            _ => {}
        }
    }

    /// Registers a new vector with a guardian, if one is found.
    fn guard(&mut self) {
        let Some((guardian, g)) = self.find_guardian() else {
            return;
        };
        let (vector, model) = self.vector();
        let (returned, n) = if self.below(2) == 0 { (vector, node(model)) } else { self.hidden() };
        for _ in 0..=self.below(2) {
            self.mc.guard(vector, returned, guardian);
            self.graph.guarded.push(Registration {
                object: node(model),
                representative: n,
                guardian: g,
                claimed: false,
            });
        }
        if self.below(2) == 0 {
            self.set_root((vector, model));
        }
    }

    /// A vector that only a registration will hold, with a pair that only it holds.
    fn hidden(&mut self) -> (Value<'gc>, usize) {
        let (a, b) = (Value::fixnum(6), Value::fixnum(7));
        let pair = self.model(Body::Pair, vec![M::Fixnum(6), M::Fixnum(7)]);
        let n = self.graph.add(Body::Vector, vec![pair]);
        (self.mc.alloc(Kind::Vector, &[Value::fixnum(n as i64), self.mc.cons(a, b)]), n)
    }

    /// Takes back the registrations with a guardian, if one is found, but for those that the collector has
    /// claimed in a cycle that goes on.
    fn unguard(&mut self) {
        let Some((guardian, g)) = self.find_guardian() else {
            return;
        };
        let returned = self.mc.unguard(guardian);
        let kept = self.graph.kept(self.graph.reachable());
        let mut numbers = returned.iter().map(|&real| number_of(real)).peekable();
        self.graph.guarded.retain_mut(|r| {
            let is_own = r.guardian == g && !r.claimed;
            if is_own && numbers.next_if_eq(&r.representative).is_some() {
                return false;
            }
            assert!(!is_own || !kept.contains(&r.object), "the registration of a living object stayed");
            r.claimed |= is_own;
            true
        });
        assert_eq!(numbers.next(), None, "returned, but not registered");
        for real in returned {
            self.set_root((real, M::Node(number_of(real))));
        }
    }

    fn find_guardian(&mut self) -> Option<(Value<'gc>, usize)> {
        for _ in 0..10 {
            let (real, model) = self.pick();
            if let M::Node(n) = model
                && self.graph.node(n).body == Body::Guardian
            {
                take_queued(self.graph, real, n);
                return Some((real, n));
            }
        }
        None
    }

    fn pop_guardian(&mut self) {
        let Some((guardian, g)) = self.find_guardian() else {
            return;
        };
        let Some((object, rest)) = guardian.slot(0).and_then(Value::as_pair) else {
            return;
        };
        assert!(guardian.set_slot(self.mc, 0, rest));
        let model = self.graph.node_mut(g).fields.remove(0);
        self.set_root((object, model));
    }

    fn garbage(&mut self) {
        let (item, _) = self.pick();
        for _ in 0..self.below(100) {
            self.mc.cons(item, self.mc.weak_pair(item, item));
        }
    }
}

/// The number of a model that is a node.
fn node(model: M) -> usize {
    id(model).expect("a node")
}

/// Flonums and symbols have no identity in the model, so they cannot be weak keys.
fn weak(key: M) -> M {
    match key {
        M::Flonum(_) | M::Symbol(_) | M::Broken => M::Fixnum(0),
        other => other,
    }
}
