//! Keeps source texts, and positions in them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use cairn_gc::{Charge, Mutation, OutOfMemory, trace_nothing};

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
    pub name: Option<Arc<str>>,
}

/// The calls that were replaced by procedures' bodies in one unit.
#[derive(Clone, Debug, Default)]
pub struct Sites(pub Vec<Site>);

impl Sites {
    /// Adds a call; the result is its number in spans, which is the call's own place when
    /// there are too many.
    pub fn add(&mut self, call: Span, name: Option<Arc<str>>) -> u32 {
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

/// The content of a source. One that Cairn has built in is not copied.
#[derive(Clone, Debug)]
pub enum SourceText {
    /// A part of the executable.
    BuiltIn(&'static str),
    /// One that whoever holds it keeps.
    Held(Arc<str>),
}

impl Deref for SourceText {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            SourceText::BuiltIn(text) => text,
            SourceText::Held(text) => text,
        }
    }
}

impl PartialEq for SourceText {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for SourceText {}

impl From<&str> for SourceText {
    fn from(text: &str) -> Self {
        SourceText::Held(text.into())
    }
}

impl From<String> for SourceText {
    fn from(text: String) -> Self {
        SourceText::Held(text.into())
    }
}

impl From<Cow<'static, str>> for SourceText {
    fn from(text: Cow<'static, str>) -> Self {
        match text {
            Cow::Borrowed(text) => SourceText::BuiltIn(text),
            Cow::Owned(text) => text.into(),
        }
    }
}

/// One text.
pub struct Source {
    /// Its name in messages: a file name, `<eval>`, `-`.
    pub name: Arc<str>,
    /// Its content.
    pub text: SourceText,
    /// Where its lines begin; computed when a position is first asked for.
    line_starts: OnceLock<Box<[u32]>>,
    /// Its code was compiled before, elsewhere: no table has the names that it imports.
    pub is_saved: bool,
    /// Number of the first line: texts that arrive in pieces are numbered consecutively.
    first_line: usize,
    charge: Mutex<Charge>,
}

/// Line and column of a position, both from 1; columns count characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// The number of line ends. Each piece is short enough for sums of bytes, which the compiler adds many at a time.
fn line_ends(text: &str) -> usize {
    let in_piece = |piece: &[u8]| piece.iter().map(|&byte| u8::from(byte == b'\n')).sum::<u8>();
    text.as_bytes().chunks(u8::MAX.into()).map(|piece| usize::from(in_piece(piece))).sum()
}

impl Source {
    /// Whether this is the text of a library that comes with Cairn.
    pub fn is_bundled(&self) -> bool {
        self.name.starts_with("<(")
    }

    /// Counts the text towards the memory limit, unless it is a part of the executable.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room for it.
    pub fn count(&self, mc: Mutation<'_>) -> Result<(), OutOfMemory> {
        if let SourceText::BuiltIn(_) = self.text {
            return Ok(());
        }
        let mut charge = self.charge.lock().unwrap_or_else(PoisonError::into_inner);
        charge.hold(mc, self.text.len() + (1 + line_ends(&self.text)) * size_of::<u32>())
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> LineColumn {
        let line = self.line_starts().partition_point(|&start| start <= offset);
        let start = self.line_starts()[line - 1] as usize;
        let column = self.text.get(start..offset as usize).map_or(0, |s| s.chars().count()) + 1;
        LineColumn { line: self.first_line + line - 1, column }
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect()
        })
    }

    /// Finds the positions of ascending offsets, in time proportional to the text.
    pub fn positions(&self) -> Positions<'_> {
        Positions { text: &self.text, at: 0, position: LineColumn { line: self.first_line, column: 1 } }
    }

    /// Text of a line, by its line number, without the line end.
    pub fn line(&self, line: usize) -> &str {
        let index = line - self.first_line;
        let start = self.line_starts()[index] as usize;
        let end = self.line_starts().get(index + 1).map_or(self.text.len(), |&e| e as usize);
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }
}

