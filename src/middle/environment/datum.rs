//! Walks over data that hold identifiers: finds and replaces these, and finds data that contain themselves.
//!
//! A datum is a graph of pairs and vectors, of any size and perhaps with cycles. The walks visit each part a
//! bounded number of times, do not recurse, and count their work and memory.

use cairn_data::error::Result;
use cairn_data::scratch::Scratch;
use cairn_gc::{Kind, Mutation, OutOfMemory, Value, WordMap, WordSet};

use crate::deep;
use crate::environment::identifier::{is_identifier, name_of};

/// Steps of a walk between two counts of work and memory.
const STRETCH: usize = 4096;

/// The identifiers in a datum, each once.
///
/// # Errors
/// If memory is short; the reason to stop the run.
pub fn identifiers_in<'gc>(mc: Mutation<'gc>, datum: Value<'gc>) -> Result<'gc, Vec<Value<'gc>>> {
    let mut found = Vec::new();
    let mut seen = WordSet::default();
    Graph::walk(mc, datum, |leaf| {
        if is_identifier(leaf) && seen.insert(leaf.bits()) {
            found.push(leaf);
        }
    })?;
    Ok(found)
}

/// Replaces the identifiers in a datum that have an image in the map.
///
/// # Errors
/// As for [`identifiers_in`].
pub fn replace_identifiers<'gc>(mc: Mutation<'gc>, datum: Value<'gc>, images: &WordMap<Value<'gc>>) -> Result<'gc> {
    replace(mc, datum, is_identifier, &|identifier| images.get(&identifier.bits()).copied().unwrap_or(identifier))
}

/// Replaces the wanted leaves of a datum by their images. Parts without such leaves are shared;
/// cycles and sharing are preserved.
///
/// # Errors
/// As for [`identifiers_in`].
pub(super) fn replace<'gc>(
    mc: Mutation<'gc>,
    datum: Value<'gc>,
    wanted: fn(Value<'gc>) -> bool,
    image: &dyn Fn(Value<'gc>) -> Value<'gc>,
) -> Result<'gc> {
    if !is_compound(datum) {
        return Ok(if wanted(datum) { image(datum) } else { datum });
    }
    let mut has_wanted = false;
    let graph = Graph::walk(mc, datum, |leaf| has_wanted |= wanted(leaf))?;
    if has_wanted { graph.copy(wanted, image) } else { Ok(datum) }
}

/// The pairs and vectors of a datum, parents before children, and the index of each.
struct Graph<'gc> {
    nodes: Vec<Value<'gc>>,
    index: WordMap<u32>,
    count: Count<'gc>,
}

/// Counts the work and the memory of a walk, now and then.
struct Count<'gc> {
    mc: Mutation<'gc>,
    scratch: Scratch<'gc>,
    steps: usize,
}

impl<'gc> Count<'gc> {
    /// Counts steps, which hold `bytes` in all.
    fn steps(&mut self, steps: usize, bytes: impl FnOnce() -> usize) -> Result<'gc, ()> {
        self.steps += steps;
        if self.steps >= STRETCH {
            self.mc.work(self.steps)?;
            self.scratch.need(bytes())?;
            self.steps = 0;
        }
        Ok(())
    }
}

/// Bytes of a node in a walk, and those that a copy adds, which include those of its edges in.
const NODE: usize = size_of::<Value<'_>>() + size_of::<(u64, u32)>() + 1;
const COPY: usize = size_of::<(u64, u64, u64)>() + 1 + 2 * size_of::<(u32, u32)>();

