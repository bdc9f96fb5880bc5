//! The embedding API by the types of the host: calls in both directions, handles, Rust objects,
//! callbacks, errors.

#[cfg(feature = "derive")]
#[path = "api/derived.rs"]
mod derived;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use cairn::{
    Budget, Bytes, CallOutcome, Cause, Data, Engine, ErrorKind, FromValue, Func, HostError, Library, Limits, Mismatch,
    New, Obj, Pair, Ratio, Rest, Resume, Rooted, Run, Scope, Slice, Step, Stop, Symbol, Userdata, Vector, exactly,
};

fn engine() -> Engine {
    Engine::builder().memory(64 << 20).build().expect("an engine")
}

fn with(library: Library) -> Engine {
    let mut engine = engine();
    engine.add_library(library.visible()).expect("a library");
    engine
}

fn value<T: for<'gc> FromValue<'gc>>(engine: &mut Engine, text: &str) -> T {
    engine.value("test", text).unwrap_or_else(|report| panic!("{text}: {}", report.message))
}

fn refused<T: for<'gc> FromValue<'gc> + fmt::Debug>(engine: &mut Engine, text: &str) -> String {
    engine.value::<T>("test", text).expect_err(text).message
}

// --- conversions -----------------------------------------------------------------

#[test]
fn integers_of_every_width_have_a_range() {
    let engine = &mut engine();
    assert_eq!(value::<u8>(engine, "255"), 255);
    assert_eq!(refused::<u8>(engine, "256"), "expected an exact integer from 0 to 255, got 256");
    assert_eq!(refused::<u64>(engine, "-1"), "expected an exact integer from 0 to 18446744073709551615, got -1");
    assert_eq!(value::<u64>(engine, "18446744073709551615"), u64::MAX);
    assert_eq!(value::<i64>(engine, "-9223372036854775808"), i64::MIN);
    assert_eq!(value::<i128>(engine, "(expt 2 100)"), 1 << 100);
    assert!(refused::<i64>(engine, "9223372036854775808").contains("got 9223372036854775808"));
    assert!(refused::<i64>(engine, "1.0").contains("got 1.0"));
    assert!(refused::<i32>(engine, "'a").contains("got a"));
    let echo: Func = value(engine, "(lambda (x) x)");
    assert_eq!(engine.call::<u128>(&echo, (u128::MAX,)).expect("a number"), u128::MAX);
    assert_eq!(engine.call::<i64>(&echo, (i64::MIN,)).expect("a number"), i64::MIN);
}

#[test]
fn reals_and_ratios() {
    let engine = &mut engine();
    assert_eq!(value::<f64>(engine, "1/4"), 0.25);
    assert_eq!(value::<f64>(engine, "(expt 10 30)"), 1e30);
    assert_eq!(value::<f32>(engine, "1.5"), 1.5);
    assert!(refused::<f64>(engine, "1+2i").contains("expected a real number"));
    let half = value::<Ratio>(engine, "-3/6");
    let echo: Func = value(engine, "(lambda (x) (* x 4))");
    assert_eq!(engine.call::<i64>(&echo, (half,)).expect("a number"), -2);
}

#[test]
fn text_and_bytes() {
    let engine = &mut engine();
    assert_eq!(value::<String>(engine, "(string-append \"λ\" \"x\")"), "λx");
    assert_eq!(value::<Symbol>(engine, "'|a b|"), Symbol::from("a b"));
    assert_eq!(value::<char>(engine, "#\\λ"), 'λ');
    assert_eq!(value::<Bytes>(engine, "#u8(1 2)"), Bytes(vec![1, 2]));
    assert_eq!(refused::<String>(engine, "'a"), "expected a string, got a");
    let list: Func = value(engine, "(lambda x (map (lambda (x) (list (string? x) (symbol? x))) x))");
    let kinds: Vec<(bool, bool)> = engine.call(&list, ("a", Symbol::from("a"), "λ".to_string())).expect("kinds");
    assert_eq!(kinds, [(true, false), (false, true), (true, false)]);
}

