//! Procedures that are saved by one engine and loaded by another.

use cairn_backend::saved::{Failure, Image, Saver, Unsaveable};
use cairn_compiler as compile;
use cairn_middle::primitives::Code;

use crate::engine::{Config, Engine, Outcome};

/// The image of the procedure that an expression is.
fn image(expression: &str) -> Result<Vec<u8>, Unsaveable> {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    engine.session("saved", expression, |_, outcome| drop(outcome.expect("a procedure"))).expect("a datum");
    engine.mutate(|_, machine| {
        let mut saver = Saver::new(machine.world.session.primitives);
        saver.add(machine.world.last)?;
        Ok(saver.finish(0))
    })
}

/// Loads an item and calls it `loaded`; whether that could be done.
fn load(engine: &mut Engine, bytes: &[u8]) -> bool {
    engine.mutate(|mc, machine| {
        let world = &mut machine.world;
        let image = Image::new(bytes).ok();
        let loaded = image.map(|image| image.load(mc, &mut world.session.cells, 0));
        let Some(Ok(procedure)) = loaded else {
            assert!(matches!(loaded, None | Some(Err(Failure::Damaged))));
            return false;
        };
        // Links what it refers to.
        compile::prelude_procedure(mc, world, "%apply").expect("a builtin");
        let interaction = world.interaction;
        world.session.libraries.environments.define(mc, interaction, "loaded", procedure);
        true
    })
}

/// The value of an expression with `loaded` in a fresh engine.
fn value_of(bytes: &[u8], expression: &str) -> String {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    assert!(load(&mut engine, bytes), "the image can be loaded");
    match engine.eval("call", expression) {
        Ok(Outcome::Value(text)) => text.unwrap_or_default(),
        other => panic!("{expression}: {other:?}"),
    }
}

#[test]
fn constants_of_all_kinds_come_back() {
    for constant in [
        "(a \"text\" #\\x 12 -1 (b . c) () #t #f)",
        "(123456789012345678901234567890 -1/3 0.5 1e300 -0.0 +inf.0 1+2i 1/2-0.5i)",
        "#(1 #(2) #u8(1 2 255) \"\" |a b| λ \"λ\")",
        "#0=(a #0# #(#0# b #1=(c . #1#)))",
        "(#f64(1.5 2) #s8(-1) #!eof)",
    ] {
        let expected = value_of(&image("(lambda () 0)").expect("an image"), &format!("'{constant}"));
        let bytes = image(&format!("(lambda () '{constant})")).expect("an image");
        assert_eq!(value_of(&bytes, "(loaded)"), expected);
    }
}

#[test]
fn parts_that_are_the_same_stay_the_same() {
    let bytes =
        image("(lambda () (let ((x '#0=((1) #0#))) (list (eq? x (cadr x)) (eq? 'sym 'sym))))").expect("an image");
    assert_eq!(value_of(&bytes, "(loaded)"), "(#t #t)");
    assert_eq!(value_of(&bytes, "(eq? (loaded) (loaded))"), "#f");
}

#[test]
fn literals_stay_constant() {
    let bytes = image("(lambda (c) (string-set! \"abc\" 0 c))").expect("an image");
    let message = value_of(&bytes, "(guard (e (#t (error-object-message e))) (loaded #\\x))");
    assert!(message.contains("literal"), "{message}");
}

#[test]
fn procedures_within_procedures_come_back() {
    let source = "(lambda (n)
      (define count 0)
      (define f (case-lambda ((a) (set! count (+ count a)) count) ((a b . c) (list a b c))))
      (define (even n) (if (= n 0) 'even (odd (- n 1))))
      (define (odd n) (if (= n 0) 'odd (even (- n 1))))
      (list (f n) (f n) (f 1 2 3) (even 101) (map (lambda (x) (* x n)) '(3 1 2)) (sort '(3 1 2) <)
            (guard (e (#t (list 'caught (error-object-message e)))) (error \"message\" n))))";
    let bytes = image(source).expect("an image");
    assert_eq!(value_of(&bytes, "(loaded 2)"), "(2 4 (1 2 (3)) odd (6 2 4) (1 2 3) (caught \"message\"))");
}

#[test]
fn positions_are_kept() {
    let bytes = image("(lambda (x)\n  (car\n    x))").expect("an image");
    let mut engine = Engine::new(Config::default()).expect("an engine");
    assert!(load(&mut engine, &bytes));
    let report = engine.eval("call", "(loaded 5)").expect_err("no pair");
    assert!(report.message.contains("car"), "{}", report.message);
}

#[test]
fn what_has_no_form_outside_the_heap_is_refused() {
    let source = "(define-syntax now (er-macro-transformer (lambda (form rename compare) (list 'quote (make-equal-hash-table)))))
                  (lambda () (now))";
    let refused = image(source).expect_err("a hash table");
    assert!(refused.0.contains("hash"), "{refused:?}");
    assert!(image("(let ((x (list 1))) (lambda () x))").is_err());
}

/// Damage is found, or leaves a procedure; nothing panics.
#[test]
fn damaged_images_are_refused() {
    let bytes = image("(lambda (x) (list x 'a \"b\" '(1 2.5) '#(1) (map car '((1)))))").expect("an image");
    let mut engine = Engine::new(Config::default()).expect("an engine");
    assert!((0..bytes.len()).filter(|&length| load(&mut engine, &bytes[..length])).count() < 8);
    for at in 0..24 {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0xFF;
        load(&mut engine, &damaged);
    }
}

/// No script compiles what the image has.
#[test]
fn every_builtin_in_scheme_is_loaded_from_the_image() {
    let mut engine = Engine::new(Config::default()).expect("an engine");
    engine.mutate(|mc, machine| {
        let session = &mut machine.world.session;
        let prelude = session.primitives.prelude();
        let image = Image::new(prelude.saved.expect("an image of the present texts")).expect("an image");
        let in_scheme = session.primitives.all().filter(|(_, row)| row.code == Code::Scheme);
        for (id, row) in in_scheme {
            let loaded = image.load(mc, &mut session.cells, usize::from(id.0 - prelude.first.0));
            assert!(loaded.is_ok(), "{}", row.name);
        }
    });
}
