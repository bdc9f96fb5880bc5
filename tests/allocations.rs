//! Counts what an engine asks of the allocator: when it is made, for a first short script, and for calls. Times vary with
//! the load of a machine, these counts do not.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use cairn::{CallOutcome, Engine, Func, HostError, Library, Program, Resume, Scope, Step, exactly};

thread_local! {
    /// Allocations of this thread, and their bytes.
    static COUNTED: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

struct Counting;

fn count(bytes: usize) {
    let (allocations, sum) = COUNTED.get();
    COUNTED.set((allocations + 1, sum + bytes));
}

// SAFETY: every method passes its arguments to the system's allocator, and returns its result. Counting neither
// allocates nor panics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(start, layout) }
    }

    unsafe fn realloc(&self, start: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        count(bytes);
        // SAFETY: the caller's promise.
        unsafe { System.realloc(start, layout, bytes) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Does `work`: its result, its allocations, and their bytes.
fn counted<T>(work: impl FnOnce() -> T) -> (T, usize, usize) {
    let (allocations, bytes) = COUNTED.get();
    let result = work();
    let now = COUNTED.get();
    (result, now.0 - allocations, now.1 - bytes)
}

fn engine() -> Engine {
    Engine::builder().build().expect("an engine")
}

const TEXT: &str = "(define (f x) (+ x 1)) (f 41)";

#[test]
fn an_engine_asks_for_little() {
    // The first engine of a process makes what all share.
    assert_eq!(engine().value::<i64>("script", TEXT).expect("a number"), 42);
    let program: Program = engine().compile("script", TEXT).expect("a program");
    assert_eq!(engine().run::<i64>(&program).expect("a number"), 42);

    let (mut made, count, bytes) = counted(engine);
    println!("an engine: {count} allocations, {bytes} bytes");
    assert!(count <= ENGINE.0 && bytes <= ENGINE.1, "{count} allocations, {bytes} bytes");
    let (_, count, bytes) = counted(|| made.value::<i64>("script", TEXT).expect("a number"));
    println!("a short script: {count} allocations, {bytes} bytes");
    assert!(count <= SCRIPT.0 && bytes <= SCRIPT.1, "{count} allocations, {bytes} bytes");
    let mut made = engine();
    let (_, count, bytes) = counted(|| made.run::<i64>(&program).expect("a number"));
    println!("a short program: {count} allocations, {bytes} bytes");
    assert!(count <= PROGRAM.0 && bytes <= PROGRAM.1, "{count} allocations, {bytes} bytes");
}

/// Allocations of an engine that is made, a short script, and a short program, at most, and their bytes.
const ENGINE: (usize, usize) = (200, 64 << 10);
const SCRIPT: (usize, usize) = (1500, 256 << 10);
const PROGRAM: (usize, usize) = (500, 128 << 10);

struct AddOne;

impl Resume for AddOne {
    fn resume<'gc>(
        self: Box<Self>,
        scope: &mut Scope<'_, 'gc>,
        done: CallOutcome<'gc>,
    ) -> Result<Step<'gc>, HostError> {
        let n: i64 = scope.read(done.unwrap_or_else(|object| object))?;
        Ok(Step::Return(scope.make(n + 1)?))
    }
}

#[test]
fn calls_ask_for_nothing() {
    let mut engine = engine();
    let library = Library::new("host").visible().func("add3", |a: i64, b: i64, c: i64| a + b + c).steps(
        "back",
        exactly(1),
        |_, arguments| Ok(Step::Call(arguments[0], Vec::new(), Box::new(AddOne))),
    );
    engine.add_library(library).expect("a library");
    let add: Func = engine.value("script", "(lambda (a b c) (+ a b c))").expect("a procedure");
    let there = "(lambda (n) (do ((i 0 (+ i 1)) (s 0 (+ s (add3 i 1 2)))) ((= i n) s)))";
    let there: Func = engine.value("script", there).expect("a procedure");
    let back = "(lambda (n) (do ((i 0 (+ i 1)) (s 0 (+ s (back (lambda () i))))) ((= i n) s)))";
    let back: Func = engine.value("script", back).expect("a procedure");
    for work in [
        &mut (|engine: &mut Engine| engine.call::<i64>(&add, (1, 2, 3)).expect("a number"))
            as &mut dyn FnMut(&mut Engine) -> i64,
        &mut |engine| engine.call::<i64>(&there, (100,)).expect("a number"),
        &mut |engine| engine.call::<i64>(&back, (100,)).expect("a number"),
    ] {
        (0..3).for_each(|_| _ = work(&mut engine));
        let ((), count, _) = counted(|| (0..10).for_each(|_| _ = work(&mut engine)));
        // A collection may ask for some.
        assert!(count < 10, "{count} allocations");
    }
}