#[test]
fn sequences_say_which_element_is_wrong() {
    let engine = &mut engine();
    assert_eq!(value::<Vec<u8>>(engine, "'(1 2 3)"), [1, 2, 3]);
    assert_eq!(value::<Vec<u8>>(engine, "#(1 2 3)"), [1, 2, 3]);
    assert_eq!(value::<[i32; 2]>(engine, "'(1 2)"), [1, 2]);
    assert_eq!(refused::<[i32; 2]>(engine, "'(1 2 3)"), "expected 2 elements, got (1 2 3)");
    assert_eq!(value::<(i32, String, bool)>(engine, "'(1 \"x\" #f)"), (1, "x".to_string(), false));
    assert_eq!(value::<Pair<i32, i32>>(engine, "'(1 . 2)"), Pair(1, 2));
    assert_eq!(value::<Vector<Option<i32>>>(engine, "#(1 #f)"), Vector(vec![Some(1), None]));
    assert_eq!(
        refused::<Vec<Vec<u8>>>(engine, "'((1) (2 300))"),
        "element 2: element 2: expected an exact integer from 0 to 255, got 300"
    );
    assert!(refused::<Vec<u8>>(engine, "'(1 . 2)").contains("a list or a vector"));
    assert!(refused::<Vec<u8>>(engine, "(let ((l (list 1))) (set-cdr! l l) l)").contains("a list or a vector"));
}

#[test]
fn maps_come_from_tables_and_association_lists() {
    let engine = &mut engine();
    let expected: BTreeMap<String, i32> = [("a".to_string(), 1), ("b".to_string(), 2)].into();
    let table = "(let ((t (make-equal-hash-table))) (hash-table-set! t \"a\" 1) (hash-table-set! t \"b\" 2) t)";
    assert_eq!(value::<BTreeMap<String, i32>>(engine, table), expected);
    assert_eq!(value::<BTreeMap<String, i32>>(engine, "'((\"a\" . 1) (\"b\" . 2) (\"a\" . 3))"), expected);
    assert_eq!(
        refused::<HashMap<String, u8>>(engine, "'((\"a\" . -1))"),
        "\"a\": expected an exact integer from 0 to 255, got -1"
    );
    let look: Func = value(engine, "(lambda (t) (hash-table-ref t \"b\" (lambda () 0)))");
    assert_eq!(engine.call::<i32>(&look, (expected,)).expect("a number"), 2);
}

#[test]
fn data_have_every_shape() {
    let engine = &mut engine();
    let echo: Func = value(engine, "(lambda (x) x)");
    for text in ["(1 (a . 2) #(\"x\" #\\y) #u8(1) 1/2 1.5 #t)", "(expt 2 70)", "(a b . c)"] {
        let quoted = if text.starts_with("(expt") { text.to_string() } else { format!("'{text}") };
        let data: Data = value(engine, &quoted);
        assert_eq!(engine.call::<Data>(&echo, (&data,)).expect("the same"), data);
    }
    let record =
        value::<Data>(engine, "(define-record-type point (make-point x y) point? (x px) (y py)) (make-point 1 2)");
    let field = |name: &str, n| (name.to_string(), Data::Integer(n));
    assert_eq!(record, Data::Record("point".to_string(), vec![field("x", 1), field("y", 2)]));
    let refused = refused::<Data>(engine, "(let ((l (list 1))) (set-cdr! l l) l)");
    assert!(refused.contains("circular"), "{refused}");
}

// --- handles -----------------------------------------------------------------------

#[test]
fn a_handle_of_another_engine_is_refused() {
    let (first, second) = (&mut engine(), &mut engine());
    let procedure: Func = value(first, "(lambda () 1)");
    let object: Obj = value(first, "(list 1)");
    let message = second.call::<i32>(&procedure, ()).expect_err("another engine").message;
    assert!(message.contains("handle of another engine"), "{message}");
    let list: Func = value(second, "list");
    assert!(second.call::<Data>(&list, (&object,)).is_err());
    assert_eq!(first.call::<i32>(&procedure, ()).expect("its own"), 1);
}

#[test]
fn handles_survive_collections_and_are_let_go() {
    let engine = &mut engine();
    let lists: Vec<Obj> = (0..1000).map(|i| value(engine, &format!("(list {i} \"text\")"))).collect();
    let car: Func = value(engine, "(lambda (x) (gc) (car x))");
    for (i, list) in lists.iter().enumerate().step_by(97) {
        assert_eq!(engine.call::<usize>(&car, (list,)).expect("a number"), i);
    }
    let weak = "(define box #f) (let ((x (list 1))) (set! box (make-weak-box x)) x)";
    let list: Obj = value(engine, weak);
    assert!(value::<bool>(engine, "(gc) (pair? (weak-box-value box))"));
    drop(list);
    // The slot of a handle that was dropped is free when one is wanted next.
    let _next: Obj = value(engine, "(list 2)");
    let others: Vec<Obj> = (0..64).map(|_| value(engine, "#t")).collect();
    drop(others);
    assert!(!value::<bool>(engine, "(gc) (gc) (pair? (weak-box-value box))"));
}

