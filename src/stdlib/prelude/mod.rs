//! Collects the builtins that are written in Scheme: their sources, and the row of each.
//!
//! Builtins that take a procedure are written in Scheme, so that the machine never calls itself. A
//! source file is a sequence of `(define (name . formals) body ...)` and `(define name (case-lambda
//! ...))` or `(lambda ...)`: the values are procedures whose free variables are builtins, so that
//! each definition is compiled separately. That happens when Cairn is developed: [`image`] has the
//! code, which is loaded when its name is first referred to, so unused definitions cost nothing.
//! All builtins are visible in this code, including internal ones (`%name`). The rows of each file
//! are in a module next to it.
//!
//! Invariants, tested here: every row has one definition and every definition a row; the formals
//! agree with the row's arity; names are unique.

pub mod image;
mod numbers;

use cairn_middle::primitives::{BuiltinId, Prelude};

use self::numbers::NUMBERS;
use crate::Builtin;

/// A file of the prelude.
pub struct Source {
    /// Its name, for positions in it.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
    /// The builtins that it defines.
    pub rows: &'static [Builtin],
}

macro_rules! sources {
    ($($module:ident),*) => {
        &[$(Source {
            name: concat!("prelude/", stringify!($module), ".scm"),
            text: include_str!(concat!("../", stringify!($module), "/prelude.scm")),
            rows: super::$module::prelude::ROWS,
        }),*]
    };
}

/// The files.
pub const SOURCES: &[Source] =
    sources![lists, vectors, sorting, control, prompts, ports, hash_tables, idioms, debugging];

/// The rows of the files.
pub const ROWS: [&[Builtin]; SOURCES.len()] = {
    let mut rows: [&[Builtin]; SOURCES.len()] = [&[]; SOURCES.len()];
    let mut i = 0;
    while i < rows.len() {
        rows[i] = SOURCES[i].rows;
        i += 1;
    }
    rows
};

/// The number of builtins written in Scheme.
pub const COUNT: usize = super::count(&ROWS);

/// The compiler's description of them, given the total number of builtins.
pub const fn prelude(count: usize) -> Prelude {
    Prelude { definition, numbers: NUMBERS, first: BuiltinId((count - COUNT) as u16), saved: image::CURRENT }
}

/// The text of the definition of a builtin.
pub fn definition(name: &str) -> Option<&'static str> {
    let source = SOURCES.iter().find(|source| source.rows.iter().any(|row| row.facts.name == name))?;
    definitions(source.text).find(|&(defined, _)| defined == name).map(|(_, text)| text)
}

/// Splits a text into definitions by name. A definition begins with a parenthesis at the start of a
/// line, and ends before the next line that begins with a parenthesis or a comment. So only line
/// ends are searched for, not each parenthesis.
fn definitions(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = line_beginning_with(rest, |byte| byte == b'(', 0)?;
        let end = line_beginning_with(rest, |byte| matches!(byte, b'(' | b';'), start + 1).unwrap_or(rest.len());
        let form = rest[start..end].trim_end();
        rest = &rest[end..];
        Some((defined_name(form), form))
    })
}

/// Offset of the first line, from `from` on, whose first character satisfies `begins`.
fn line_beginning_with(text: &str, begins: fn(u8) -> bool, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|&at| begins(bytes[at]) && (at == 0 || bytes[at - 1] == b'\n'))
}

/// The name that `(define name` or `(define (name` defines.
fn defined_name(form: &str) -> &str {
    let rest = form.trim_start_matches("(define").trim_start().trim_start_matches('(');
    let end = rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len());
    &rest[..end]
}

#[cfg(test)]
mod tests;
