//! Answers the line editor while an entry is typed: completions, colours, whether it is
//! complete.

use std::borrow::Cow;
use std::cell::Cell;
use std::time::{Duration, Instant};

use rustyline::completion::Completer;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use super::colours::coloured;
use super::commands;
use super::completion;
use super::keys::Purpose;
use super::nesting::Nesting;

/// An entry of more bytes is not coloured anew at keys that come fast, as pasted ones do.
const LONG: usize = 500;
const FAST: Duration = Duration::from_millis(15);

/// Whether an entry needs no more lines, as far as its parentheses and strings say.
pub(super) fn is_complete(entry: &str) -> bool {
    let mut nesting = Nesting::default();
    nesting.feed(entry);
    let is_comment = |line: &str| line.trim_start().starts_with(';');
    // A comment belongs to what comes after it.
    let is_begun = !entry.is_empty() && entry.lines().all(is_comment) && !entry.ends_with('\n');
    !(nesting.is_open() || is_begun) || commands::is_one_line(entry)
}

/// The editor's helper.
#[derive(Default)]
pub(super) struct Assistant {
    /// The names to complete with, in alphabetical order.
    pub names: Vec<String>,
    /// Whether what is typed is an entry.
    pub purpose: Purpose,
    /// The parenthesis to be shown.
    partner: Cell<Option<usize>>,
    /// When the entry was last shown.
    shown: Cell<Option<Instant>>,
}

impl Assistant {
    /// An assistant for entries and input of programs.
    pub(super) fn new(purpose: Purpose) -> Assistant {
        Assistant { purpose, ..Assistant::default() }
    }
}

/// The partner of the parenthesis before the cursor or at it.
fn partner(line: &str, cursor: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    let closed = cursor.checked_sub(1).filter(|&at| bytes.get(at) == Some(&b')'));
    let at = closed.or_else(|| Some(cursor).filter(|&at| matches!(bytes.get(at), Some(b'(' | b')'))))?;
    Nesting::default().partner(line, at)
}

impl Helper for Assistant {}

impl Completer for Assistant {
    type Candidate = String;

    fn complete(&self, line: &str, cursor: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        if self.purpose.is_program() {
            return Ok((cursor, Vec::new()));
        }
        Ok(completion::candidates(&line[..cursor], &self.names))
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if self.purpose.is_program() { Cow::Borrowed(line) } else { Cow::Owned(coloured(line, self.partner.get())) }
    }

    fn highlight_char(&self, line: &str, cursor: usize, kind: CmdKind) -> bool {
        if self.purpose.is_program() {
            return false;
        }
        let is_final = kind == CmdKind::ForcedRefresh;
        self.partner.set(if is_final { None } else { partner(line, cursor) });
        let is_fast = self.shown.replace(Some(Instant::now())).is_some_and(|shown| shown.elapsed() < FAST);
        is_final || !is_fast || line.len() < LONG
    }
}

impl Hinter for Assistant {
    type Hint = String;
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        let is_valid = self.purpose.is_program() || is_complete(context.input());
        Ok(if is_valid { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}