#[test]
fn the_host_calls_what_a_script_cannot_replace() {
    let engine = &mut engine();
    engine.eval("test", "(define (f) 'first)").expect("a definition");
    let f: Func = engine.get("f").expect("a procedure");
    engine.eval("test", "(set! f (lambda () 'second))").expect("an assignment");
    assert_eq!(engine.call::<Symbol>(&f, ()).expect("a symbol"), Symbol::from("first"));
    assert!(engine.get::<Func>("car").is_ok());
    assert_eq!(engine.get::<i32>("nowhere").expect_err("unbound").kind, Some(ErrorKind::Unbound));
    assert!(engine.get::<i32>("f").expect_err("a procedure").message.contains("f: expected an exact integer"));
}

#[test]
fn procedures_of_every_kind_are_called() {
    let engine = &mut engine();
    for (text, expected) in [
        ("(lambda (a b) (- a b))", 3),
        ("(lambda (a . b) (- a (car b)))", 3),
        ("(case-lambda ((a) 0) ((a b) (- a b)))", 3),
        ("-", 3),
        ("(let ((p (make-parameter 7))) (lambda (a b) (p)))", 7),
        ("fold-left", -1),
        ("(call/cc (lambda (k) (lambda (a b) (call/cc (lambda (k) (k (- a b)))))))", 3),
    ] {
        let procedure: Func = value(engine, text);
        if expected == -1 {
            assert_eq!(engine.call::<i32>(&procedure, (5, 2)).expect_err(text).kind, Some(ErrorKind::Arity));
        } else {
            assert_eq!(engine.call::<i32>(&procedure, (5, 2)).expect(text), expected, "{text}");
        }
    }
    let two: Func = value(engine, "(lambda () (values 1 2))");
    assert!(engine.call::<i32>(&two, ()).expect_err("two values").message.contains("expected one value, got 2"));
    let exits: Func = value(engine, "(lambda () (exit 3))");
    assert_eq!(engine.call::<i32>(&exits, ()).expect_err("an exit").cause(), Cause::Exit(3));
}

// --- natives -----------------------------------------------------------------------

#[derive(Debug, PartialEq)]
struct NoSuchAnimal(String);

impl fmt::Display for NoSuchAnimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no animal is called {}", self.0)
    }
}

impl std::error::Error for NoSuchAnimal {}

#[test]
fn arity_follows_from_the_closure() {
    let library = Library::new("host")
        .func("none", || 1)
        .func("three", |a: i64, b: i64, c: i64| a + b + c)
        .func("greet", |name: String, greeting: Option<String>| {
            format!("{}, {name}", greeting.unwrap_or_else(|| "hello".to_string()))
        })
        .func("sum", |first: f64, rest: Rest<f64>| first + rest.0.iter().sum::<f64>());
    let engine = &mut with(library);
    assert_eq!(value::<i64>(engine, "(+ (none) (three 1 2 3) (apply three '(4 5 6)))"), 22);
    assert_eq!(value::<String>(engine, "(string-append (greet \"x\") (greet \"y\" \"hi\"))"), "hello, xhi, y");
    assert_eq!(value::<f64>(engine, "(+ (sum 1) (sum 1 2 3))"), 7.0);
    for text in ["(none 1)", "(three 1 2)", "(greet)", "(greet \"a\" \"b\" \"c\")", "(sum)"] {
        assert_eq!(engine.eval("test", text).expect_err(text).kind, Some(ErrorKind::Arity), "{text}");
    }
    let report = engine.eval("test", "(+ (three 1 'x 3) 1)").expect_err("a symbol");
    assert!(report.message.starts_with("three: argument 2: expected an exact integer"), "{}", report.message);
    assert_eq!(report.kind, Some(ErrorKind::Type));
    assert_eq!(report.position.map(|position| position.column), Some(4));
}

#[test]
fn errors_of_the_host_come_back_as_they_were() {
    let library = Library::new("host").func("speed", |name: Symbol| match name.as_ref() {
        "snail" => Ok(1.5),
        other => Err(NoSuchAnimal(other.to_string())),
    });
    let engine = &mut with(library);
    assert_eq!(value::<f64>(engine, "(speed 'snail)"), 1.5);
    let report = engine.eval("test", "(+ 1 (speed 'dodo))").expect_err("no such animal");
    assert_eq!(report.message, "speed: no animal is called dodo");
    assert_eq!(report.downcast_ref::<NoSuchAnimal>(), Some(&NoSuchAnimal("dodo".to_string())));
    assert_eq!(report.position.as_ref().map(|position| position.column), Some(6));
    let again = "(guard (e (#t (raise e))) (speed 'dodo))";
    let report = engine.eval("test", again).expect_err("raised again");
    assert!(report.downcast_ref::<NoSuchAnimal>().is_some());
    let seen = "(guard (e ((error-object? e) (error-object-message e))) (speed 'dodo))";
    assert_eq!(value::<String>(engine, seen), "speed: no animal is called dodo");
    assert!(engine.eval("test", "(error \"x\")").expect_err("no error of the host").host_error().is_none());
}

