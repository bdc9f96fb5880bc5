//! Calls every builtin, internal ones too, with arbitrary values of every kind: whatever
//! comes of it, nothing panics, and the heap is right afterwards.
//!
//! `CAIRN_ROWS_CALLS` is the number of calls of each builtin, `CAIRN_ROWS_SEED` changes them.

use std::time::Duration;

use cairn_compiler as compile;
use cairn_gc::{Kind, Mutation, Stress, Value};
use cairn_middle::environment::confinement;
use cairn_middle::primitives::{BuiltinId, Code, Primitive};
use cairn_stdlib as stdlib;
use cairn_vm::Machine;
use fastrand::Rng;

use super::support::{number_from_environment, quiet, set_stress, value_named};
use crate::engine::{Config, Ended, Engine, Limits};

/// Makes a vector of values. Results of calls take the places of some.
const VALUES: &str = "
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define-record-type empty (make-empty) empty?)
(define circle (list 1 2 3))
(set-cdr! (cddr circle) circle)
(define ring (vector 1 2 3))
(vector-set! ring 1 ring)
(define kept #f)
(define prompted #f)
(define failure (call/cc (lambda (k) (with-exception-handler k (lambda () (error \"wrong\" 1 circle))))))
(+ 1 (call/cc (lambda (k) (set! kept k) 1)))
(call-with-prompt 'tag (lambda () (+ 1 (abort-to-prompt 'tag 1))) (lambda (k x) (set! prompted k)))
(define closed (open-input-string \"abc\"))
(close-port closed)
(define table (make-hash-table equal?))
(hash-table-set! table circle ring)
(define parameter (make-parameter 1))
(define (deep n) (let loop ((n n) (x '())) (if (= n 0) x (loop (- n 1) (list x)))))
(define pool (vector
  0 1 -1 2 3 7 255 256 65536 -65536 1073741824 1152921504606846975 -1152921504606846976
  1152921504606846976 (expt 2 200) (- (expt 3 200)) 1/2 -7/3 1.5 -0.0 1e300 5e-324 +nan.0 +inf.0 -inf.0 1+2i 1.0-2.5i
  #t #f '() (if #f #f) (eof-object) #\\a #\\λ #\\x0 #\\x10ffff \"\" \"abc\" (make-string 3 #\\λ) (string #\\a #\\b)
  (make-string 1000 #\\x) 'a '|a b| (string->symbol \"\") 'default-prompt 'tag 'quote '(1 2) (list 1 2 3) (cons 1 2)
  circle ring (list circle ring) (vector) (vector 1 2 3) (make-vector 300 0) (iota 1000) (deep 5000)
  (bytevector) (bytevector 1 2 255) '#f64(1.5 2.5) '#u16(1 2) (lambda () 1) (lambda (x) x) (lambda x x)
  (let ((n 0)) (lambda () (set! n (+ n 1)) n)) (case-lambda ((x) x) ((x y) y)) car list values call/cc apply dynamic-wind
  kept prompted parameter (delay 1) (delay (car '())) (make-promise 2) (make-point 1 2) (make-empty) point
  (make-point circle ring) table (make-hash-table eq? 'weak-keys) (make-ephemeron circle 1) (weak-cons ring 1)
  (make-guardian) (open-input-string \"(a b) c\") (open-output-string) (open-input-bytevector (bytevector 1 2))
  (open-output-bytevector) closed (current-output-port) (current-error-port) (interaction-environment) (box 1) failure
  (vector #f #f '() '() 0 'tag kept) (vector car cdr '() '() 0 #f #f) (vector kept '() '() '()) (vector #f '() '() '())
  (vector kept #t) (list (vector #f #f '() '() 0 'tag kept)) (list (cons parameter 1)) (list car) (string->uninterned-symbol \"u\")
  '(lambda (x) x) '(define x 1) '(import (scheme base)) '(quote . 1) (list 'quote circle) '#(1 #(2)) \"#0=(a . #0#)\"
  (list #\\a #\\b) (list 1.5 2) '((a . 1) (b . 2)) (list \"a\" \"b\") (string->vector \"abc\")))
";

fn config(stress: Stress) -> Config {
    let mut config = Config {
        limits: Limits { fuel: Some(40_000), timeout: Some(Duration::from_secs(5)), output: Some(1 << 16) },
        streams: quiet(),
        stack_words: 1 << 16,
        ..Config::sandboxed(24 << 20)
    };
    config.heap.nursery_bytes = 64 << 10;
    config.heap.stress = stress;
    config.heap.verify = true;
    config
}

/// An engine whose root holds the values.
fn engine(stress: Stress) -> Engine {
    let mut engine = Engine::new(config(Stress::Off)).expect("memory for an engine");
    engine.set_limits(Limits::NONE);
    engine.eval("values", VALUES).unwrap_or_else(|report| panic!("{}", report.render()));
    engine.set_limits(config(stress).limits);
    set_stress(&mut engine, stress);
    engine.mutate(|mc, machine| {
        let pool = value_named(mc, machine, "pool");
        machine.world.last = mc.alloc_copy(Kind::Vector, pool.slot_slice()).expect("room");
    });
    engine
}

/// The call, for the message of a panic.
struct Call<'a>(&'a str, String);

impl Drop for Call<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in a call of {} with {}", self.0, self.1);
        }
    }
}

fn some<'gc>(rng: &mut Rng, pool: Value<'gc>) -> Value<'gc> {
    pool.slot(rng.usize(..pool.slots())).expect("an element")
}

fn arguments<'gc>(rng: &mut Rng, row: &Primitive, pool: Value<'gc>) -> Vec<Value<'gc>> {
    let least = row.arity.min as usize;
    let most = row.arity.max.map_or(least + 3, usize::from);
    (0..rng.usize(least..=most)).map(|_| some(rng, pool)).collect()
}

/// Puts the call of a builtin on the machine: what it is called with, as text.
fn start<'gc>(
    mc: Mutation<'gc>,
    machine: &mut Machine<'gc>,
    id: BuiltinId,
    choose: impl FnOnce(Value<'gc>) -> Vec<Value<'gc>>,
) -> Option<String> {
    let arguments = choose(machine.world.last);
    machine.world.reset_dynamic_state(false);
    let procedure = machine.world.session.cells.get(mc, id);
    let apply = compile::prelude_procedure(mc, &mut machine.world, "%apply").ok()?;
    let procedure = procedure.slot(cairn_data::global::VALUE)?;
    let shown = arguments.iter().map(|&value| cairn_text::printer::summary(value, 60)).collect::<Vec<_>>().join(" ");
    machine.start(apply, &[procedure, mc.list(&arguments)]);
    Some(shown)
}

fn call(engine: &mut Engine, rng: &mut Rng, id: BuiltinId, row: &Primitive) {
    engine.begin_run();
    let place = rng.usize(..400);
    let Some(shown) = engine.mutate(|mc, machine| start(mc, machine, id, |pool| arguments(rng, row, pool))) else {
        return;
    };
    let _call = Call(row.name, shown);
    let ended = engine.drive_to(|mc, world, value| {
        if place < world.last.slots() && !value.has_kind(Kind::Values) {
            world.last.set_slot(mc, place, value);
        }
    });
    match ended {
        Ok(Ended::Value(()) | Ended::Exit(_)) => {}
        Err(report) => assert!(!report.render().is_empty()),
    }
}

#[test]
fn no_builtin_does_harm_whatever_it_is_given() {
    let calls = number_from_environment("CAIRN_ROWS_CALLS", 6);
    let seed = number_from_environment("CAIRN_ROWS_SEED", 1);
    let modes = [Stress::Off, Stress::Minor, Stress::Incremental(50), Stress::Full(16)];
    let rows: Vec<_> = stdlib::builtins().primitives.all().collect();
    for (group, rows) in rows.chunks(24).enumerate() {
        let mut engine = engine(modes[group % modes.len()]);
        for &(id, row) in rows {
            let mut rng = Rng::with_seed(seed ^ u64::from(id.0) << 16);
            for _ in 0..calls {
                call(&mut engine, &mut rng, id, row);
            }
        }
        engine.heap.collect_full();
    }
}

/// Calls of natives with texts, in a sandbox: what wants a capability is known to reach the system, so that confined
/// code gets a procedure with its own capabilities in its place.
#[test]
fn natives_that_want_capabilities_say_so_in_their_rows() {
    let primitives = &stdlib::builtins().primitives;
    let mut engine = engine(Stress::Off);
    let mut refused = Vec::new();
    for (id, row) in primitives.all().filter(|(_, row)| row.code == Code::Native && !row.evaluates()) {
        let least = usize::from(row.arity.min);
        for count in least..=row.arity.max.map_or(least + 2, usize::from).min(4) {
            engine.begin_run();
            engine.mutate(|mc, machine| start(mc, machine, id, |_| vec![mc.string("abc").expect("room"); count]));
            if let Err(report) = engine.drive_to(|_, _, _| {})
                && report.message.contains("(--allow-")
            {
                assert!(confinement::reaches_system(primitives, id), "{} is not marked: {}", row.name, report.message);
                refused.push(row.name);
            }
        }
    }
    for name in ["open-input-file", "delete-file", "file-exists?", "get-environment-variable"] {
        assert!(refused.contains(&name), "{name} was not refused: {refused:?}");
    }
}
