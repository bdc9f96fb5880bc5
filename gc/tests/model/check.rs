//! Compares the real heap with the model, node by node, and updates the model with the choices that
//! the collector was free to make.

use std::collections::{HashMap, HashSet};

use cairn_gc::{Kind, Mutation, Value};

use crate::Names;
use crate::graph::{Body, Graph, M, Registration, id, is_live};
use crate::steps::name;

struct Check<'a, 'gc> {
    mc: Mutation<'gc>,
    graph: &'a mut Graph,
    /// Nodes reachable before the collector queued anything with guardians.
    before: HashSet<usize>,
    words: HashMap<usize, Value<'gc>>,
    ids: HashMap<u64, usize>,
    pending: Vec<(Value<'gc>, usize)>,
}

/// Checks that the real heap equals the model after a collection; a full one leaves nothing dead.
/// Returns the nodes that are alive.
pub(crate) fn check<'gc>(
    mc: Mutation<'gc>,
    roots: &[Value<'gc>],
    names: &Names<'gc>,
    graph: &mut Graph,
    full: bool,
) -> HashSet<usize> {
    let before = graph.kept(graph.reachable());
    let mut check = Check { mc, before, words: HashMap::new(), ids: HashMap::new(), pending: Vec::new(), graph };
    let wanted = check.graph.roots.clone();
    assert_eq!(roots.len(), wanted.len());
    roots.iter().zip(wanted).for_each(|(&real, model)| check.compare(real, model));
    let named = check.graph.named.clone();
    assert_eq!(names.iter().count(), named.len());
    for (n, model) in named {
        check.compare(*names.get(name(mc, n)).expect("a name"), model);
    }
    loop {
        check.drain();
        if !check.follow_ephemerons() {
            break;
        }
    }
    let live = check.graph.reachable();
    assert_eq!(live.len(), check.words.len());
    let live = check.graph.kept(live);
    check.weak_words(&live, full);
    if full {
        let waits = |r: &Registration| live.contains(&r.guardian) && (r.claimed || !live.contains(&r.object));
        assert!(!graph.guarded.iter().any(waits), "a dead object that no guardian returned");
    }
    graph.checked.clone_from(&live);
    live
}

impl<'gc> Check<'_, 'gc> {
    fn compare(&mut self, real: Value<'gc>, model: M) {
        match model {
            M::Fixnum(n) => assert_eq!(real, Value::fixnum(n)),
            M::Flonum(x) => assert_eq!(real.as_flonum(), Some(x), "{real:?}"),
            M::Symbol(n) => assert_eq!(real, self.mc.intern(&format!("symbol {n}"))),
            M::Broken => assert_eq!(real, Value::BROKEN),
            M::Node(n) => {
                assert_eq!(*self.ids.entry(real.bits()).or_insert(n), n, "two nodes became one");
                let known = *self.words.entry(n).or_insert_with(|| {
                    self.pending.push((real, n));
                    real
                });
                assert_eq!(known, real, "one node became two");
            }
        }
    }

    fn drain(&mut self) {
        while let Some((real, n)) = self.pending.pop() {
            if self.graph.node(n).body == Body::Guardian {
                let known = self.graph.checked.contains(&n);
                for registration in take_queued(self.graph, real, n) {
                    let live = known && !registration.claimed && self.before.contains(&registration.object);
                    assert!(!live, "a guardian returned a live object");
                }
            }
            let node = self.graph.node(n).clone();
            match &node.body {
                Body::Text(text) => {
                    assert!(real.as_string().expect("a string").iter().eq(text.iter().copied()));
                }
                Body::Bytes(bytes) => assert_eq!(real.bytes(), bytes),
                Body::Payload => assert_eq!(real.kind(), Some(Kind::Payload)),
                Body::WeakPair => {
                    let datum = real.weak_datum(self.mc).expect("a weak pair");
                    self.compare(datum, node.fields[1]);
                }
                Body::Ephemeron => {}
                _ => {
                    for (i, &field) in node.fields.iter().enumerate() {
                        self.compare(field_of(real, &node.body, i), field);
                    }
                }
            }
        }
    }

    /// Compares the data of ephemerons whose key is known to be alive.
    fn follow_ephemerons(&mut self) -> bool {
        let known = self.words.len();
        for (n, real) in self.words.clone() {
            let node = self.graph.node(n).clone();
            if node.body != Body::Ephemeron {
                continue;
            }
            if id(node.fields[0]).is_none_or(|key| self.words.contains_key(&key)) {
                let datum = real.weak_datum(self.mc).expect("an ephemeron");
                self.compare(datum, node.fields[1]);
            }
        }
        self.words.len() > known
    }

    fn weak_words(&mut self, live: &HashSet<usize>, full: bool) {
        for (n, real) in self.words.clone() {
            let node = self.graph.node(n).clone();
            if !matches!(node.body, Body::WeakPair | Body::Ephemeron) {
                continue;
            }
            let key = node.fields[0];
            if key == M::Broken {
                assert!(real.is_weak_broken(self.mc));
            } else if is_live(live, key) {
                assert!(!real.is_weak_broken(self.mc), "a weak word broken too early");
                self.compare(real.weak_key(self.mc).expect("weak"), key);
            } else if real.is_weak_broken(self.mc) {
                self.graph.break_weak(n);
            } else {
                assert!(!full, "a weak word not broken");
            }
        }
    }
}

/// Updates the model with what the collector has put in front of a guardian's queue, each for one
/// registration. Returns these registrations.
pub(crate) fn take_queued(graph: &mut Graph, real: Value<'_>, guardian: usize) -> Vec<Registration> {
    let length = std::iter::successors(real.slot(0), |q| q.cdr()).count() - 1;
    let known = graph.node(guardian).fields.len();
    let mut fresh = Vec::new();
    for i in 0..length - known {
        let n = number_of(field_of(real, &Body::Guardian, i));
        let at = graph.guarded.iter().position(|r| (r.representative, r.guardian) == (n, guardian));
        fresh.push(graph.guarded.remove(at.expect("returned more often than registered")));
    }
    let items = fresh.iter().map(|r| M::Node(r.representative));
    graph.node_mut(guardian).fields.splice(0..0, items);
    fresh
}

/// The number of a real vector's node.
pub(crate) fn number_of(real: Value<'_>) -> usize {
    real.slot(0).and_then(Value::as_fixnum).expect("a vector") as usize
}

/// Strong field `i` of a real object.
pub(crate) fn field_of<'gc>(real: Value<'gc>, body: &Body, i: usize) -> Value<'gc> {
    let field = match body {
        Body::Pair if i == 0 => real.car(),
        Body::Pair => real.cdr(),
        Body::Vector => real.slot(i + 1),
        Body::Box => real.slot(0),
        // SAFETY: the model has as many fields as the closure captures.
        Body::Closure => Some(unsafe { real.capture_unchecked(i) }),
        // SAFETY: the model says that this is a closed cell.
        Body::Cell => Some(unsafe { real.cell_value() }),
        Body::Guardian => std::iter::successors(real.slot(0), |q| q.cdr()).nth(i).and_then(Value::car),
        _ => None,
    };
    field.expect("a field")
}