#[test]
fn what_was_raised_is_there_as_an_object() {
    let engine = &mut engine();
    let report = engine.eval("test", "(raise (list 1 \"two\"))").expect_err("a list");
    let raised = report.raised().expect("an object").clone();
    let car: Func = engine.get("car").expect("a procedure");
    assert_eq!(engine.call::<i32>(&car, (&raised,)).expect("a number"), 1);
    let (number, text) = engine
        .scope(|scope| {
            let raised = scope.make(&raised)?;
            scope.read::<(i32, String)>(raised)
        })
        .expect("a scope")
        .expect("a list");
    assert_eq!((number, text.as_str()), (1, "two"));
}

#[test]
#[cfg_attr(panic = "abort", ignore = "a panic ends the process")]
fn a_panic_of_the_host_is_an_error_of_the_program() {
    let engine = &mut with(Library::new("host").func("boom", |n: i64| -> i64 { panic!("number {n}") }));
    let report = engine.eval("test", "(boom 3)").expect_err("a panic");
    assert_eq!(report.message, "boom: the host's procedure panicked: number 3");
    assert_eq!(value::<Symbol>(engine, "(guard (e (#t 'caught)) (boom 1))"), Symbol::from("caught"));
}

#[test]
fn a_library_is_seen_by_those_who_import_it() {
    let engine = &mut engine();
    engine.add_library(Library::new("my host").func("f", || 1).constant("c", 2)).expect("a library");
    assert_eq!(engine.eval("test", "(f)").expect_err("not visible").kind, Some(ErrorKind::Unbound));
    assert_eq!(value::<i32>(engine, "(import (my host)) (+ (f) c)"), 3);
}

#[test]
fn natives_work_on_values_themselves() {
    fn swap<'gc>(scope: &mut Scope<'_, 'gc>, pair: cairn::Value<'gc>) -> Result<cairn::Value<'gc>, Mismatch> {
        let (car, cdr) = pair.as_pair().ok_or_else(|| scope.mismatch("a pair", pair))?;
        Ok(scope.cons(cdr, car))
    }
    let library = Library::new("host").raw("swap", exactly(1), |scope, arguments| Ok(swap(scope, arguments[0])?));
    let engine = &mut with(library);
    assert_eq!(value::<Pair<i32, i32>>(engine, "(swap '(1 . 2))"), Pair(2, 1));
    assert_eq!(refused::<Data>(engine, "(swap 5)"), "swap: expected a pair, got 5");
}

// --- Rust objects -------------------------------------------------------------------

struct Animal {
    name: String,
    age: u32,
    dropped: Arc<AtomicU32>,
}

