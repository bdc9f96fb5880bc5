//! Tests the table of builtins as a whole.

use std::collections::HashMap;

use cairn_middle::primitives::{Code, Meaning};

use super::{builtins, flag};
use crate::prelude;

#[test]
fn names_are_used_once() {
    let mut seen = HashMap::new();
    for (id, row) in builtins().primitives.all() {
        assert!(seen.insert(row.name, id).is_none(), "two builtins are named {}", row.name);
    }
}

#[test]
fn each_meaning_is_that_of_one_builtin() {
    for meaning in Meaning::ALL {
        let rows: Vec<_> = builtins().primitives.all().filter(|(_, row)| row.meaning == Some(meaning)).collect();
        assert_eq!(rows.len(), 1, "{meaning:?}");
        assert_eq!(builtins().primitives.that_means(meaning), rows[0].0);
    }
}

#[test]
fn rows_are_complete() {
    for (_, row) in builtins().primitives.all() {
        assert!(row.doc.starts_with(&format!("({}", row.name)), "{}: {}", row.name, row.doc);
        assert!(row.doc.ends_with('.'), "{}: {}", row.name, row.doc);
        assert!(row.arity.max.is_none_or(|max| max >= row.arity.min), "{}", row.name);
        let internal = row.has(flag::INTERNAL);
        assert_eq!(internal, row.name.starts_with('%'), "{}: internal names begin with %", row.name);
        if row.code == Code::Scheme {
            assert!(prelude::definition(row.name).is_some(), "{}: no definition", row.name);
        }
    }
}

/// The expander finds names in the prelude that are neither builtins nor locally bound; this test
/// finds mistyped internal ones early.
#[test]
fn internal_names_in_the_prelude_exist() {
    for source in prelude::SOURCES {
        for word in source.text.split(|c: char| c.is_whitespace() || "()';`,\"".contains(c)) {
            if word.starts_with('%') && word.len() > 1 {
                assert!(builtins().primitives.find(word).is_some(), "{}: {word} is no builtin", source.name);
            }
        }
    }
}