impl<'gc> Graph<'gc> {
    /// Walks over a datum; `leaf` is told of each occurrence of what is neither pair nor vector.
    fn walk(mc: Mutation<'gc>, root: Value<'gc>, mut leaf: impl FnMut(Value<'gc>)) -> Result<'gc, Self> {
        let count = Count { mc, scratch: Scratch::new(mc), steps: 0 };
        let mut graph = Graph { nodes: Vec::new(), index: WordMap::default(), count };
        let mut stack = vec![root];
        while let Some(datum) = stack.pop() {
            if !is_compound(datum) {
                leaf(datum);
                continue;
            }
            let number = u32::try_from(graph.nodes.len()).map_err(|_| OutOfMemory(usize::MAX))?;
            let mut is_new = false;
            graph.index.entry(datum.bits()).or_insert_with(|| {
                is_new = true;
                number
            });
            if is_new {
                let children = children_of(datum);
                let stacked = stack.len() + children;
                graph.count.steps(1 + children, || graph.nodes.len() * NODE + stacked * size_of::<Value<'_>>())?;
                graph.nodes.push(datum);
                push_children(datum, &mut stack);
            }
        }
        Ok(graph)
    }

    /// A copy with the images of wanted leaves.
    fn copy(mut self, wanted: fn(Value<'gc>) -> bool, image: &dyn Fn(Value<'gc>) -> Value<'gc>) -> Result<'gc> {
        self.count.scratch.need(self.nodes.len() * (NODE + COPY))?;
        let tainted = self.tainted(wanted)?;
        let mc = self.count.mc;
        let mut copies: WordMap<Value<'gc>> = WordMap::default();
        for &node in &tainted {
            copies.insert(node.bits(), empty_copy(mc, node)?);
        }
        let image = |child: Value<'gc>| match copies.get(&child.bits()) {
            Some(&copy) => copy,
            None if wanted(child) => image(child),
            None => child,
        };
        for &node in &tainted {
            self.count.steps(children_of(node), || 0)?;
            fill_copy(mc, node, image(node), &image);
        }
        Ok(image(self.nodes[0]))
    }

    /// The nodes that reach a wanted leaf, found by marking backwards from these leaves.
    fn tainted(&mut self, wanted: fn(Value<'gc>) -> bool) -> Result<'gc, Vec<Value<'gc>>> {
        // Each pair of a node and a parent of it, in the order of the nodes.
        let mut edges: Vec<(u32, u32)> = Vec::new();
        let (mut marked, mut children) = (Vec::new(), Vec::new());
        for (parent, &node) in (0u32..).zip(&self.nodes) {
            push_children(node, &mut children);
            self.count.steps(children.len(), || 0)?;
            for child in children.drain(..) {
                match self.index.get(&child.bits()) {
                    Some(&at) => edges.push((at, parent)),
                    None if wanted(child) => marked.push(parent),
                    None => {}
                }
            }
        }
        edges.sort_unstable();
        let mut tainted = vec![false; self.nodes.len()];
        while let Some(at) = marked.pop() {
            if !std::mem::replace(&mut tainted[at as usize], true) {
                let first = edges.partition_point(|&(child, _)| child < at);
                let parents = edges[first..].iter().take_while(|&&(child, _)| child == at);
                marked.extend(parents.map(|&(_, parent)| parent));
            }
        }
        Ok(self.nodes.iter().zip(tainted).filter(|(_, tainted)| *tainted).map(|(&node, _)| node).collect())
    }
}

fn is_compound(datum: Value<'_>) -> bool {
    datum.is_pair() || datum.has_kind(Kind::Vector)
}

fn children_of(datum: Value<'_>) -> usize {
    if datum.is_pair() { 2 } else { datum.slots() }
}

fn push_children<'gc>(datum: Value<'gc>, stack: &mut Vec<Value<'gc>>) {
    if let Some((car, cdr)) = datum.as_pair() {
        stack.extend([cdr, car]);
    } else {
        stack.extend_from_slice(datum.slot_slice());
    }
}

fn empty_copy<'gc>(mc: Mutation<'gc>, node: Value<'gc>) -> Result<'gc> {
    if node.is_pair() {
        return Ok(mc.cons(Value::NIL, Value::NIL));
    }
    Ok(mc.alloc_filled(Kind::Vector, node.slots(), Value::NIL)?)
}

fn fill_copy<'gc>(mc: Mutation<'gc>, node: Value<'gc>, copy: Value<'gc>, image: &dyn Fn(Value<'gc>) -> Value<'gc>) {
    if let Some((car, cdr)) = node.as_pair() {
        copy.set_car(mc, image(car));
        copy.set_cdr(mc, image(cdr));
        return;
    }
    for (i, &child) in node.slot_slice().iter().enumerate() {
        copy.set_slot(mc, i, image(child));
    }
    if node.is_immutable() {
        copy.set_immutable();
    }
}

/// Whether the datum contains itself.
///
/// # Errors
/// The reason to stop the run; the memory limit.
pub fn is_circular<'gc>(root: Value<'gc>) -> Result<'gc, bool> {
    contains_itself(root, |_| false)
}

/// Whether the datum, seen as code, contains itself. Literals may do so: data below `quote`, and
/// vectors.
///
/// # Errors
/// As for [`is_circular`].
pub fn is_circular_code<'gc>(root: Value<'gc>) -> Result<'gc, bool> {
    contains_itself(root, |datum| !datum.is_pair() || is_quotation(datum))
}

/// Whether the datum contains itself outside its parts for which `apart` holds.
fn contains_itself<'gc>(root: Value<'gc>, apart: fn(Value<'gc>) -> bool) -> Result<'gc, bool> {
    if ends_soon(root, apart) { Ok(false) } else { comes_round(root, apart) }
}

/// Whether a walk over the datum ends quickly, as most do, although it does not know where it has been.
fn ends_soon<'gc>(root: Value<'gc>, apart: fn(Value<'gc>) -> bool) -> bool {
    /// Children of all that it comes to, again and again if need be.
    const MOST: usize = 1 << 17;
    let (mut stack, mut left) = (vec![root], MOST);
    while let Some(datum) = stack.pop() {
        if is_compound(datum) && !apart(datum) {
            let Some(rest) = left.checked_sub(children_of(datum)) else { return false };
            left = rest;
            push_children(datum, &mut stack);
        }
    }
    true
}

fn comes_round<'gc>(root: Value<'gc>, apart: fn(Value<'gc>) -> bool) -> Result<'gc, bool> {
    /// Bytes of an entry of the table, with what it has free; it is copied when it grows.
    const ENTRY: usize = 3 * (size_of::<(u64, bool)>() + 1);
    /// Bytes of an entry of the stack, and of a child on its way there.
    const CHILD: usize = 3 * size_of::<(Value<'_>, bool)>() + size_of::<Value<'_>>();
    let mut done: WordMap<bool> = WordMap::default();
    let mut stack = vec![(root, false)];
    let mut children = Vec::new();
    let mut steps = 0usize;
    while let Some((datum, leaving)) = stack.pop() {
        if leaving {
            done.insert(datum.bits(), true);
            continue;
        }
        if !is_compound(datum) || apart(datum) {
            continue;
        }
        let width = children_of(datum);
        steps += width;
        if steps >= STRETCH {
            deep::report(steps, done.len() * ENTRY + (stack.len() + width) * CHILD)?;
            steps = 0;
        }
        match done.get(&datum.bits()) {
            Some(true) => continue,
            Some(false) => return Ok(true),
            None => done.insert(datum.bits(), false),
        };
        stack.push((datum, true));
        push_children(datum, &mut children);
        stack.extend(children.drain(..).map(|child| (child, false)));
    }
    Ok(false)
}

fn is_quotation(datum: Value<'_>) -> bool {
    datum.car().is_some_and(|head| is_identifier(head) && name_of(head) == "quote")
}