impl Drop for Animal {
    fn drop(&mut self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

impl Userdata for Animal {
    const NAME: &'static str = "animal";

    fn owned_bytes(&self) -> usize {
        self.name.len()
    }
}

fn zoo(dropped: &Arc<AtomicU32>) -> Library {
    let dropped = Arc::clone(dropped);
    Library::new("zoo")
        .func("make-animal", move |name: String| New(Animal { name, age: 0, dropped: Arc::clone(&dropped) }))
        .method("animal-name", |animal: &Animal| animal.name.clone())
        .method("animal-age", |animal: &Animal| animal.age)
        .method_mut("grow!", |animal: &mut Animal, years: u32| animal.age += years)
        .func("same", |animal: Rooted<Animal>| animal.object().clone())
}

#[test]
fn rust_objects_have_methods_and_an_identity() {
    let dropped = Arc::new(AtomicU32::new(0));
    let engine = &mut with(zoo(&dropped));
    assert_eq!(value::<u32>(engine, "(define a (make-animal \"rex\")) (grow! a 2) (grow! a 3) (animal-age a)"), 5);
    assert_eq!(value::<String>(engine, "(animal-name a)"), "rex");
    assert!(value::<bool>(engine, "(and (eq? a (same a)) (not (eq? a (make-animal \"rex\"))))"));
    assert_eq!(value::<String>(engine, "(call-with-output-string (lambda (p) (write a p)))"), "#<animal>");
    assert_eq!(refused::<u32>(engine, "(animal-age 5)"), "animal-age: expected animal, got 5");
    assert_eq!(engine.eval("test", "(grow! a)").expect_err("too few").kind, Some(ErrorKind::Arity));
    let shared: Rooted<Animal> = value(engine, "a");
    engine.scope(|scope| shared.with_mut(scope, |animal| animal.age = 9)).expect("a scope").expect("its own engine");
    assert_eq!(value::<u32>(engine, "(animal-age a)"), 9);
}

#[test]
fn rust_objects_are_dropped_by_the_collector() {
    let dropped = Arc::new(AtomicU32::new(0));
    let engine = &mut with(zoo(&dropped));
    let kept: Rooted<Animal> = value(engine, "(make-animal \"kept\")");
    engine.eval("test", "(do ((i 0 (+ i 1))) ((= i 100)) (make-animal \"x\")) (gc) (gc)").expect("animals");
    assert_eq!(dropped.load(Ordering::Relaxed), 100);
    let name: Func = engine.get("animal-name").expect("a procedure");
    assert_eq!(engine.call::<String>(&name, (&kept,)).expect("a name"), "kept");
    drop(kept);
}

#[test]
fn rust_objects_count_towards_the_limit() {
    let engine = &mut with(zoo(&Arc::default()));
    let text = "(let loop ((l '())) (loop (cons (make-animal (make-string 1000000 #\\x)) l)))";
    assert_eq!(engine.eval("test", text).expect_err("a limit").kind, Some(ErrorKind::Limit));
}

// --- callbacks ---------------------------------------------------------------------

/// Calls a procedure on each number from `next` to `last`, and adds the results up.
struct Sum {
    procedure: Func,
    next: i64,
    last: i64,
    total: i64,
}

impl Sum {
    fn step<'gc>(self: Box<Self>, scope: &mut Scope<'_, 'gc>) -> Result<Step<'gc>, HostError> {
        if self.next > self.last {
            return Ok(Step::Return(scope.make(self.total)?));
        }
        let (procedure, next) = (scope.make(&self.procedure)?, scope.make(self.next)?);
        Ok(Step::Call(procedure, vec![next], self))
    }
}

impl Resume for Sum {
    fn resume<'gc>(
        mut self: Box<Self>,
        scope: &mut Scope<'_, 'gc>,
        outcome: CallOutcome<'gc>,
    ) -> Result<Step<'gc>, HostError> {
        let value = outcome.map_err(|_| "raised")?;
        self.total += scope.read::<i64>(value)?;
        self.next += 1;
        self.step(scope)
    }
}

/// Calls a thunk; what it raises becomes the value.
struct Catch;

impl Resume for Catch {
    fn resume<'gc>(
        self: Box<Self>,
        scope: &mut Scope<'_, 'gc>,
        outcome: CallOutcome<'gc>,
    ) -> Result<Step<'gc>, HostError> {
        let (name, value) = match outcome {
            Ok(value) => ("returned", value),
            Err(object) => ("raised", object),
        };
        let name = scope.make(Symbol::from(name))?;
        Ok(Step::Return(scope.list(&[name, value])))
    }
}

fn callbacks() -> Library {
    Library::new("callbacks")
        .steps("sum", exactly(3), |scope, arguments| {
            let (procedure, next, last) =
                (scope.read(arguments[0])?, scope.read(arguments[1])?, scope.read(arguments[2])?);
            Box::new(Sum { procedure, next, last, total: 0 }).step(scope)
        })
        .steps("catch", exactly(1), |_, arguments| Ok(Step::CallGuarded(arguments[0], Vec::new(), Box::new(Catch))))
        .steps("tail", exactly(2), |_, arguments| Ok(Step::TailCall(arguments[0], vec![arguments[1]])))
}

#[test]
fn the_host_calls_back_and_goes_on() {
    let engine = &mut with(callbacks());
    assert_eq!(value::<i64>(engine, "(sum (lambda (x) (* x x)) 1 10)"), 385);
    assert_eq!(value::<i64>(engine, "(sum (lambda (x) (sum (lambda (y) (* x y)) 1 10)) 1 10)"), 3025);
    assert_eq!(value::<i64>(engine, "(let loop ((i 0)) (if (= i 100000) i (tail loop (+ i 1))))"), 100_000);
    assert_eq!(value::<Data>(engine, "(catch (lambda () (+ 1 2)))"), value::<Data>(engine, "'(returned 3)"));
    assert_eq!(value::<Data>(engine, "(catch (lambda () (raise 'x)))"), value::<Data>(engine, "'(raised x)"));
    assert_eq!(value::<Symbol>(engine, "(guard (e (#t e)) (sum (lambda (x) (raise 'mine)) 1 10))").0, "mine");
    assert!(refused::<i64>(engine, "(sum (lambda (x) 'x) 1 2)").contains("expected an exact integer"));
    let depth =
        value::<i64>(engine, "(let deep ((n 10000)) (if (= n 0) 0 (+ 1 (sum (lambda (x) (deep (- n 1))) 1 1))))");
    assert_eq!(depth, 10_000);
}

