//! Uses the interface as somebody chooses: calls, handles, userdata, runs in slices, kills, panics, reloads,
//! programs and other threads, with small limits and collections at odd times.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use cairn::{
    Budget, CallOutcome, Config, Data, Engine, Func, HostError, Library, Limits, New, Obj, Program, Resume, Rooted,
    Run, Scope, Slice, Step, Stress, Userdata, exactly,
};

/// Texts that do something to an engine.
const TEXTS: &[&str] = &[
    "(define (f x) (list x x))",
    "(define (g x) (vector x (f x)))",
    "(define k #f) (define (cap x) (call/cc (lambda (c) (set! k c) x)))",
    "(if k (let ((c k)) (set! k #f) (c 5)) 0)",
    "(define big (make-vector 20000 'x))",
    "(define big #f)",
    "(let loop ((n 0)) (loop (+ n 1)))",
    "(define (deep n) (+ 1 (deep n))) (guard (e (#t 'deep)) (deep 0))",
    "(let loop ((l '())) (loop (cons l l)))",
    "(guard (e (#t (list 'caught e))) (boom))",
    "(boom)",
    "(fails 1)",
    "(back (lambda () (back (lambda () 5))))",
    "(back (lambda () (raise 'x)))",
    "(dynamic-wind (lambda () 1) (lambda () (back (lambda () (boom)))) (lambda () 2))",
    "(define t (thing 5)) (bump! t) (look t)",
    "(guard (e (#t 'no)) (look 5))",
    "(define-library (l) (export v) (import (scheme base)) (begin (define v (list 1 2))))",
    "(define-library (l) (export v) (import (scheme base)) (begin (define v (vector 1 2))))",
    "(import (l)) v",
    "(exit 3)",
    "(car '())",
    "(syntax error",
    "(wait 2)",
    "(list (wait 1) (wait 0))",
    "(with-exception-handler (lambda (e) 10) (lambda () (+ 1 (raise-continuable 'c))))",
    "(string-append \"a\" (make-string 1000 #\\x))",
    "(gc)",
    "(let ((h (make-equal-hash-table))) (hash-table-set! h '(1) h) h)",
    "'#0=(1 . #0#)",
];

/// Chooses a number below another one, which is not 0.
pub(crate) type Choose<'a> = &'a mut dyn FnMut(usize) -> usize;

/// One of several, if there is any.
fn one<'a, T>(items: &'a [T], choose: Choose<'_>) -> Option<&'a T> {
    if items.is_empty() { None } else { items.get(choose(items.len())) }
}

struct Thing(i64, Vec<u8>);

impl Userdata for Thing {
    const NAME: &'static str = "thing";

    fn owned_bytes(&self) -> usize {
        self.1.capacity()
    }
}

struct Twice;

impl Resume for Twice {
    fn resume<'gc>(
        self: Box<Self>,
        scope: &mut Scope<'_, 'gc>,
        done: CallOutcome<'gc>,
    ) -> Result<Step<'gc>, HostError> {
        match done {
            Ok(value) => Ok(Step::Return(scope.list(&[value, value]))),
            Err(object) => Ok(Step::Raise(object)),
        }
    }
}

fn library(live: &Arc<AtomicI64>) -> Library {
    struct Counted(Arc<AtomicI64>);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::Relaxed);
        }
    }
    let live = Arc::clone(live);
    Library::new("h")
        .visible()
        .func("boom", || -> i64 { panic!("on purpose") })
        .func("fails", |n: i64| Err::<i64, _>(format!("{n} fails")))
        .func("thing", |n: i64| New(Thing(n, vec![0; 5000])))
        .method("look", |thing: &Thing| thing.0)
        .method_mut("bump!", |thing: &mut Thing| thing.0 += 1)
        .steps("back", exactly(1), |_, arguments| Ok(Step::CallGuarded(arguments[0], Vec::new(), Box::new(Twice))))
        .future("wait", move |times: u32| {
            live.fetch_add(1, Ordering::Relaxed);
            let (mut left, counted) = (times, Counted(Arc::clone(&live)));
            std::future::poll_fn(move |context| {
                let _ = &counted;
                if left == 0 {
                    return std::task::Poll::Ready(times);
                }
                left -= 1;
                context.waker().wake_by_ref();
                std::task::Poll::Pending
            })
        })
}

fn config(choose: Choose<'_>) -> Config {
    let mut config = Config::sandboxed(4 << 20);
    config.stack_words = 64 << 10;
    config.small = choose(2) == 1;
    config.heap.nursery_bytes = 32 << 10;
    config.limits = Limits { fuel: Some(20_000), timeout: Some(Duration::from_secs(30)), output: Some(1000) };
    config.heap.stress = match choose(8) {
        0 => Stress::Minor,
        1 => Stress::Incremental(50),
        2 => Stress::Full(50),
        _ => Stress::Off,
    };
    config
}

/// A host under way.
struct Host {
    engine: Engine,
    other: Engine,
    handles: Vec<Obj>,
    things: Vec<Rooted<Thing>>,
    procedures: Vec<Func>,
    runs: Vec<Run>,
    programs: Vec<Program>,
}