/// Positions of a text, each found from the one before.
pub struct Positions<'s> {
    text: &'s str,
    at: usize,
    position: LineColumn,
}

impl Positions<'_> {
    /// Line and column of a byte offset, which is not below an earlier one.
    pub fn position(&mut self, offset: usize) -> LineColumn {
        let passed = self.text.get(self.at..offset).unwrap_or_default();
        let (line_start, column) = passed.rfind('\n').map_or((0, self.position.column), |end| (end + 1, 1));
        self.position = LineColumn {
            line: self.position.line + passed[..line_start].matches('\n').count(),
            column: column + passed[line_start..].chars().count(),
        };
        self.at = self.at.max(offset);
        self.position
    }
}

/// The texts that code was read from. A text is kept by those who hold it: the table of
/// positions of its data, and the code made of it. A text that nobody holds
/// any more is gone, and its positions with it.
#[derive(Default)]
pub struct Sources {
    texts: HashMap<u32, Weak<Source>>,
    /// The text that was added last, which nobody holds yet.
    latest: Option<Arc<Source>>,
    /// The text that the host evaluates, for messages about it.
    main: Option<Arc<Source>>,
    last: u32,
    /// Texts at which those that are gone are forgotten.
    prune_at: usize,
}

/// Texts that are remembered before it is looked whether they are still there.
const FEW: usize = 64;

impl Sources {
    /// Adds a text that the host evaluates, or a part of it whose first line has this number;
    /// it is held until the next one. Returns its number in spans.
    pub fn add_main(&mut self, name: &str, text: impl Into<SourceText>, first_line: usize) -> u32 {
        let number = self.add_part(name, text, first_line);
        self.main.clone_from(&self.latest);
        number
    }

    /// Adds a text; returns its number in spans.
    pub fn add(&mut self, name: &str, text: impl Into<SourceText>) -> u32 {
        self.add_part(name, text, 1)
    }

    /// Adds a part of a longer text, whose first line has this number there.
    pub fn add_part(&mut self, name: &str, text: impl Into<SourceText>, first_line: usize) -> u32 {
        self.add_new(name, text.into(), first_line, false)
    }

    /// Adds a text of a program that has been compiled, as [`Sources::add_main`] does.
    pub fn add_saved(&mut self, name: &str, text: SourceText) -> u32 {
        let number = self.add_new(name, text, 1, true);
        self.main.clone_from(&self.latest);
        number
    }

    fn add_new(&mut self, name: &str, text: SourceText, first_line: usize, is_saved: bool) -> u32 {
        if self.texts.len() >= self.prune_at.max(FEW) {
            self.texts.retain(|_, text| text.strong_count() > 0);
            self.prune_at = self.texts.len() * 2;
        }
        self.last = self.last.checked_add(1).unwrap_or(1);
        let (line_starts, charge) = (OnceLock::new(), Mutex::default());
        let source = Arc::new(Source { name: name.into(), text, line_starts, is_saved, first_line, charge });
        self.texts.insert(self.last, Arc::downgrade(&source));
        self.latest = Some(source);
        self.last
    }

    /// The whole of the source of this name that was added last, while it is there.
    pub fn named(&self, name: &str) -> Option<Span> {
        let held = self.texts.iter().filter_map(|(&number, text)| Some((number, text.upgrade()?)));
        let source = held.filter(|(_, text)| &*text.name == name).map(|(number, _)| number).max()?;
        Some(Span { source, ..Span::NONE })
    }

    /// The sources that are there, in the order in which they were added.
    pub fn all(&self) -> Vec<Arc<Source>> {
        let mut held: Vec<_> =
            self.texts.iter().filter_map(|(&number, text)| Some((number, text.upgrade()?))).collect();
        held.sort_by_key(|&(number, _)| number);
        held.into_iter().map(|(_, text)| text).collect()
    }

    /// The source of a span, while it is there.
    pub fn get(&self, span: Span) -> Option<Arc<Source>> {
        self.texts.get(&span.source)?.upgrade()
    }
}
