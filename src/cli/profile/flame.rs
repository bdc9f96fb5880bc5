//! Draws flame graphs: pictures of stacks, in which the width of a box is what was measured.
//!
//! A picture is a document of its own (SVG), for light and dark screens. A click on a box makes
//! it as wide as the picture, one on the lowest box shows all again.

use std::collections::BTreeMap;
use std::fmt::Write;

use cairn::engine::Sample;

use crate::cli::page::escaped;

const WIDTH: f64 = 1200.0;
const ROW: f64 = 18.0;
const TOP: f64 = 40.0;
/// Boxes that are narrower are left out.
const NARROWEST: f64 = 0.3;
/// Width of a character of a name.
const CHARACTER: f64 = 6.8;

const STYLE: &str = "\
svg { background: #fdfdfb; color-scheme: light dark; } text { font: 12px ui-monospace, monospace; fill: #222; }
rect { stroke: #fdfdfb; stroke-width: .5; } g.box { cursor: pointer; } g.box:hover rect { stroke: #222; }
.note { font: 14px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { svg { background: #191a1c; } .note { fill: #ddd; } rect { stroke: #191a1c; } }";

/// Makes the box that was clicked on, and those above and below it, fill the width.
const SCRIPT: &str = "\
const width = 1200, boxes = [...document.querySelectorAll('g.box')];
for (const box of boxes) box.addEventListener('click', () => show(+box.dataset.x, +box.dataset.w));
function show(x, w) {
  for (const box of boxes) {
    const left = Math.max(+box.dataset.x, x), right = Math.min(+box.dataset.x + +box.dataset.w, x + w);
    const wide = (right - left) * width / w;
    box.style.display = wide > 0.3 ? '' : 'none';
    const rect = box.querySelector('rect'), text = box.querySelector('text');
    const at = (left - x) * width / w;
    rect.setAttribute('x', at); rect.setAttribute('width', Math.max(wide, 0));
    text.setAttribute('x', at + 3);
    const room = Math.floor((wide - 6) / 6.8), name = box.dataset.name;
    text.textContent = room < 3 ? '' : name.length <= room ? name : name.slice(0, room - 2) + '..';
  }
}";

/// A procedure as called by those below it.
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
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\">\n\
         <style>{STYLE}</style>\n<text class=\"note\" x=\"4\" y=\"24\">{} {unit}; a click on a box enlarges it</text>\n",
        root.amount
    );
    for shown in &boxes {
        shown.push(root.amount, unit, height, &mut out);
    }
    let _ = writeln!(out, "<script><![CDATA[\n{SCRIPT}\n]]></script>\n</svg>");
    out
}

struct Shown<'n> {
    name: &'n str,
    amount: u64,
    row: usize,
    x: f64,
    width: f64,
}

/// The boxes that are wide enough, each with its row and place.
fn boxes(root: &Node) -> Vec<Shown<'_>> {
    let scale = WIDTH / root.amount.max(1) as f64;
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
    fn push(&self, all: u64, unit: &str, height: f64, out: &mut String) {
        let Shown { name, amount, row, x, width } = self;
        let y = height - 10.0 - (*row as f64 + 1.0) * ROW;
        let percent = *amount as f64 * 100.0 / all.max(1) as f64;
        let room = ((width - 6.0) / CHARACTER).max(0.0) as usize;
        let label = match name.chars().count() {
            _ if room < 3 => String::new(),
            count if count <= room => escaped(name),
            _ => escaped(&name.chars().take(room - 2).chain("..".chars()).collect::<String>()),
        };
        let name = escaped(name);
        let _ = writeln!(
            out,
            "<g class=\"box\" data-x=\"{x:.2}\" data-w=\"{width:.2}\" data-name=\"{name}\">\
             <title>{name}: {amount} {unit}, {percent:.1} %</title>\
             <rect x=\"{x:.2}\" y=\"{y:.1}\" width=\"{width:.2}\" height=\"{}\" fill=\"{}\"/>\
             <text x=\"{:.2}\" y=\"{:.1}\">{label}</text></g>",
            ROW - 1.0,
            colour(&name),
            x + 3.0,
            y + 13.0
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

    use super::graph;

    #[test]
    fn boxes_are_as_wide_as_what_was_measured() {
        let frame = |name: &str| ProfileFrame { name: name.to_string(), place: None };
        let samples = [(vec![frame("main"), frame("<f>")], 30), (vec![frame("main")], 10)];
        let graph = graph(&samples, "bytes");
        assert!(graph.contains("<title>&lt;f&gt;: 30 bytes, 75.0 %</title><rect x=\"0.00\""), "{graph}");
        assert!(graph.contains("data-w=\"900.00\" data-name=\"&lt;f&gt;\""), "{graph}");
        assert!(graph.contains("<title>main: 40 bytes, 100.0 %</title>"), "{graph}");
    }
}