#[test]
fn callbacks_keep_dynamic_extents() {
    let engine = &mut with(callbacks());
    let text = "(define trace '()) (define (note x) (set! trace (cons x trace)))
        (define out (call/cc (lambda (k)
          (sum (lambda (x) (dynamic-wind (lambda () (note 'in)) (lambda () (if (= x 2) (k 'left) x)) (lambda () (note 'out)))) 1 5))))
        (list out (reverse trace))";
    assert_eq!(value::<Data>(engine, text), value::<Data>(engine, "'(left (in out in out))"));
    let again = "(define k #f) (define n 0)
        (define first (sum (lambda (x) (call/cc (lambda (c) (set! k c) x))) 1 3))
        (set! n (+ n 1))
        (if (< n 3) (k 1) 'end)";
    let message = refused::<String>(engine, again);
    assert!(message.contains("gone on already"), "{message}");
}

#[test]
#[cfg_attr(target_family = "wasm", ignore = "there are no threads")]
fn ten_thousand_levels_fit_a_small_native_stack() {
    let deep = || {
        let engine = &mut with(callbacks());
        let text = "(define depth 0)
            (define (deep n)
              (if (= n 0) 0
                  (dynamic-wind (lambda () (set! depth (+ depth 1)))
                                (lambda () (+ 1 (sum (lambda (x) (deep (- n 1))) 1 1)))
                                (lambda () (set! depth (- depth 1))))))
            (list (deep 10000) depth)";
        assert_eq!(value::<(i64, i64)>(engine, text), (10_000, 0));
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(deep).expect("a thread").join().expect("no overflow");
}

#[test]
#[cfg_attr(panic = "abort", ignore = "a panic ends the process")]
fn a_panic_while_resumed_is_an_error() {
    struct Panics;
    impl Resume for Panics {
        fn resume<'gc>(self: Box<Self>, _: &mut Scope<'_, 'gc>, _: CallOutcome<'gc>) -> Result<Step<'gc>, HostError> {
            panic!("resumed")
        }
    }
    let library = Library::new("host")
        .steps("f", exactly(1), |_, arguments| Ok(Step::Call(arguments[0], Vec::new(), Box::new(Panics))));
    let engine = &mut with(library);
    assert!(refused::<i64>(engine, "(f (lambda () 1))").contains("panicked: resumed"));
    assert_eq!(value::<i64>(engine, "1"), 1);
}

// --- limits, output ------------------------------------------------------------------

#[test]
fn calls_are_bounded_like_evaluations() {
    let engine = &mut engine();
    engine.eval("test", "(define (spin) (spin)) (define (f) 1)").expect("definitions");
    let (spin, f): (Func, Func) = (engine.get("spin").expect("spin"), engine.get("f").expect("f"));
    engine.set_limits(Limits { fuel: Some(1000), ..Limits::NONE });
    for _ in 0..3 {
        let report = engine.call::<()>(&spin, ()).expect_err("no end");
        assert_eq!(report.cause(), Cause::Stopped(Stop::Fuel));
        assert_eq!(engine.call::<i32>(&f, ()).expect("a value"), 1);
    }
}

/// A writer that panics once it is told to.
#[derive(Clone, Default)]
struct Fragile(Arc<Mutex<(Vec<u8>, bool)>>);

impl std::io::Write for Fragile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let panics = self.0.lock().expect("no panic").1;
        assert!(!panics, "the writer panics");
        self.0.lock().expect("no panic").0.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
#[cfg_attr(panic = "abort", ignore = "a panic ends the process")]
fn a_writer_that_panics_is_a_port_that_fails() {
    let fragile = Fragile::default();
    let streams = cairn::Streams { output: Box::new(fragile.clone()), ..cairn::Streams::default() };
    let mut engine = Engine::builder().streams(streams).build().expect("an engine");
    let say: Func = value(&mut engine, "(lambda (x) (display x) (flush-output-port) 'said)");
    engine.call::<()>(&say, ("one ",)).expect("output");
    fragile.0.lock().expect("no panic").1 = true;
    let message = engine.call::<()>(&say, ("two ",)).expect_err("a panic").message;
    assert!(message.contains("panicked"), "{message}");
    assert_eq!(value::<i32>(&mut engine, "(+ 1 2)"), 3);
    fragile.0.lock().expect("no panic").1 = false;
    engine.call::<()>(&say, ("three",)).expect("output");
    assert_eq!(fragile.0.lock().expect("no panic").0, b"one three");
    fragile.0.lock().expect("no panic").1 = true;
    let message = engine.eval("test", "(display \"left\")").expect_err("a panic").message;
    assert!(message.contains("panicked"), "{message}");
    drop(engine);
}

// --- reloading, memory -----------------------------------------------------------------

/// A version of a library: what `damage` adds, with a comment of some size.
fn rules(bonus: usize) -> String {
    format!(
        "(define-library (game rules) (export damage) (import (scheme base))
           (begin ; {}
             (define base {bonus}) (define (damage x) (+ base (helped x))) (define (helped x) (* 10 x))))",
        "x".repeat(10_000)
    )
}

/// Collects twice: what the first collection frees may hold texts, which the second one counts.
fn collect(engine: &mut Engine) {
    (0..2).for_each(|_| drop(engine.eval("gc", "(gc)").expect("a collection")));
}

#[test]
fn reloading_takes_no_memory() {
    let engine = &mut engine();
    engine.eval("rules", &rules(0)).expect("a library");
    engine.eval("main", "(import (game rules)) (define (hit x) (damage x))").expect("a program");
    let reload = |engine: &mut Engine, times: usize| {
        (0..times).for_each(|i| drop(engine.eval("rules", &rules(i)).expect("a version")));
        collect(engine);
        engine.bytes_in_use()
    };
    let before = reload(engine, 100);
    let after = reload(engine, 1000);
    assert!(after < before + 100_000, "{before} bytes, then {after}");
}

#[test]
fn evaluations_that_are_over_take_no_memory() {
    let engine = &mut engine();
    engine.eval("main", "(define (f x) (+ x 1))").expect("a definition");
    let evaluate = |engine: &mut Engine, times: usize| {
        (0..times)
            .for_each(|_| assert_eq!(value::<i64>(engine, "(let ((g (lambda (y) (f y)))) (g 1)) ; a comment"), 2));
        collect(engine);
        engine.bytes_in_use()
    };
    let before = evaluate(engine, 500);
    let after = evaluate(engine, 10_000);
    assert!(after < before + 100_000, "{before} bytes, then {after}");
    let large = format!("(define (g) 1) ; {}", "x".repeat(100_000));
    (0..1000).for_each(|_| drop(engine.eval("large", &large).expect("a definition")));
    collect(engine);
    assert!(engine.bytes_in_use() < 20 << 20, "{} bytes", engine.bytes_in_use());
}

#[test]
fn values_of_the_host_are_collected_without_a_safepoint_of_a_script() {
    let mut engine = Engine::builder().memory(4 << 20).build().expect("an engine");
    let echo: Func = value(&mut engine, "(lambda (x) x)");
    let list: Vec<i64> = (0..100).collect();
    for _ in 0..5000 {
        assert_eq!(engine.call::<Vec<i64>>(&echo, (list.clone(),)).expect("the list"), list);
        let length = engine.scope(|scope| scope.make(list.clone()).and_then(|made| scope.read::<Vec<i64>>(made)));
        assert_eq!(length.expect("a scope").expect("the list"), list);
    }
    // Only values that do not fit are refused.
    let message = engine.call::<()>(&echo, (vec![0; 1 << 20],)).expect_err("no room").message;
    assert_eq!(message, "out of memory");
    assert_eq!(engine.call::<i64>(&echo, (1,)).expect("a number"), 1);
}

#[test]
fn code_keeps_the_text_that_its_errors_show() {
    let engine = &mut engine();
    engine.eval("lib", "(define (g x)\n  (+ 1 (car x)))").expect("a definition");
    (0..200).for_each(|_| drop(engine.eval("other", "(list 1 2)").expect("a list")));
    engine.eval("gc", "(gc)").expect("a collection");
    let position = engine.eval("call", "(g 5)").expect_err("no pair").position.expect("a position");
    assert_eq!((position.source.as_str(), position.line, position.text.as_str()), ("lib", 2, "  (+ 1 (car x)))"));
}

// --- runs in slices --------------------------------------------------------------------

/// Polls a run to its end: its value, and how many slices it took.
fn finish<T: for<'gc> FromValue<'gc> + fmt::Debug>(
    engine: &mut Engine,
    run: &mut Run,
    fuel: u64,
) -> (Result<T, String>, usize) {
    for slices in 1.. {
        match engine.poll(run, Budget::fuel(fuel)) {
            Slice::Running => assert!(!run.is_over()),
            Slice::Done(value) => return (Ok(value), slices),
            Slice::Failed(report) => return (Err(report.message), slices),
            other => panic!("{other:?}"),
        }
    }
    unreachable!("a run ends")
}

const SLICED: &str = "
    (define (count n) (if (= n 0) 0 (+ 1 (count (- n 1)))))
    (define (sum n) (do ((i 0 (+ i 1)) (s 0 (+ s i))) ((= i n) s)))
    (define (boxes n) (let ((x 0)) (define (up) (set! x (+ x 1)) x) (do ((i 0 (+ i 1))) ((= i n) (list x (up))) (up) (set! x (+ x 1)))))
    (define (wound n) (dynamic-wind (lambda () #f) (lambda () (guard (e (#t (list 'caught e n))) (sum n) (raise 'x))) (lambda () #f)))
    (define (sorted n) (apply + (sort (map (lambda (i) (modulo (* i 7919) 1009)) (iota n)) <)))
    (define (evals n) (eval (list 'let '((f (lambda (x) (sum x)))) (list 'f n)) (interaction-environment)))
    (define (endless) (endless))";

#[test]
fn a_run_goes_on_where_its_slice_ended() {
    let engine = &mut engine();
    engine.eval("test", SLICED).expect("definitions");
    for call in ["(count 3000)", "(sum 5000)", "(boxes 2000)", "(wound 3000)", "(sorted 2000)", "(evals 3000)"] {
        let expected: Data = value(engine, call);
        let thunk: Func = value(engine, &format!("(lambda () {call})"));
        for fuel in [1, 7, 100, 1000, 1_000_000] {
            let mut run = engine.start(&thunk, ()).expect("a run");
            let (ended, slices) = finish::<Data>(engine, &mut run, fuel);
            assert_eq!(ended.as_ref(), Ok(&expected), "{call} in slices of {fuel}");
            assert!(slices > 1 || fuel == 1_000_000, "{call} in slices of {fuel}: {slices}");
            assert!(run.is_over());
        }
    }
}

#[test]
fn many_runs_take_turns() {
    let engine = &mut engine();
    engine.eval("test", SLICED).expect("definitions");
    let count: Func = engine.get("count").expect("a procedure");
    let mut runs: Vec<_> = (0..50).map(|i| (i, engine.start(&count, (100 * i,)).expect("a run"))).collect();
    let mut turns = 0;
    while !runs.is_empty() {
        turns += 1;
        runs.retain_mut(|(i, run)| match engine.poll::<i64>(run, Budget::fuel(60)) {
            Slice::Running => true,
            Slice::Done(value) => {
                assert_eq!(value, 100 * *i);
                false
            }
            other => panic!("{other:?}"),
        });
        assert_eq!(value::<i64>(engine, "(begin (gc) (sum 10))"), 45);
    }
    assert!(turns > 50, "{turns}");
}

#[test]
fn runs_have_limits_and_can_be_killed_or_dropped() {
    let engine = &mut engine();
    engine.eval("test", SLICED).expect("definitions");
    let endless: Func = engine.get("endless").expect("a procedure");
    engine.set_limits(Limits { fuel: Some(10_000), ..Limits::NONE });
    let mut run = engine.start(&endless, ()).expect("a run");
    let (ended, slices) = finish::<()>(engine, &mut run, 1000);
    assert_eq!(ended, Err("out of fuel".to_string()));
    assert!((9..=12).contains(&slices), "{slices}");
    assert!(matches!(engine.poll::<()>(&mut run, Budget::fuel(1)), Slice::Failed(_)));
    engine.set_limits(Limits::NONE);
    let mut run = engine.start(&endless, ()).expect("a run");
    assert!(matches!(engine.poll::<()>(&mut run, Budget::fuel(1000)), Slice::Running));
    engine.stop_handle().kill();
    match engine.poll::<()>(&mut run, Budget::fuel(1000)) {
        Slice::Failed(report) => assert_eq!(report.cause(), Cause::Stopped(Stop::Kill)),
        other => panic!("{other:?}"),
    }
    drop(engine.start(&endless, ()).expect("a run"));
    assert_eq!(value::<i32>(engine, "1"), 1);
}
