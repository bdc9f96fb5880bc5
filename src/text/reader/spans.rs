//! Records the positions of data in program texts.

use std::sync::Arc;

use cairn_data::source::{Source, Span};
use cairn_gc::{Charge, Mutation, OutOfMemory, Value, WordMap, trace_nothing};

/// The positions of the pairs of a program.
///
/// Keys are the words of tenured pairs, which do not move. The map keeps no pair alive: ask it only
/// about data that the program still holds. A later pair allocated at the address of a dead one may
/// be mistaken for it.
///
/// The table takes a third to a half of the time of reading a program (1 MB of source with 290,000
/// pairs: about 55 ms, compared with 27 ms without positions). A narrower table of indices into a
/// vector was slower.
#[derive(Default)]
pub struct SpanMap {
    pairs: WordMap<Places>,
    charge: Charge,
    /// The text, which lives as long as its positions.
    _source: Option<Arc<Source>>,
}

trace_nothing!(SpanMap);

/// The two positions of a pair.
#[derive(Clone, Copy)]
struct Places {
    source: u32,
    element: (u32, u32),
    form: (u32, u32),
}

impl SpanMap {
    /// Starts without positions.
    pub fn new() -> Self {
        SpanMap::default()
    }

    /// No positions yet in this text, which the table keeps.
    pub fn of(source: Arc<Source>) -> Self {
        SpanMap { _source: Some(source), ..SpanMap::default() }
    }

    /// Counts the memory that the table takes, or soon will.
    ///
    /// # Errors
    /// Out of memory.
    pub fn count(&mut self, mc: Mutation<'_>) -> Result<(), OutOfMemory> {
        // One place in eight stays free; a full table is copied to one twice as large.
        let places = (self.pairs.len() + self.pairs.len() / 7 + 1024).next_power_of_two();
        self.charge.hold(mc, places * (size_of::<(u64, Places)>() + 1))
    }

    /// The position of the element in the pair's car.
    pub fn element(&self, pair: Value<'_>) -> Span {
        self.look_up(pair, |places| places.element)
    }

    /// The position of the datum that begins with this pair. For a pair inside a list, it extends
    /// from its element to the end of the list.
    pub fn form(&self, pair: Value<'_>) -> Span {
        self.look_up(pair, |places| places.form)
    }

    /// Number of pairs with a position.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether no pair has a position.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Sets the positions of a pair, when the expander rebuilds a form.
    pub fn set(&mut self, pair: Value<'_>, element: Span, form: Span) {
        let places =
            Places { source: form.source, element: (element.start, element.end), form: (form.start, form.end) };
        self.pairs.insert(pair.bits(), places);
    }

    /// Records that the datum at `start` that begins with this pair has a label, which begins at
    /// `label`.
    pub(super) fn add_label(&mut self, pair: Value<'_>, start: u32, label: u32) {
        if let Some(places) = self.pairs.get_mut(&pair.bits()).filter(|places| places.form.0 == start) {
            places.form.0 = label;
        }
    }

    /// Drops every position.
    pub fn clear(&mut self) {
        self.pairs.clear();
    }

    fn look_up(&self, pair: Value<'_>, part: fn(&Places) -> (u32, u32)) -> Span {
        match self.pairs.get(&pair.bits()) {
            Some(places) => {
                let (start, end) = part(places);
                Span { source: places.source, start, end, site: 0 }
            }
            None => Span::NONE,
        }
    }
}
