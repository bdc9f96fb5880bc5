//! Tests that the folders of `src` are layers: each uses only those below it. The order is stated
//! once, in `graph.rs`. `CAIRN_BLESS=1 cargo test -p cairn-structure` writes it and the graph into
//! ARCHITECTURE.md.

use cairn_structure::graph::{LAYERS, layer_of, table, wrong};
use cairn_structure::{Module, modules, references, root};

#[test]
fn folders_use_only_those_below_them() {
    let all: Vec<String> = modules().iter().flat_map(references).filter_map(|found| wrong(&found)).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn every_module_is_in_a_layer() {
    let outside: Vec<_> = modules().into_iter().filter(|module| layer_of(&module.path).is_none()).collect();
    let outside: Vec<_> = outside.iter().map(|module| &*module.file).collect();
    assert_eq!(
        outside,
        ["src/lib.rs", "src/middle/lib.rs", "src/backend/lib.rs"],
        "these hold modules and nothing else"
    );
}

#[test]
fn every_layer_has_modules() {
    let all = modules();
    for layer in LAYERS {
        assert!(all.iter().any(|module| layer_of(&module.path) == layer_of(&path(layer))), "{layer} is empty");
    }
}

#[test]
fn the_architecture_shows_the_graph() {
    let file = root().join("ARCHITECTURE.md");
    let text = std::fs::read_to_string(&file).expect("the document");
    let (before, rest) = text.split_once("<!-- layers -->\n").expect("the start of the table");
    let (_, after) = rest.split_once("<!-- end of layers -->").expect("the end of the table");
    let wanted = format!("{before}<!-- layers -->\n{}<!-- end of layers -->{after}", table(&modules()));
    if std::env::var_os("CAIRN_BLESS").is_some() {
        std::fs::write(&file, &wanted).expect("the document can be written");
        return;
    }
    assert!(text == wanted, "out of date: run CAIRN_BLESS=1 cargo test -p cairn-structure\n{}", table(&modules()));
}

fn path(text: &str) -> Vec<String> {
    text.split('/').map(str::to_string).collect()
}

/// The lines of a text, taken as a file of a module, at which the check reports a fault.
fn lines_found(module: &str, text: &str) -> Vec<usize> {
    let syntax = syn::parse_file(text).expect("Rust code");
    let module = Module { path: path(module), file: format!("src/{module}/mod.rs"), syntax };
    references(&module).iter().filter(|found| wrong(found).is_some()).map(|found| found.line).collect()
}

#[test]
fn a_use_of_a_layer_above_is_found_in_every_form() {
    let forms = [
        "use crate::saved::Saver;",
        "use crate::{bytecode, saved::load as L};",
        "pub use super::codegen::Generator::*;",
        "use crate::*;",
        "use crate::saved::{self};",
        "fn f(x: &crate::codegen::Generator) {}",
        "fn f() { let y = crate::passes::run(); }",
        "fn f() { assert!(crate::saved::new(1) == 2); }",
        "macro_rules! m { ($x:expr) => { $crate::saved::run($x) } }",
        "impl crate::passes::Pass for X {}",
        "mod inner { use super::super::saved::Saver; }",
        "#[cfg(test)] mod tests { fn f() { super::super::codegen::f(); } }",
    ];
    for form in forms {
        assert_eq!(lines_found("backend/bytecode", &format!("\n{form}\n")), [2], "{form}");
    }
    let forms = [
        "use cairn_text::reader::read_str;",
        "use cairn_compiler::{self as compiler};",
        "fn f(x: &cairn_text::printer::Style) { }",
        "fn f() { assert!(cairn_compiler::unit(1) == 2); }",
    ];
    for form in forms {
        assert_eq!(lines_found("data/port", &format!("\n{form}\n")), [2], "{form}");
    }
}

#[test]
fn a_use_of_a_layer_below_is_right() {
    let forms = [
        "use cairn_number::{self as number, Number};",
        "use super::source::Span;",
        "fn f(x: crate::source::Span) { assert!(cairn_number::is_zero(x)); }",
        "pub(crate) fn f() { self::g(); std::mem::drop(cairn_gc::Value::NIL) }",
    ];
    for form in forms {
        assert!(lines_found("data/port", form).is_empty(), "{form}");
    }
}
