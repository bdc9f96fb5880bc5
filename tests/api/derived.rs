//! Derived conversions and procedures of methods.

use cairn::{Engine, FromValue, Func, IntoValue, Library, Userdata};

use super::{refused, value};

#[derive(FromValue, IntoValue, PartialEq, Clone, Debug)]
struct Place {
    name: String,
    max_depth: Option<u32>,
    #[cairn(name = "where")]
    position: (f64, f64),
    #[cairn(skip)]
    visits: u32,
    kind: Kind,
}

#[derive(FromValue, IntoValue, PartialEq, Clone, Debug)]
enum Kind {
    Plain,
    #[cairn(name = "in")]
    Inside(Box5),
    DeepWater(i8, i8),
    Named {
        name: String,
    },
}

#[derive(FromValue, IntoValue, PartialEq, Clone, Debug, Default)]
struct Tree {
    name: Option<char>,
    #[cairn(default)]
    kids: Vec<Tree>,
}

#[derive(FromValue, IntoValue, PartialEq, Debug)]
struct Nothing;

/// A struct of one field is that field.
#[derive(FromValue, IntoValue, PartialEq, Clone, Debug)]
struct Box5(u8);

#[derive(FromValue, IntoValue, PartialEq, Clone, Debug)]
struct Both<A, B> {
    first: A,
    second: B,
}

fn engine() -> Engine {
    Engine::builder().build().expect("an engine")
}