impl Host {
    fn new(choose: Choose<'_>, live: &Arc<AtomicI64>) -> Host {
        let mut engine = Engine::new(config(choose)).expect("an engine");
        engine.add_library(library(live)).expect("a library");
        let other = Engine::builder().memory(4 << 20).build().expect("an engine");
        let (handles, things, procedures) = (Vec::new(), Vec::new(), Vec::new());
        Host { engine, other, handles, things, procedures, runs: Vec::new(), programs: Vec::new() }
    }

    /// One use, of which anything may come but a panic.
    fn step(&mut self, choose: Choose<'_>, live: &Arc<AtomicI64>) {
        let text = TEXTS[choose(TEXTS.len())];
        let engine = &mut self.engine;
        match choose(19) {
            0..=3 => drop(engine.eval("random", text)),
            4 => drop(engine.value::<Data>("random", text)),
            5 => self.handles.extend(engine.value::<Obj>("random", text)),
            6 => self.things.extend(engine.value::<Rooted<Thing>>("random", "(thing 1)")),
            7 => {
                let names = ["f", "g", "cap", "look", "back", "boom", "car", "call/cc", "wait", "thing", "apply"];
                self.procedures.extend(engine.get::<Func>(names[choose(names.len())]));
            }
            8 | 9 => {
                let Some(procedure) = one(&self.procedures, choose) else { return };
                match one(&self.handles, choose) {
                    Some(handle) => drop(engine.call::<Obj>(procedure, (handle.clone(),))),
                    None => drop(engine.call::<Data>(procedure, (choose(3),))),
                }
            }
            10 => {
                let Some(procedure) = one(&self.procedures, choose) else { return };
                self.runs.extend(engine.start(procedure, (choose(4),)));
            }
            11 | 12 => {
                let budget = Budget::fuel(1 + choose(500) as u64);
                self.runs.retain_mut(|run| matches!(engine.poll::<Data>(run, budget), Slice::Running | Slice::Waiting));
            }
            13 => engine.stop_handle().kill(),
            14 => engine.stop_handle().interrupt(),
            15 => {
                let refused = self.handles.first().map(|handle| self.other.scope(|scope| scope.make(handle).is_err()));
                assert!(refused.is_none_or(|refused| refused.expect("a scope")), "a handle of another engine");
                let thing = one(&self.things, choose);
                let changed =
                    thing.map(|thing| engine.scope(|scope| thing.with_mut(scope, |thing| thing.1.resize(9, 0))));
                assert!(changed.is_none_or(|changed| changed.expect("a scope").is_ok()));
            }
            16 => self.forget(choose),
            17 => self.elsewhere(text),
            _ => self.program(choose, text, live),
        }
    }

    /// The next use comes from another thread, which keeps nothing.
    fn elsewhere(&mut self, text: &str) {
        let Host { engine, handles, runs, .. } = self;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                drop(engine.eval("elsewhere", text));
                drop(handles.pop());
                let run = runs.last_mut();
                drop(run.map(|run| engine.poll::<Data>(run, Budget::fuel(50))));
            });
        });
    }

    fn forget(&mut self, choose: Choose<'_>) {
        for list in [self.handles.len(), self.things.len(), self.procedures.len(), self.runs.len()] {
            let keep = choose(list + 1);
            self.handles.truncate(keep);
            self.things.truncate(keep);
            self.procedures.truncate(keep);
            self.runs.truncate(keep);
        }
    }

    fn program(&mut self, choose: Choose<'_>, text: &str, live: &Arc<AtomicI64>) {
        if self.programs.len() < 4 {
            let mut fresh = Engine::new(config(choose)).expect("an engine");
            fresh.add_library(library(live)).expect("a library");
            self.programs.extend(fresh.compile("program", text));
        }
        if let Some(program) = one(&self.programs, choose) {
            let mut bytes = program.to_bytes();
            if choose(2) == 1 {
                let at = choose(bytes.len());
                bytes[at] ^= 1 << choose(8);
            }
            if let Ok(program) = Program::from_bytes(&bytes) {
                drop(self.engine.run::<Data>(&program));
            }
        }
    }

    fn check(&mut self) {
        self.engine.stop_handle().clear();
        self.handles.clear();
        self.things.clear();
        let _ = self.engine.eval("room", "(define big #f) (define k #f) (gc)");
        assert_eq!(self.engine.value::<i64>("check", "(+ 1 2)").expect("it goes on"), 3);
    }
}

/// Uses an engine `rounds` times a dozen times; after each dozen it is to go on. Panics when anything is wrong.
pub(crate) fn use_as_chosen(rounds: usize, choose: Choose<'_>) {
    let live = Arc::new(AtomicI64::new(0));
    let mut host = Host::new(choose, &live);
    for _ in 0..rounds {
        (0..12).for_each(|_| host.step(choose, &live));
        host.check();
    }
    drop(host);
    assert_eq!(live.load(Ordering::Relaxed), 0, "futures are dropped with their engine");
}
