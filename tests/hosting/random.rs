//! Random uses of the interface: calls, handles, userdata, runs in slices, kills, panics, reloads and
//! programs, with small limits and collections at odd times. Whatever comes of each, the engine goes
//! on. `CAIRN_API_COUNT` and `CAIRN_API_SEED` run more of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use cairn::{
    Budget, CallOutcome, Config, Data, Engine, Func, HostError, Library, Limits, New, Obj, Program, Resume, Rooted,
    Run, Scope, Slice, Step, Stress, Userdata, exactly,
};
use fastrand::Rng;

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

fn config(random: &mut Rng) -> Config {
    let mut config = Config::sandboxed(4 << 20);
    config.stack_words = 64 << 10;
    config.small = random.bool();
    config.heap.nursery_bytes = 32 << 10;
    config.limits = Limits { fuel: Some(20_000), timeout: Some(Duration::from_secs(30)), output: Some(1000) };
    config.heap.stress = match random.u8(0..8) {
        0 => Stress::Minor,
        1 => Stress::Incremental(50),
        2 => Stress::Full(50),
        _ => Stress::Off,
    };
    config
}

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
    fn new(random: &mut Rng, live: &Arc<AtomicI64>) -> Host {
        let mut engine = Engine::new(config(random)).expect("an engine");
        engine.add_library(library(live)).expect("a library");
        let other = Engine::builder().memory(4 << 20).build().expect("an engine");
        let (handles, things, procedures) = (Vec::new(), Vec::new(), Vec::new());
        Host { engine, other, handles, things, procedures, runs: Vec::new(), programs: Vec::new() }
    }

    /// One use, of which anything may come but a panic.
    fn step(&mut self, random: &mut Rng, live: &Arc<AtomicI64>) {
        let text = TEXTS[random.usize(..TEXTS.len())];
        let engine = &mut self.engine;
        match random.u8(0..18) {
            0..=3 => drop(engine.eval("random", text)),
            4 => drop(engine.value::<Data>("random", text)),
            5 => self.handles.extend(engine.value::<Obj>("random", text)),
            6 => self.things.extend(engine.value::<Rooted<Thing>>("random", "(thing 1)")),
            7 => {
                let names = ["f", "g", "cap", "look", "back", "boom", "car", "call/cc", "wait", "thing", "apply"];
                self.procedures.extend(engine.get::<Func>(names[random.usize(..names.len())]));
            }
            8 | 9 => {
                let Some(procedure) = random.choice(&self.procedures) else { return };
                match random.choice(&self.handles) {
                    Some(handle) => drop(engine.call::<Obj>(procedure, (handle.clone(),))),
                    None => drop(engine.call::<Data>(procedure, (random.u32(..3),))),
                }
            }
            10 => {
                let Some(procedure) = random.choice(&self.procedures) else { return };
                self.runs.extend(engine.start(procedure, (random.u32(..4),)));
            }
            11 | 12 => {
                let budget = Budget::fuel(random.u64(1..500));
                self.runs.retain_mut(|run| matches!(engine.poll::<Data>(run, budget), Slice::Running | Slice::Waiting));
            }
            13 => engine.stop_handle().kill(),
            14 => engine.stop_handle().interrupt(),
            15 => {
                let refused = self.handles.first().map(|handle| self.other.scope(|scope| scope.make(handle).is_err()));
                assert!(refused.is_none_or(|refused| refused.expect("a scope")), "a handle of another engine");
                let thing = random.choice(&self.things);
                let changed =
                    thing.map(|thing| engine.scope(|scope| thing.with_mut(scope, |thing| thing.1.resize(9, 0))));
                assert!(changed.is_none_or(|changed| changed.expect("a scope").is_ok()));
            }
            16 => self.forget(random),
            _ => self.program(random, text, live),
        }
    }

    fn forget(&mut self, random: &mut Rng) {
        for list in [self.handles.len(), self.things.len(), self.procedures.len(), self.runs.len()] {
            let keep = random.usize(..=list);
            self.handles.truncate(keep);
            self.things.truncate(keep);
            self.procedures.truncate(keep);
            self.runs.truncate(keep);
        }
    }

    fn program(&mut self, random: &mut Rng, text: &str, live: &Arc<AtomicI64>) {
        if self.programs.len() < 4 {
            let mut fresh = Engine::new(config(random)).expect("an engine");
            fresh.add_library(library(live)).expect("a library");
            self.programs.extend(fresh.compile("program", text));
        }
        if let Some(program) = random.choice(&self.programs) {
            let mut bytes = program.to_bytes();
            if random.bool() {
                let at = random.usize(..bytes.len());
                bytes[at] ^= 1 << random.u8(..8);
            }
            if let Ok(program) = Program::from_bytes(&bytes) {
                drop(self.engine.run::<Data>(&program));
            }
        }
    }

    fn check(&mut self, seed: u64) {
        self.engine.stop_handle().clear();
        self.handles.clear();
        self.things.clear();
        let _ = self.engine.eval("room", "(define big #f) (define k #f) (gc)");
        assert_eq!(self.engine.value::<i64>("check", "(+ 1 2)").expect("it goes on"), 3, "seed {seed}");
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

#[test]
fn random_uses_leave_the_engine_usable() {
    let first = number("CAIRN_API_SEED", 1);
    for seed in first..first + number("CAIRN_API_COUNT", 25) {
        let random = &mut Rng::with_seed(seed);
        let live = Arc::new(AtomicI64::new(0));
        let mut host = Host::new(random, &live);
        for _ in 0..6 {
            (0..12).for_each(|_| host.step(random, &live));
            host.check(seed);
        }
        drop(host);
        assert_eq!(live.load(Ordering::Relaxed), 0, "futures are dropped with their engine, seed {seed}");
    }
}