#[test]
fn structs_are_read_from_lists_tables_and_records() {
    let engine = &mut engine();
    let wanted = Place {
        name: "bay".to_string(),
        max_depth: Some(9),
        position: (1.0, 2.5),
        visits: 0,
        kind: Kind::DeepWater(-1, 2),
    };
    let list = "`((name . \"bay\") (kind deep-water -1 2) (where 1 2.5) (max-depth . 9) (max-depth . 8) (more . 1))";
    assert_eq!(value::<Place>(engine, list), wanted);
    let table = format!("(alist->hash-table {list} equal?)");
    assert_eq!(value::<Place>(engine, &format!("(import (srfi 69)) {table}")), wanted);
    let record = "(define-record-type place (make-place name where kind) place? (name n) (where w) (kind k))
                  (make-place \"bay\" '(1 2.5) '(deep-water -1 2))";
    assert_eq!(value::<Place>(engine, record), Place { max_depth: None, ..wanted });
}

#[test]
fn what_is_written_is_read_again() {
    let engine = &mut engine();
    let echo: Func = value(engine, "(lambda (x) x)");
    for kind in [Kind::Plain, Kind::Inside(Box5(7)), Kind::DeepWater(1, -1), Kind::Named { name: "x".to_string() }] {
        let place = Place { name: String::new(), max_depth: None, position: (0.0, -1.0), visits: 0, kind };
        assert_eq!(engine.call::<Place>(&echo, (place.clone(),)).expect("a place"), place);
    }
    let both = Both { first: vec![Box5(1)], second: Some(true) };
    assert_eq!(engine.call::<Both<Vec<Box5>, Option<bool>>>(&echo, (both.clone(),)).expect("both"), both);
    let write: Func = value(engine, "(lambda (x) (call-with-output-string (lambda (p) (write x p))))");
    for (kind, text) in
        [(Kind::Plain, "plain"), (Kind::Inside(Box5(7)), "(in 7)"), (Kind::DeepWater(1, 2), "(deep-water 1 2)")]
    {
        assert_eq!(engine.call::<String>(&write, (kind,)).expect("a text"), text);
    }
}

#[test]
fn mismatches_say_where() {
    let engine = &mut engine();
    for (text, message) in [
        ("5", "expected an association list, a hash table or a record, got 5"),
        ("'(5)", "expected an association list, a hash table or a record, got (5)"),
        ("'((name . \"x\"))", "the field where is missing"),
        ("'((name . \"x\") (where 1 2))", "the field kind is missing"),
        ("'((name . x))", "name: expected a string, got x"),
        ("'((name . \"x\") (max-depth . -1))", "max-depth: expected an exact integer from 0 to 4294967295, got -1"),
        ("'((name . \"x\") (where 1))", "where: expected 2 elements, got (1)"),
        ("'#0=((name . \"x\") . #0#)", "expected an association list, a hash table or a record, got"),
    ] {
        let got = refused::<Place>(engine, text);
        assert!(got.starts_with(message), "{text}: {got}");
    }
    for (text, message) in [
        ("'other", "expected one of plain, in, deep-water, named, got other"),
        ("'(plain 1)", "plain: expected 0 elements, got (1)"),
        ("'(plain . 1)", "plain: expected a list or a vector, got 1"),
        ("'in", "in: expected 1 elements, got ()"),
        ("'(in 256)", "in: expected an exact integer from 0 to 255, got 256"),
        ("'(deep-water 1)", "deep-water: expected 2 elements, got (1)"),
        ("'(named (name . 5))", "named: name: expected a string, got 5"),
        ("'#0=(deep-water . #0#)", "deep-water: "),
        ("\"plain\"", "expected one of plain, in, deep-water, named, got \"plain\""),
    ] {
        let got = refused::<Kind>(engine, text);
        assert!(got.starts_with(message), "{text}: {got}");
    }
}

#[test]
fn a_type_may_contain_itself() {
    let engine = &mut engine();
    let leaf = |name| Tree { name: Some(name), kids: Vec::new() };
    let tree = Tree { name: None, kids: vec![leaf('a'), Tree { name: None, kids: vec![leaf('b'), leaf('c')] }] };
    let text = "'((kids ((name . #\\a)) ((kids ((name . #\\b)) ((name . #\\c))))))";
    assert_eq!(value::<Tree>(engine, text), tree);
    let echo: Func = value(engine, "(lambda (x) x)");
    assert_eq!(engine.call::<Tree>(&echo, (tree.clone(),)).expect("a tree"), tree);
    assert_eq!(engine.call::<Nothing>(&echo, (Nothing,)).expect("nothing"), Nothing);
}

#[test]
fn deep_shared_and_circular_data_end_with_an_error() {
    let engine = &mut engine();
    let nested = |count: u32, kids: &str| {
        format!("(let loop ((n {count}) (t '())) (if (= n 0) t (loop (- n 1) `((kids {kids})))))")
    };
    assert_eq!(value::<Tree>(engine, &nested(199, ",t")).kids.len(), 1);
    for text in [
        nested(100_000, ",t"),
        nested(100, ",t ,t"),
        "'#0=((kids #0#))".to_string(),
        "'#0=((kids #0# #0#))".to_string(),
    ] {
        let message = refused::<Tree>(engine, &text);
        assert!(message.ends_with("too deep or too large to pass between host and program"), "{text}: {message}");
    }
    // The host's own data have the same bound.
    let mut deep = Tree::default();
    for _ in 0..1000 {
        deep = Tree { name: None, kids: vec![deep] };
    }
    let echo: Func = value(engine, "(lambda (x) x)");
    let message = engine.call::<()>(&echo, (deep,)).expect_err("too deep").message;
    assert!(message.contains("too deep"), "{message}");
}

#[derive(Userdata)]
struct GameBoard(Vec<i64>);

#[cairn::methods]
impl GameBoard {
    pub fn new(size: usize) -> Result<Self, String> {
        if size > 100 { Err("that is too large".to_string()) } else { Ok(GameBoard(vec![0; size])) }
    }

    pub fn copy(&self) -> GameBoard {
        GameBoard(self.0.clone())
    }

    pub fn at(&self, place: usize) -> Option<i64> {
        self.0.get(place).copied()
    }

    pub fn put(&mut self, place: usize, content: Option<i64>) {
        self.0[place] = content.unwrap_or(-1);
    }

    #[cairn(name = "board-limit")]
    pub fn limit() -> usize {
        100
    }

    #[cairn(skip)]
    pub fn reset(&mut self) {
        self.0.clear();
    }

    fn hidden(&self) -> usize {
        self.0.len()
    }
}

#[test]
fn methods_are_procedures() {
    let engine = &mut engine();
    engine.add_library(GameBoard::methods(Library::new("board")).visible()).expect("a library");
    let text =
        "(define b (make-game-board 3)) (game-board-put! b 1 5) (define c (game-board-copy b)) (game-board-put! b 1)
                (list (game-board-at b 1) (game-board-at c 1) (game-board-at b 0))";
    assert_eq!(value::<Vec<i64>>(engine, text), [-1, 5, 0]);
    assert_eq!(value::<Option<i64>>(engine, "(game-board-at b 9)"), None);
    assert_eq!(value::<usize>(engine, "(board-limit)"), 100);
    assert_eq!(value::<String>(engine, "(call-with-output-string (lambda (p) (write b p)))"), "#<game-board>");
    assert_eq!(refused::<()>(engine, "(make-game-board 1000)"), "make-game-board: that is too large");
    assert_eq!(refused::<()>(engine, "(game-board-at 5 1)"), "game-board-at: expected game-board, got 5");
    assert!(refused::<()>(engine, "(game-board-put! b 50 1)").contains("panicked"));
    for name in ["game-board-reset!", "game-board-hidden"] {
        assert!(refused::<()>(engine, name).contains("unbound"), "{name}");
    }
    let mut board = GameBoard(vec![1]);
    board.reset();
    assert_eq!(board.hidden(), 0);
}
