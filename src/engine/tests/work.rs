//! Measures what the natives cost on large data: fuel in proportion to the data, unless a native
//! looks at a bounded part of them, as those listed in `bounded.txt` do.
//!
//! A native that is not listed and costs little whatever it is given fails the test. If it does
//! work in proportion to its arguments, let it call `mc.work`; otherwise
//! `CAIRN_BLESS=1 cargo test --lib bounded` lists it.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use cairn_compiler as compile;
use cairn_data::global;
use cairn_gc::Mutation;
use cairn_middle::primitives::{BuiltinId, Code, Primitive};
use cairn_stdlib as stdlib;
use cairn_vm::Machine;
use fastrand::Rng;

use super::support::{quiet, value_named};
use crate::engine::{Config, Engine, Limits};

/// Makes large data of every kind, and small data for the other arguments.
const DATA: &str = "
(define (digits n) (string->list (make-string n #\\1)))
(define (table n) (let ((t (make-equal-hash-table))) (do ((i 0 (+ i 1))) ((= i n) t) (hash-table-set! t i i))))
(define (written n) (let ((o (open-output-string))) (write-string (make-string n #\\a) o) o))
(define (bytes n) (let ((o (open-output-bytevector))) (write-bytevector (make-bytevector n 1) o) o))
(define (large n) (vector
  (iota n) (make-list n 1) (make-list n \"ab\") (digits n) (map (lambda (i) (cons i i)) (iota n)) (make-vector n 1)
  (make-string n #\\1) (make-string n #\\λ) (string->symbol (make-string n #\\b)) (make-bytevector n 65) (make-vector n #\\a)
  (expt 3 (* 8 n)) (/ (expt 3 n) (expt 2 n)) (table n) (open-input-string (make-string n #\\a)) (written n) (bytes n)
  (open-input-bytevector (make-bytevector n 65)) n))
(define small (vector 0 1 2 10 'a #\\a \"a\" car '() (list 1 2) (bytevector 1) 1.5 #t (vector 1 2)))
(define data #f)
";

/// Elements of the large data.
const SIZE: usize = 8_000;
/// Ticks that no native costs without work in proportion to its arguments.
const LITTLE: u64 = 20;
/// Ticks that a call may take.
const FUEL: u64 = 2_000;
/// Choices of the small arguments.
const FILLS: usize = 4;

fn engine() -> Engine {
    let mut config = Config { streams: quiet(), stack_words: 1 << 16, ..Config::sandboxed(48 << 20) };
    config.heap.hash_key = Some(1);
    config.heap.verify = std::env::var_os("CAIRN_TELL").is_some();
    let mut engine = Engine::new(config).expect("memory for an engine");
    engine.set_limits(Limits::NONE);
    engine.eval("data", DATA).unwrap_or_else(|report| panic!("{}", report.render()));
    engine
}

/// Puts a call of a builtin on the machine, with the large object in one place.
fn start<'gc>(
    mc: Mutation<'gc>,
    machine: &mut Machine<'gc>,
    id: BuiltinId,
    [count, place, large]: [usize; 3],
    rng: &mut Rng,
) {
    let (data, small) = (value_named(mc, machine, "data"), value_named(mc, machine, "small"));
    let large = data.slot(large).expect("an element");
    let same = rng.usize(..FILLS) == 0;
    let argument =
        |at| if same || at == place { large } else { small.slot(rng.usize(..small.slots())).expect("an element") };
    let arguments: Vec<_> = (0..count).map(argument).collect();
    machine.world.reset_dynamic_state(false);
    let procedure = machine.world.session.cells.get(mc, id).slot(global::VALUE).expect("a cell");
    let apply = compile::prelude_procedure(mc, &mut machine.world, "%apply").expect("a part of the prelude");
    machine.start(apply, &[procedure, mc.list(&arguments)]);
}

/// The ticks that a call takes.
fn cost(engine: &mut Engine, id: BuiltinId, shape: [usize; 3], rng: &mut Rng) -> u64 {
    // The time is for natives that wait.
    engine.set_limits(Limits { fuel: Some(FUEL), timeout: Some(Duration::from_secs(2)), output: Some(1 << 20) });
    engine.begin_run();
    engine.mutate(|mc, machine| start(mc, machine, id, shape, rng));
    _ = engine.drive_to(|_, _, _| ());
    let left = engine.heap.fuel().unwrap_or(0);
    engine.set_limits(Limits::NONE);
    engine.heap.set_fuel(None);
    FUEL - left
}

/// Whether some call of the builtin with large data costs fuel for them.
fn pays(engine: &mut Engine, id: BuiltinId, row: &Primitive, kinds: usize) -> bool {
    let mut rng = Rng::with_seed(u64::from(id.0));
    let least = usize::from(row.arity.min).max(1);
    let most = row.arity.max.map_or(least + 2, usize::from).min(4);
    let shapes = (least..=most).flat_map(|count| (0..count.min(3)).map(move |place| (count, place)));
    shapes
        .flat_map(|(count, place)| (0..kinds).map(move |kind| [count, place, kind]))
        .any(|shape| (0..FILLS).any(|_| cost(engine, id, shape, &mut rng) >= LITTLE))
}

#[test]
fn natives_without_a_bounded_cost_charge_for_large_data() {
    let mut engine = engine();
    let kinds = engine.eval("kinds", &format!("(vector-length (large {SIZE}))")).expect("a number");
    let kinds =
        format!("{kinds:?}").chars().filter(char::is_ascii_digit).collect::<String>().parse().expect("a number");
    let mut bounded = BTreeSet::new();
    for (id, row) in stdlib::builtins().primitives.all() {
        if !matches!(row.code, Code::Native) || row.arity.max == Some(0) {
            continue;
        }
        // Natives change data.
        engine.eval("data", &format!("(set! data (large {SIZE}))")).expect("room");
        if std::env::var_os("CAIRN_TELL").is_some() {
            eprintln!("{}", row.name);
        }
        if !pays(&mut engine, id, row, kinds) {
            bounded.insert(row.name);
        }
    }
    let found: String = bounded.iter().map(|name| format!("{name}\n")).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/tests/bounded.txt");
    if std::env::var_os("CAIRN_BLESS").is_some() {
        std::fs::write(&path, &found).expect("the list is written");
    }
    let listed = std::fs::read_to_string(&path).unwrap_or_default();
    let listed: BTreeSet<_> = listed.lines().collect();
    let new: Vec<_> = bounded.iter().filter(|name| !listed.contains(**name)).collect();
    assert!(new.is_empty(), "these cost the same however large their arguments are: {new:?}");
    let gone: Vec<_> = listed.iter().filter(|name| !bounded.contains(**name)).collect();
    assert!(gone.is_empty(), "these cost more for large arguments, and are listed: {gone:?}");
}
