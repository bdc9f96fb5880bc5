//! Tests that the prelude's rows and texts agree.

use std::collections::HashMap;

use cairn_gc::{Heap, Rootable};
use cairn_middle::environment::{Environments, Origin};
use cairn_middle::primitives::{Arity, Code};
use cairn_vm::{Machine, Stack};

use super::*;
use crate::new_world;

#[test]
fn rows_and_definitions_correspond() {
    for source in SOURCES {
        let defined: Vec<_> = definitions(source.text).map(|(name, _)| name).collect();
        let rows: Vec<_> = source.rows.iter().map(|row| row.facts.name).collect();
        assert_eq!(defined, rows, "{}: same names in the same order", source.name);
        assert!(source.rows.iter().all(|row| row.facts.code == Code::Scheme));
    }
}

#[test]
fn names_are_used_once() {
    let mut seen = HashMap::new();
    for source in SOURCES {
        for (name, form) in definitions(source.text) {
            assert!(seen.insert(name, source.name).is_none(), "{name} is defined twice");
            assert_eq!(form_length(form.as_bytes()), form.len(), "{name} is not one form");
        }
    }
}

#[test]
fn arities_agree_with_formals() {
    for row in SOURCES.iter().flat_map(|source| source.rows).map(|row| &row.facts) {
        let text = definition(row.name).expect(row.name);
        assert_eq!(arity_of(text), Some(row.arity), "{}", row.name);
    }
}

#[test]
fn shared_numbers_are_used() {
    for (name, _) in NUMBERS {
        let is_used = |source: &Source| source.text.contains(&format!(" {name})"));
        assert!(SOURCES.iter().any(is_used), "no definition uses {name}");
    }
}

#[test]
fn definitions_begin_at_the_start_of_a_line() {
    let text = "; (no)\n(define (f) #\\) \")\\\")\" ; )\n 1)\n\n; no\n(define g (lambda (x) x))";
    let found: Vec<_> = definitions(text).collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].0, "f");
    assert!(found[0].1.ends_with("1)"));
    assert_eq!(found[1], ("g", "(define g (lambda (x) x))"));
    assert!(definition("no such builtin").is_none());
}

/// The arity of a definition's formals.
fn arity_of(text: &str) -> Option<Arity> {
    let rest = text.strip_prefix("(define")?.trim_start();
    if let Some(formals) = rest.strip_prefix('(') {
        let names: Vec<_> = formals[..formals.find(')')?].split_whitespace().skip(1).collect();
        return Some(arity_of_formals(&names));
    }
    let value = rest[rest.find('(')?..].trim_start_matches('(');
    if let Some(clauses) = value.strip_prefix("case-lambda") {
        return clause_formals(clauses).into_iter().map(|f| arity_of_formals(&f)).reduce(widest);
    }
    let formals = &value.strip_prefix("lambda (")?;
    let names: Vec<_> = formals[..formals.find(')')?].split_whitespace().collect();
    Some(arity_of_formals(&names))
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
            // A character literal: the character after the backslash is not syntax.
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

/// The formals of each clause of a `case-lambda`.
fn clause_formals(text: &str) -> Vec<Vec<&str>> {
    let mut clauses = Vec::new();
    let mut rest = text;
    while let Some(start) = find_open(rest) {
        let length = form_length(&rest.as_bytes()[start..]);
        let formals = rest[start + 1..start + length].trim_start().strip_prefix('(').expect("formals");
        clauses.push(formals[..formals.find(')').expect("end of formals")].split_whitespace().collect());
        rest = &rest[start + length..];
    }
    clauses
}

fn arity_of_formals(names: &[&str]) -> Arity {
    match names.iter().position(|&name| name == ".") {
        Some(dot) => Arity { min: dot as u8, max: None },
        None => Arity { min: names.len() as u8, max: Some(names.len() as u8) },
    }
}

fn widest(a: Arity, b: Arity) -> Arity {
    Arity { min: a.min.min(b.min), max: a.max.zip(b.max).map(|(a, b)| a.max(b)) }
}

/// An unbound name would otherwise only fail when its code runs.
#[test]
fn free_variables_are_builtins() {
    let mut heap: Heap<Rootable![Machine<'_>]> =
        Heap::new(cairn_gc::Config::default(), |_| Machine::new(new_world(), Stack::new(1 << 20).expect("memory")));
    heap.mutate(|mc, machine| {
        let world = &mut machine.world;
        let probe = cairn_text::reader::read_str(mc, "(lambda () (a-name-that-is-nowhere-bound))").expect("a datum");
        cairn_expand::expand_toplevel(mc, &mut world.session, probe, Environments::PRELUDE).expect("an expression");
        for row in SOURCES.iter().flat_map(|source| source.rows).map(|row| &row.facts) {
            assert!(
                cairn_compiler::defined(mc, world, world.session.primitives.find(row.name).expect("a row")).is_ok(),
                "{} does not compile",
                row.name
            );
        }
        let entries = world.session.libraries.environments.entries(Environments::PRELUDE);
        let unbound: Vec<_> = entries
            .filter(|(_, entry)| entry.origin == Origin::Referenced)
            .filter_map(|(key, _)| key.as_symbol())
            .collect();
        assert_eq!(unbound, ["a-name-that-is-nowhere-bound"]);
    });
}
