//! Counts how often lines of programs run.

use std::collections::HashMap;
use std::sync::Arc;

use cairn_gc::trace_nothing;

use super::source::{Source, Sources, Span};

/// The lines that are counted, and how often each has run.
#[derive(Default)]
pub struct Coverage {
    numbers: HashMap<(u32, usize), usize>,
    counts: Vec<u64>,
    /// The texts that the lines are in.
    texts: HashMap<u32, Arc<Source>>,
}

trace_nothing!(Coverage);

impl Coverage {
    /// The counter for the line of a place; nothing when the place is in no text.
    pub fn counter(&mut self, sources: &Sources, span: Span) -> Option<(usize, u64)> {
        let text = self.texts.get(&span.source).cloned().or_else(|| sources.get(span))?;
        let line = text.position(span.start).line;
        self.texts.insert(span.source, text);
        let next = self.counts.len();
        let number = *self.numbers.entry((span.source, line)).or_insert(next);
        if number == next {
            self.counts.push(0);
        }
        Some((number, u64::from(span.source) << 32 | line as u64))
    }

    /// A line has run.
    pub fn count(&mut self, number: usize) {
        if let Some(count) = self.counts.get_mut(number) {
            *count += 1;
        }
    }

    /// The lines of each text that may run, and how often they have, in order. A text that
    /// was read several times counts as one.
    pub fn lines(&self) -> Vec<(String, Vec<(usize, u64)>)> {
        let mut files: HashMap<&str, HashMap<usize, u64>> = HashMap::new();
        for (&(source, line), &number) in &self.numbers {
            let Some(source) = self.texts.get(&source) else { continue };
            *files.entry(&source.name).or_default().entry(line).or_default() += self.counts[number];
        }
        let sorted = |lines: HashMap<usize, u64>| {
            let mut lines: Vec<_> = lines.into_iter().collect();
            lines.sort_unstable();
            lines
        };
        let mut files: Vec<_> = files.into_iter().map(|(name, lines)| (name.to_string(), sorted(lines))).collect();
        files.sort();
        files
    }
}
