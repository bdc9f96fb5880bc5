//! The model heap: a graph of numbered nodes in plain Rust.

use std::collections::{BTreeMap, HashMap, HashSet};

/// A value of the model.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum M {
    Fixnum(i64),
    Flonum(f64),
    Symbol(u32),
    Broken,
    Node(usize),
}

/// The kind of a node, and its content besides the fields.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Body {
    Pair,
    /// The real one has its number in slot 0, before the fields.
    Vector,
    Box,
    Closure,
    Cell,
    WeakPair,
    Ephemeron,
    /// The fields are its queue, newest first.
    Guardian,
    Text(Vec<char>),
    Bytes(Vec<u8>),
    Payload,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub body: Body,
    pub fields: Vec<M>,
}

/// A vector that is registered with a guardian, and the one that the guardian returns for it: the vector
/// itself, or one that nothing else holds.
#[derive(Clone, Copy)]
pub(crate) struct Registration {
    pub object: usize,
    pub representative: usize,
    pub guardian: usize,
    /// The collector had found the object dead already when the registration was to be taken back: the
    /// guardian returns it all the same.
    pub claimed: bool,
}

#[derive(Default)]
pub(crate) struct Graph {
    pub nodes: HashMap<usize, Node>,
    pub roots: Vec<M>,
    /// Contents of the root's map, whose keys are symbols.
    pub named: BTreeMap<u32, M>,
    /// Registrations with guardians, oldest first.
    pub guarded: Vec<Registration>,
    /// Nodes reachable when last checked.
    pub checked: HashSet<usize>,
    next: usize,
}

impl Graph {
    pub(crate) fn new(roots: Vec<M>) -> Self {
        Graph { roots, ..Graph::default() }
    }

    pub(crate) fn add(&mut self, body: Body, fields: Vec<M>) -> usize {
        self.next += 1;
        self.nodes.insert(self.next, Node { body, fields });
        self.next
    }

    pub(crate) fn node(&self, id: usize) -> &Node {
        &self.nodes[&id]
    }

    pub(crate) fn node_mut(&mut self, id: usize) -> &mut Node {
        self.nodes.get_mut(&id).expect("a node")
    }

    /// Breaks the weak word of a node.
    pub(crate) fn break_weak(&mut self, n: usize) {
        let node = self.node_mut(n);
        let broken = if node.body == Body::Ephemeron { 2 } else { 1 };
        node.fields[..broken].fill(M::Broken);
    }

    /// The nodes that a program can reach from the roots.
    pub(crate) fn reachable(&self) -> HashSet<usize> {
        let mut live = HashSet::new();
        self.reach(&mut live, self.roots.iter().chain(self.named.values()).filter_map(|&m| id(m)).collect());
        live
    }

    /// These nodes and those that the collector keeps besides: the representatives of living objects, which
    /// hold no guardians.
    pub(crate) fn kept(&self, mut live: HashSet<usize>) -> HashSet<usize> {
        let is_kept = |r: &&Registration| live.contains(&r.object) && live.contains(&r.guardian);
        let kept = self.guarded.iter().filter(is_kept).map(|r| r.representative).collect();
        self.reach(&mut live, kept);
        live
    }

    /// Adds what these nodes keep alive.
    fn reach(&self, live: &mut HashSet<usize>, mut pending: Vec<usize>) {
        loop {
            while let Some(n) = pending.pop() {
                if live.insert(n) {
                    pending.extend(self.strong(n));
                }
            }
            for n in live.iter() {
                let node = self.node(*n);
                if node.body == Body::Ephemeron && is_live(live, node.fields[0]) {
                    pending.extend(id(node.fields[1]).filter(|d| !live.contains(d)));
                }
            }
            if pending.is_empty() {
                return;
            }
        }
    }

    fn strong(&self, n: usize) -> impl Iterator<Item = usize> + '_ {
        let node = self.node(n);
        let from = match node.body {
            Body::WeakPair => 1,
            Body::Ephemeron => 2,
            _ => 0,
        };
        node.fields[from..].iter().filter_map(|&m| id(m))
    }

    /// Drops nodes that are certainly dead.
    pub(crate) fn prune(&mut self, live: &HashSet<usize>) {
        self.nodes.retain(|n, _| live.contains(n));
        self.guarded.retain(|r| live.contains(&r.guardian));
    }
}

pub(crate) fn id(m: M) -> Option<usize> {
    if let M::Node(n) = m { Some(n) } else { None }
}

pub(crate) fn is_live(live: &HashSet<usize>, m: M) -> bool {
    id(m).is_none_or(|n| live.contains(&n))
}
