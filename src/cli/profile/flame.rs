//! Draws flame graphs: pictures of stacks, in which the width of a box is what was measured.
//!
//! A picture is a document of its own (SVG), for light and dark screens. A click on a box makes
//! it as wide as the picture, one on the topmost box shows all again. Callers stand above what they call, so that
//! the picture of a deep recursion begins with the program.

use std::collections::BTreeMap;
use std::fmt::Write;

use cairn::engine::Sample;

use crate::cli::page::escaped;

const ROW: f64 = 18.0;
const TOP: f64 = 40.0;
/// Boxes whose share of the width, in percent, is less are left out.
const NARROWEST: f64 = 0.03;

/// Each box is a picture within the picture, which cuts its name off at its own width.
const STYLE: &str = "\
svg { background: #fdfdfb; color-scheme: light dark; } text { font: 12px ui-monospace, monospace; fill: #222; }
rect { stroke: #fdfdfb; stroke-width: .5; } .box { cursor: pointer; background: none; } .box:hover rect { stroke: #222; }
.note { font: 14px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { svg { background: #191a1c; } .note { fill: #ddd; } rect { stroke: #191a1c; } }";

/// Makes the box that was clicked on, and those above and below it, fill the width.
const SCRIPT: &str = "\
const boxes = [...document.querySelectorAll('.box')];
for (const box of boxes) box.addEventListener('click', () => show(+box.dataset.x, +box.dataset.w));
function show(x, w) {
  for (const box of boxes) {
    const left = Math.max(+box.dataset.x, x), right = Math.min(+box.dataset.x + +box.dataset.w, x + w);
    const wide = (right - left) * 100 / w;
    box.style.display = wide > 0.03 ? '' : 'none';
    box.setAttribute('x', (left - x) * 100 / w + '%');
    box.setAttribute('width', Math.max(wide, 0) + '%');
  }
}";

/// A procedure as called by those above it.
#[derive(Default)]
struct Node {
    amount: u64,
    callees: BTreeMap<String, Node>,
}

/// The picture of the samples.
pub(super) fn graph(samples: &[Sample], unit: &str) -> String {
    let mut root = Node::default();
    for (stack, amount) in samples {
        root.amount += amount;
        let mut node = &mut root;
        for frame in stack {
            node = node.callees.entry(frame.name.clone()).or_default();
            node.amount += amount;
        }
    }
    let boxes = boxes(&root);
    let rows = boxes.iter().map(|shown| shown.row).max().unwrap_or(0) + 1;
    let height = TOP + rows as f64 * ROW + 10.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" height=\"{height}\">\n\
         <style>{STYLE}</style>\n<text class=\"note\" x=\"4\" y=\"24\">{}; a click on a box enlarges it</text>\n",
        in_words(root.amount, unit)
    );
    for shown in &boxes {
        shown.push(root.amount, unit, &mut out);
    }
    let _ = writeln!(out, "<script><![CDATA[\n{SCRIPT}\n]]></script>\n</svg>");
    out
}

/// An amount as people read it.
fn in_words(amount: u64, unit: &str) -> String {
    match unit {
        "microseconds" => format!("{} ms", amount / 1000),
        "bytes" if amount >= 1 << 20 => format!("{:.1} MiB", amount as f64 / f64::from(1 << 20)),
        _ => format!("{amount} {unit}"),
    }
}

/// A box: its place and width are in percent of the picture.
struct Shown<'n> {
    name: &'n str,
    amount: u64,
    row: usize,
    x: f64,
    width: f64,
}

/// The boxes that are wide enough, each with its row and place.
fn boxes(root: &Node) -> Vec<Shown<'_>> {
    let scale = 100.0 / root.amount.max(1) as f64;
    let mut found = Vec::new();
    let mut pending = vec![("all", root, 0, 0.0)];
    while let Some((name, node, row, x)) = pending.pop() {
        let width = node.amount as f64 * scale;
        if width < NARROWEST {
            continue;
        }
        found.push(Shown { name, amount: node.amount, row, x, width });
        let mut at = x;
        for (name, callee) in &node.callees {
            pending.push((name, callee, row + 1, at));
            at += callee.amount as f64 * scale;
        }
    }
    found
}

impl Shown<'_> {
    fn push(&self, all: u64, unit: &str, out: &mut String) {
        let Shown { name, amount, row, x, width } = self;
        let y = TOP + *row as f64 * ROW;
        let percent = *amount as f64 * 100.0 / all.max(1) as f64;
        let name = escaped(name);
        let _ = writeln!(
            out,
            "<svg class=\"box\" x=\"{x:.3}%\" y=\"{y:.1}\" width=\"{width:.3}%\" height=\"{}\" \
             data-x=\"{x:.3}\" data-w=\"{width:.3}\">\
             <title>{name}: {}, {percent:.1} %</title>\
             <rect width=\"100%\" height=\"100%\" fill=\"{}\"/><text x=\"3\" y=\"13\">{name}</text></svg>",
            ROW - 1.0,
            in_words(*amount, unit),
            colour(&name)
        );
    }
}

/// A warm colour, the same for the same name.
fn colour(name: &str) -> String {
    let hash = name.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    format!("hsl({},{}%,{}%)", 15 + hash % 40, 60 + hash / 40 % 25, 62 + hash / 1000 % 12)
}

#[cfg(test)]
mod tests {
    use cairn::engine::ProfileFrame;

    use super::{graph, in_words};

    #[test]
    fn boxes_are_as_wide_as_what_was_measured() {
        let frame = |name: &str| ProfileFrame { name: name.to_string(), place: None };
        let samples = [(vec![frame("main"), frame("<f>")], 30), (vec![frame("main")], 10)];
        let graph = graph(&samples, "bytes");
        assert!(graph.contains("<title>&lt;f&gt;: 30 bytes, 75.0 %</title>"), "{graph}");
        assert!(graph.contains("data-x=\"0.000\" data-w=\"75.000\"><title>&lt;f&gt;"), "{graph}");
        assert!(graph.contains("<title>main: 40 bytes, 100.0 %</title>"), "{graph}");
        assert!(graph.contains("40 bytes; a click"), "{graph}");
    }

    #[test]
    fn amounts_are_readable() {
        assert_eq!(in_words(44_000, "microseconds"), "44 ms");
        assert_eq!(in_words(3 << 19, "bytes"), "1.5 MiB");
        assert_eq!(in_words(5, "steps"), "5 steps");
    }
}
