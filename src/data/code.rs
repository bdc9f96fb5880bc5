//! Describes a code object for messages and tools: names, positions, and the live ranges of
//! registers.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::sync::Arc;

use cairn_gc::Payload;

use super::source::{Sites, Source, Span};

/// The name of procedures that the expander makes of parts of a form, such as the body of a
/// `guard`: to people they are parts of the procedure around.
pub const PART: &str = "%part";

/// Information about a code object for tools and the machine's slow paths.
#[derive(Default)]
pub struct CodeMeta {
    /// Name of the procedure, for messages.
    pub name: Option<Arc<str>>,
    /// Position of the procedure.
    pub span: Span,
    /// Where its instructions come from, and the variables in its registers.
    pub places: LazyPlaces,
    /// Registers of assigned variables: the variable lives in `register` while
    /// `from <= pc < to`.
    pub assigned: Vec<AssignedRange>,
    /// Operands that are evaluated before others that come earlier in the source.
    pub early: Vec<Early>,
    /// The texts that the positions are in, which live as long as the code.
    pub sources: Vec<Arc<Source>>,
    /// The registers that waiting frames still need; computed when first asked for.
    pub liveness: OnceCell<Liveness>,
    /// How much the procedure has run, see the machine's native tier.
    pub heat: Cell<u32>,
    /// Captured values of each closure.
    pub captures: usize,
    /// Which of them must be cells, ascending.
    pub cells: Box<[u16]>,
}

/// The places of a code object: messages, debuggers and profiles ask for them.
#[derive(Default)]
pub struct Places {
    /// Positions: each span applies from its instruction on. Sorted.
    pub spans: Vec<(u32, Span)>,
    /// The calls that the spans refer to.
    pub sites: Arc<Sites>,
    /// Names of the variables in registers.
    pub locals: Vec<LocalRange>,
}

/// Saved code, which can tell the places of its procedures while these exist.
pub trait SavedPlaces: Send + Sync {
    /// The places that are saved at this offset; none when they are damaged.
    fn read(&self, at: usize) -> Places;
}

/// Places that are read from saved code when they are first asked for: most never are.
#[derive(Default)]
pub struct LazyPlaces {
    known: OnceCell<Places>,
    saved: Option<(Arc<dyn SavedPlaces>, usize)>,
}

impl From<Places> for LazyPlaces {
    fn from(places: Places) -> Self {
        LazyPlaces { known: OnceCell::from(places), saved: None }
    }
}

impl LazyPlaces {
    /// Those that `code` has saved at this offset.
    pub fn saved(code: Arc<dyn SavedPlaces>, at: usize) -> Self {
        LazyPlaces { known: OnceCell::new(), saved: Some((code, at)) }
    }

    /// The places.
    pub fn get(&self) -> &Places {
        let read = |(code, at): &(Arc<dyn SavedPlaces>, usize)| code.read(*at);
        self.known.get_or_init(|| self.saved.as_ref().map(read).unwrap_or_default())
    }
}

/// An operand of a loop iteration that is evaluated before earlier ones, none of which has effects.
/// If it fails, code elsewhere evaluates them in the order of the source, so that the first failure
/// in that order is the one reported.
#[derive(Clone, Copy, Debug)]
pub struct Early {
    /// Its first instruction.
    pub from: u32,
    /// After its last instruction.
    pub to: u32,
    /// Start of the code for its failure.
    pub in_order: u32,
}

/// Live range of an assigned variable in its register.
#[derive(Clone, Copy, Debug)]
pub struct AssignedRange {
    /// First instruction.
    pub from: u32,
    /// After the last instruction.
    pub to: u32,
    /// The register.
    pub register: u16,
}

/// Live range of a named variable in its register.
#[derive(Clone, Debug)]
pub struct LocalRange {
    /// First instruction.
    pub from: u32,
    /// After the last instruction.
    pub to: u32,
    /// The register.
    pub register: u16,
    /// Its name.
    pub name: Box<str>,
}

impl Payload for CodeMeta {
    fn owned_bytes(&self) -> usize {
        let places = self.places.known.get().map_or(0, |places| places.spans.len() * 20 + places.locals.len() * 40);
        places + self.assigned.len() * 12 + self.early.len() * 12 + self.cells.len() * 2
    }
}

impl CodeMeta {
    /// Position of the instruction at `index`.
    pub fn span_at(&self, index: usize) -> Span {
        let spans = &self.places.get().spans;
        let i = spans.partition_point(|&(at, _)| at as usize <= index);
        // Code without any place of its own has none at its start either.
        let start = if spans.is_empty() { Span::NONE } else { self.span };
        i.checked_sub(1).map_or(start, |i| spans[i].1)
    }

    /// Where to continue if the instruction at `index` fails, if it belongs to an operand that is
    /// evaluated before earlier ones.
    pub fn in_order(&self, index: usize) -> Option<u32> {
        let index = index as u32;
        self.early.iter().find(|early| early.from <= index && index < early.to).map(|early| early.in_order)
    }

    /// The variables in scope at the instruction at `index`, outermost first.
    pub fn locals_at(&self, index: usize) -> impl Iterator<Item = &LocalRange> {
        let index = index as u32;
        self.places.get().locals.iter().filter(move |local| local.from <= index && index < local.to)
    }

    /// The name of the parameter in this register.
    pub fn parameter(&self, register: u16) -> Option<&str> {
        let locals = self.places.get().locals.iter();
        let first = locals.filter(|local| local.register == register).min_by_key(|local| local.from)?;
        Some(&first.name)
    }

    /// Registers that hold assigned variables at the instruction at `index`.
    pub fn assigned_at(&self, index: usize) -> impl Iterator<Item = u16> + '_ {
        let index = index as u32;
        self.assigned.iter().filter(move |r| r.from <= index && index < r.to).map(|r| r.register)
    }
}

/// Registers that are dead while a call is running, by the index of the instruction
/// after the call.
#[derive(Default)]
pub struct Liveness(HashMap<usize, Box<[u16]>>);

impl Liveness {
    /// The dead registers of these calls; a call without any may be missing.
    pub fn new(dead: HashMap<usize, Box<[u16]>>) -> Liveness {
        Liveness(dead)
    }

    /// The dead registers of a frame that resumes at `index`.
    pub fn dead_at(&self, index: usize) -> &[u16] {
        self.0.get(&index).map_or(&[], |dead| dead)
    }
}
