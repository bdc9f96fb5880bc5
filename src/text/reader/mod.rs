//! Reads data from characters (R7RS 2, 6.13.2 `read`, 7.1).
//!
//! [`ProgramReader`] reads source texts: it allocates pairs that do not move, records the position
//! of each datum in a [`SpanMap`], and marks string literals as constants. [`read_datum`] reads
//! from a port: young pairs, no positions, mutable strings, and it does not consume text after the
//! datum. Both use the same lexer and parser over a [`CharSource`].
//!
//! The parser has an explicit stack, so that data may be nested to any depth.
//!
//! Extensions to the report: a list may be enclosed in `[` and `]`; quote, quasiquote and comma end
//! a token; `1+` and other words that begin like numbers but are not are symbols; symbols may
//! contain `#` after their first character and any non-ASCII character that is neither a space nor
//! a control character; `#!r6rs` and `#!r7rs` are comments; `#!eof`, `#!default` and
//! `#!unspecified` are objects; there are a few more character names (see `chars`). A word in
//! vertical lines is never folded.

mod labels;
mod lexer;
mod literals;
mod parser;
mod problem;
mod source;
mod spans;

use cairn_data::error::Result;
use cairn_data::port::ReadState;
use cairn_data::source::{SourceText, Span};
use cairn_gc::{Mutation, Value, trace_nothing};
use lexer::Lexer;
use parser::Parser;

pub use source::{CharSource, StrSource};
pub use spans::SpanMap;

/// A datum of a program.
#[derive(Clone, Copy, Debug)]
pub struct Datum<'gc> {
    /// The datum.
    pub value: Value<'gc>,
    /// Its position.
    pub span: Span,
}

/// Reads the data of a source text, one after another.
///
/// It holds no values, so it may live from one mutation to the next.
pub struct ProgramReader {
    text: SourceText,
    source: u32,
    at: usize,
    fold: bool,
    incomplete: bool,
}

trace_nothing!(ProgramReader);

/// The end of a script's header, which begins with `#!`: after its first line, or after a line that
/// consists of `!#`.
fn header_end(body: &str) -> usize {
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if line.trim_end() == "!#" {
            return at + line.trim_end().len();
        }
        at += line.len();
    }
    body.find('\n').unwrap_or(body.len())
}

impl ProgramReader {
    /// Creates a reader of `text`, which is number `source` of the sources. Skips a byte order mark
    /// and a first line that begins with `#!/` or `#! `; if there is a line `!#`, it skips
    /// everything up to it, as Guile does.
    pub fn new(text: SourceText, source: u32) -> Self {
        let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let body = &text[mark..];
        let line = match body.starts_with("#!/") || body.starts_with("#! ") {
            true => header_end(body),
            false => 0,
        };
        let at = mark + line;
        ProgramReader { text, source, at, fold: false, incomplete: false }
    }

    /// Starts with case folding on, as `include-ci` requires.
    pub fn fold_case(mut self) -> Self {
        self.fold = true;
        self
    }

    /// The next datum, or `None` at the end of the text. After a failure the reader continues after
    /// the offending token.
    ///
    /// # Errors
    /// A failure of kind `Read` at the offending position if the text is not a datum; out of
    /// memory.
    pub fn next<'gc>(&mut self, mc: Mutation<'gc>, spans: &mut SpanMap) -> Result<'gc, Option<Datum<'gc>>> {
        let mut chars = StrSource::new(&self.text, self.at);
        let mut parser = Parser::new(mc, Lexer::new(&mut chars, self.source, self.fold), Some(spans));
        let datum = parser.read();
        self.fold = parser.lexer.fold;
        self.incomplete = parser.lexer.incomplete;
        self.at = chars.position();
        datum
    }

    /// Reads all remaining data.
    ///
    /// # Errors
    /// As for [`ProgramReader::next`]; reading ends at the first failure.
    pub fn all<'gc>(&mut self, mc: Mutation<'gc>, spans: &mut SpanMap) -> Result<'gc, Vec<Datum<'gc>>> {
        std::iter::from_fn(|| self.next(mc, spans).transpose()).collect()
    }

    /// After a failure: whether the text ended too early, so that a session should wait for more.
    pub fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// Whether the case of the following text is folded.
    pub fn folds_case(&self) -> bool {
        self.fold
    }

    /// Offset in bytes of the first unread character.
    pub fn offset(&self) -> usize {
        self.at
    }
}

/// The next datum from a port (R7RS 6.13.2), or the end-of-file object.
///
/// # Errors
/// A failure of kind `Read` if the text is not a datum; the errors of the source; out of memory.
pub fn read_datum<'gc>(mc: Mutation<'gc>, chars: &mut impl CharSource<'gc>, state: &mut ReadState) -> Result<'gc> {
    let mut parser = Parser::new(mc, Lexer::new(chars, 0, state.fold_case), None);
    let datum = parser.read();
    state.fold_case = parser.lexer.fold;
    Ok(datum?.map_or(Value::EOF, |datum| datum.value))
}

/// The first datum of a text, outside any source: young, without positions.
///
/// # Errors
/// As for [`read_datum`].
pub fn read_str<'gc>(mc: Mutation<'gc>, text: &str) -> Result<'gc> {
    read_datum(mc, &mut StrSource::new(text, 0), &mut ReadState::default())
}
