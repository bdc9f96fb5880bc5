//! Keeps source texts, and positions in them.

use std::fmt;
use std::rc::Rc;

use cairn_gc::trace_nothing;

/// A range of a source text, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// The number of the source in the [`Sources`]; 0 is no source.
    pub source: u32,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
    /// In compiled code: the call in whose place this is, by its number in [`Sites`], 0 for none;
    /// and [`TAIL`] for a call in tail position of its own procedure.
    pub site: u32,
}

/// Marks the place of a call in tail position.
pub const TAIL: u32 = 1 << 31;

impl Span {
    /// No position.
    pub const NONE: Span = Span { source: 0, start: 0, end: 0, site: 0 };

    /// Whether this is a position.
    pub fn is_some(self) -> bool {
        self.source != 0
    }

    /// The number of the call in whose place this is, or 0.
    pub fn site_number(self) -> u32 {
        self.site & !TAIL
    }

    /// Whether this is the place of a call in tail position of its procedure.
    pub fn is_tail(self) -> bool {
        self.site & TAIL != 0
    }

    /// Whether this is a position, or in the place of a call that may have one.
    pub fn is_placed(self) -> bool {
        self.is_some() || self.site_number() != 0
    }

    /// This span, or `other` when this is none.
    pub fn or(self, other: Span) -> Span {
        if self.is_some() { self } else { other }
    }
}

/// A call in whose place the body of the procedure stands that was called.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where the call is, and in which other one's place.
    pub call: Span,
    /// Name of the procedure.
    pub name: Option<Rc<str>>,
}

/// The calls that were replaced by procedures' bodies in one unit.
#[derive(Clone, Debug, Default)]
pub struct Sites(pub Vec<Site>);

impl Sites {
    /// Adds a call; the result is its number in spans, which is that of the call's own place when
    /// there are too many.
    pub fn add(&mut self, call: Span, name: Option<Rc<str>>) -> u32 {
        self.0.push(Site { call, name });
        u32::try_from(self.0.len()).ok().filter(|number| number & TAIL == 0).unwrap_or(call.site_number())
    }

    /// The call in whose place a span is.
    pub fn of(&self, span: Span) -> Option<&Site> {
        self.0.get((span.site_number() as usize).checked_sub(1)?)
    }
}

trace_nothing!(Span, Sources, Sites);

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}-{}", self.source, self.start, self.end)
    }
}

/// One text.
#[derive(Clone)]
pub struct Source {
    /// Its name in messages: a file name, `<eval>`, `-`.
    pub name: Rc<str>,
    /// Its content.
    pub text: Rc<str>,
    line_starts: Rc<[u32]>,
    /// Number of the first line: texts that arrive in pieces are numbered consecutively.
    first_line: usize,
}

/// Line and column of a position, both from 1; columns count characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

impl Source {
    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> LineColumn {
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts[line - 1] as usize;
        let column = self.text.get(start..offset as usize).map_or(0, |s| s.chars().count()) + 1;
        LineColumn { line: self.first_line + line - 1, column }
    }

    /// Text of a line, by its line number, without the line end.
    pub fn line(&self, line: usize) -> &str {
        let index = line - self.first_line;
        let start = self.line_starts[index] as usize;
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |&e| e as usize);
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }
}

/// All texts that code was read from.
#[derive(Default)]
pub struct Sources {
    sources: Vec<Source>,
}

impl Sources {
    /// Adds a text; returns its number in spans.
    pub fn add(&mut self, name: &str, text: &str) -> u32 {
        self.add_part(name, text, 1)
    }

    /// Adds a part of a longer text, whose first line has this number there.
    pub fn add_part(&mut self, name: &str, text: &str, first_line: usize) -> u32 {
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| i as u32 + 1))
            .collect();
        self.sources.push(Source { name: name.into(), text: text.into(), line_starts, first_line });
        self.sources.len() as u32
    }

    /// The whole of the source of this name that was added last.
    pub fn named(&self, name: &str) -> Option<Span> {
        let at = self.sources.iter().rposition(|source| &*source.name == name)?;
        Some(Span { source: at as u32 + 1, ..Span::NONE })
    }

    /// The source of a span.
    pub fn get(&self, span: Span) -> Option<&Source> {
        self.sources.get(span.source.checked_sub(1)? as usize)
    }
}
