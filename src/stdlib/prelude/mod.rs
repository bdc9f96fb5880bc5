//! The builtins that are written in Scheme: their sources, and the row of each.
//!
//! What takes a procedure is written in Scheme, so that the machine never calls
//! itself. A source file is a sequence of `(define (name . formals) body ...)`
//! and `(define name (case-lambda ...))` or `(lambda ...)`: the values are
//! procedures whose free variables are builtins, so that each definition can be
//! compiled on its own when its name is first referred to, and what a program
//! does not use costs nothing. All builtins are visible in this code, internal
//! ones (`%name`) included. Each file has a module beside it with its rows.
//!
//! Invariants, tested here: every row has one definition and every definition a
//! row; the formals agree with the row's arity; names are used once.

use std::sync::OnceLock;

use crate::compiler::names::NameMap;
use crate::stdlib::Builtin;

/// One file of the prelude.
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
pub const SOURCES: &[Source] = sources![lists, vectors, sorting, control, prompts, ports, hash_tables, idioms];

/// The text of the definition of a builtin.
pub fn definition(name: &str) -> Option<&'static str> {
    // Most programs need few of the files.
    static INDICES: [OnceLock<NameMap<&'static str>>; SOURCES.len()] = [const { OnceLock::new() }; SOURCES.len()];
    let at = SOURCES.iter().position(|source| source.rows.iter().any(|row| row.facts.name == name))?;
    INDICES[at].get_or_init(|| definitions(SOURCES[at].text).collect()).get(name).copied()
}

/// The definitions of a text by name.
fn definitions(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = find_open(rest)?;
        let length = form_length(&rest.as_bytes()[start..]);
        let form = &rest[start..start + length];
        rest = &rest[start + length..];
        Some((defined_name(form), form))
    })
}

/// Offset of the next parenthesis that is not in a comment.
fn find_open(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'(' => return Some(i),
            b';' => i += line_length(&bytes[i..]),
            _ => i += 1,
        }
    }
    None
}

/// The name that `(define name` or `(define (name` gives a value.
fn defined_name(form: &str) -> &str {
    let rest = form.trim_start_matches("(define").trim_start().trim_start_matches('(');
    let end = rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len());
    &rest[..end]
}

/// Length of the parenthesised form at the start of the text.
fn form_length(text: &[u8]) -> usize {
    let mut depth = 0usize;
    let mut i = 0;
    while i < text.len() {
        match text[i] {
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return i + 1;
                }
            }
            b';' => i += line_length(&text[i..]) - 1,
            b'"' => i += string_length(&text[i..]) - 1,
            // A character literal: the one behind the backslash is no syntax.
            b'#' if text.get(i + 1) == Some(&b'\\') => i += 2,
            _ => {}
        }
        i += 1;
    }
    text.len()
}

fn line_length(text: &[u8]) -> usize {
    text.iter().position(|&b| b == b'\n').unwrap_or(text.len())
}

fn string_length(text: &[u8]) -> usize {
    let mut i = 1;
    while i < text.len() && text[i] != b'"' {
        i += if text[i] == b'\\' { 2 } else { 1 };
    }
    (i + 1).min(text.len())
}

#[cfg(test)]
mod tests;
