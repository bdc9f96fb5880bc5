//! Damages the code of procedures at random and runs it: the verifier refuses the code, or it does
//! no harm. The tests and the fuzz targets choose what is damaged.

use std::time::Duration;

use cairn_backend::bytecode::ops::{Op, Role, Word};
use cairn_backend::bytecode::{Shape, Verifier, closed_procedure, code_object};
use cairn_compiler as compile;
use cairn_data::code::CodeMeta;
use cairn_gc::{Kind, Mutation, Stress, Value};
use cairn_stdlib as stdlib;
use cairn_vm::Machine;

use super::support::{quiet, set_stress, value_named};
use crate::engine::{Config, Engine, Limits, Native};

/// Chooses a number below its argument.
pub type Choose<'a> = dyn FnMut(usize) -> usize + 'a;

/// Procedures whose code uses most instructions.
const PROCEDURES: &str = "
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define (counter n) (let ((k 0)) (let loop ((i 0)) (if (< i n) (begin (set! k (+ k i)) (loop (+ i 1))) (lambda () (set! k (+ k 1)) k)))))
(define (sums v) (do ((i 0 (+ i 1)) (s 0 (+ s (vector-ref v i)))) ((= i (vector-length v)) (* s 1.5))))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(define (walk x) (cond ((pair? x) (+ (walk (car x)) (walk (cdr x)))) ((null? x) 0) ((eq? x 'a) 1) (else 2)))
(define (moved p) (set-point-x! p (+ 1 (point-x p))) (list (point-x p) (point? p) (vector p 1) (string-ref \"abc\" 1)))
(define (mutual n) (letrec ((even (lambda (i) (if (= i 0) n (odd (- i 1))))) (odd (lambda (i) (if (= i 0) #f (even (- i 1)))))) (even n)))
(define (several . rest) (call-with-values (lambda () (values 1 (length rest))) (lambda (a b) (list a b rest))))
(define (cells l) (let ((all '())) (for-each (lambda (x) (let ((y x)) (set! all (cons (lambda () (set! y (+ y 1)) y) all)))) l) (map (lambda (f) (f)) all)))
(define (texts s) (let ((t (make-string 3 #\\a))) (string-set! t 0 (string-ref s 0)) (char->integer (string-ref t 0))))
(define (inner n) (let ((a n) (b (* n 2))) (let ((f (lambda (c) (+ a b c))) (g (lambda () (set! a (+ a 1)) (quotient b 3)))) (list (f 1) (g) (f 2) (box a)))))
(define (handled x) (guard (e (#t (list 'caught x))) (+ 1 (vector-ref x 0))))
(define (again n) (let* ((k 0) (c #f) (get (lambda () (set! k (+ k 1)) k))) (get) (call/cc (lambda (r) (set! c r))) (get) (list k (get))))
(define all (list counter sums fib walk moved mutual several cells texts inner handled again))
(define inputs (vector 0 3 7 -1 'a 1.5 \"abc\" '(1 2 a) (vector 1 2 3) (make-point 1 2) car '()))
";

fn engine(native: Native) -> Engine {
    let mut config = Config { streams: quiet(), stack_words: 1 << 16, native, ..Config::sandboxed(24 << 20) };
    config.heap.nursery_bytes = 64 << 10;
    config.heap.verify = true;
    let mut engine = Engine::new(config).expect("memory for an engine");
    engine.eval("procedures", PROCEDURES).unwrap_or_else(|report| panic!("{}", report.render()));
    engine.set_limits(Limits { fuel: Some(3_000), timeout: Some(Duration::from_secs(5)), output: Some(1 << 16) });
    set_stress(&mut engine, Stress::Minor);
    engine
}

/// A word with one thing changed.
fn damage(choose: &mut Choose<'_>, code: &[Word], at: usize) -> Word {
    let word = code[at];
    if Op::ALL.get(word.0 as u8 as usize).is_none() {
        // It has been damaged before.
        return word;
    }
    let small = choose(12) as u16;
    match choose(8) {
        0 => Word(word.0 ^ 1 << choose(64)),
        1 => Word(word.0 & !0xFF | choose(Op::ALL.len()) as u64),
        2 => Word::new(word.op(), word.d(), small, word.b(), word.c()),
        3 => Word::new(word.op(), word.d(), word.a(), small, word.c()),
        4 => Word::new(word.op(), word.d(), word.a(), word.b(), small),
        5 => Word::new(word.op(), word.d(), word.a(), word.b(), small.wrapping_neg()),
        6 => code[choose(code.len())],
        _ => word.with_d(small as u8),
    }
}

/// Code with some words changed; what says which primitive the program wrote stays: another
/// one need not fail where the instruction does.
fn damaged(choose: &mut Choose<'_>, code: &[u64]) -> Vec<Word> {
    let mut words: Vec<Word> = code.iter().map(|&word| Word(word)).collect();
    for _ in 0..=choose(2) {
        let at = choose(words.len());
        let changed = damage(choose, &words, at);
        let is_primitive = Op::ALL.get(changed.0 as u8 as usize).is_some_and(|op| op.roles()[0] == Role::P);
        if !is_primitive || (changed.0 ^ words[at].0) & 0xFFFF == 0 {
            words[at] = changed;
        }
    }
    words
}

/// A copy of a code object with something changed in it, or in code that it refers to; the
/// reason why the verifier refuses it.
fn copy<'gc>(mc: Mutation<'gc>, choose: &mut Choose<'_>, code: Value<'gc>, depth: usize) -> Result<Value<'gc>, String> {
    let parts = code.proto_parts();
    let Some(meta) = parts.meta.as_payload::<CodeMeta>() else { return Ok(code) };
    let mut constants = parts.constants.clone();
    let inner: Vec<usize> = (0..constants.len()).filter(|&i| constants[i].has_kind(Kind::Proto)).collect();
    let goes_in = depth > 0 && !inner.is_empty() && choose(2) == 1;
    let words = if goes_in {
        let i = inner[choose(inner.len())];
        constants[i] = copy(mc, choose, constants[i], depth - 1)?;
        parts.code.iter().map(|&word| Word(word)).collect()
    } else {
        damaged(choose, parts.code)
    };
    let info = parts.info;
    let shape =
        Shape { params: info.params(), rest: info.rest(), registers: info.registers(), captures: meta.captures };
    // The verifier does not look at what the metadata says of variables.
    let assigned = if choose(4) == 0 { Vec::new() } else { meta.assigned.clone() };
    let copied = CodeMeta { assigned, early: meta.early.clone(), ..CodeMeta::default() };
    let is_native = |number, count| stdlib::builtins().primitives.is_native(number, count);
    let object = code_object(mc, Some(&mut Verifier::default()), &words, &constants, shape, copied, &is_native)?;
    Ok(object.expect("room"))
}

/// Puts a call of a damaged procedure on the machine, unless the verifier refuses it.
fn start<'gc>(mc: Mutation<'gc>, machine: &mut Machine<'gc>, choose: &mut Choose<'_>) -> bool {
    let mut procedures = Vec::new();
    let mut all = value_named(mc, machine, "all");
    while let Some((procedure, rest)) = all.as_pair() {
        procedures.push(procedure);
        all = rest;
    }
    let code = procedures[choose(procedures.len())].closure_proto().expect("a procedure with code");
    let Ok(code) = copy(mc, choose, code, 2) else { return false };
    let procedure = closed_procedure(mc, code).expect("it captures nothing");
    let inputs = value_named(mc, machine, "inputs");
    let arguments = mc.list(&[inputs.slot(choose(inputs.slots())).expect("an element")]);
    machine.world.reset_dynamic_state(false);
    let apply = compile::prelude_procedure(mc, &mut machine.world, "%apply").unwrap_or(Value::FALSE);
    machine.start(apply, &[procedure, arguments]);
    true
}

/// The end of a trial.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The verifier refused the code.
    Refused,
    /// The code ran.
    Ran,
    /// The machine panicked.
    Panicked,
}

/// An engine that runs damaged code.
pub struct Trials(Engine);

impl Trials {
    /// An engine with this native tier.
    pub fn new(native: Native) -> Self {
        Trials(engine(native))
    }

    /// Damages a procedure and runs it; then verifies the heap.
    pub fn run(&mut self, choose: &mut Choose<'_>) -> End {
        let Trials(engine) = self;
        engine.begin_run();
        if !engine.mutate(|mc, machine| start(mc, machine, choose)) {
            return End::Refused;
        }
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| _ = engine.drive_to(|_, _, _| ())));
        if ended.is_err() {
            return End::Panicked;
        }
        engine.heap.collect_full();
        End::Ran
    }
}
