//! Programs of control operators: what they are, as text, and random ones.

use std::fmt::{self, Display, Formatter};

use fastrand::Rng;

/// The definitions to which the texts refer.
pub(crate) const PRELUDE: &str = "
(define trace '())
(define top #f)
(define p (make-parameter 0))
(define (note n) (set! trace (cons n trace)) n)
(define (call f x) (if (procedure? f) (f x) f))
(define (add x y) (if (and (number? x) (number? y)) (modulo (+ x y) 1009) 0))
(define (true? x) (not (eqv? x 0)))
(define (shown x) (if (procedure? x) 'procedure x))
(define (run thunk)
  (set! trace '())
  (let ((result (call/cc (lambda (k)
                           (set! top k)
                           (with-exception-handler (lambda (x) (k 'failed)) thunk)))))
    (list (shown result) (reverse trace))))
";

/// The number of a variable.
pub(crate) type Variable = usize;

/// An expression; every one has one value, a number or a procedure of one argument.
pub(crate) enum Expression {
    Number(i64),
    Variable(Variable),
    Set(Variable, Box<Expression>),
    Lambda(Variable, Box<Expression>),
    Let(Variable, Box<Expression>, Box<Expression>),
    /// Calls a procedure; a number is its own result.
    Call(Box<Expression>, Box<Expression>),
    Sequence(Box<Expression>, Box<Expression>),
    /// The sum, or 0 when one is a procedure.
    Add(Box<Expression>, Box<Expression>),
    /// Whether the first is not 0.
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    /// Adds the number to the trace, and is it.
    Note(i64),
    Reset(Box<Expression>),
    Shift(Variable, Box<Expression>),
    /// Body; variables and body of the handler.
    Prompt(usize, Box<Expression>, [Variable; 2], Box<Expression>),
    Abort(usize, Box<Expression>),
    CallCc(Variable, Box<Expression>),
    /// Notes the number on the way in, and its negation on the way out.
    Wind(i64, Box<Expression>),
    Parameterize(Box<Expression>, Box<Expression>),
    Parameter,
    /// Body; variable and body of the handler.
    Handle(Box<Expression>, Variable, Box<Expression>),
    Guard(Box<Expression>, Variable, Box<Expression>),
    Raise(Box<Expression>),
}

use Expression::*;

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Number(n) => write!(f, "{n}"),
            Variable(v) => write!(f, "v{v}"),
            Set(v, e) => write!(f, "(begin (set! v{v} {e}) 1)"),
            Lambda(v, e) => write!(f, "(lambda (v{v}) {e})"),
            Let(v, init, e) => write!(f, "(let ((v{v} {init})) {e})"),
            Call(g, e) => write!(f, "(call {g} {e})"),
            Sequence(a, b) => write!(f, "(begin {a} {b})"),
            Add(a, b) => write!(f, "(add {a} {b})"),
            If(a, b, c) => write!(f, "(if (true? {a}) {b} {c})"),
            Note(n) => write!(f, "(note {n})"),
            Reset(e) => write!(f, "(reset {e})"),
            Shift(v, e) => write!(f, "(shift v{v} {e})"),
            Prompt(tag, e, [k, x], handler) => {
                write!(f, "(call-with-prompt 'tag{tag} (lambda () {e}) (lambda (v{k} v{x}) {handler}))")
            }
            Abort(tag, e) => write!(f, "(abort-to-prompt 'tag{tag} {e})"),
            CallCc(v, e) => write!(f, "(call/cc (lambda (v{v}) {e}))"),
            Wind(n, e) => write!(f, "(dynamic-wind (lambda () (note {n})) (lambda () {e}) (lambda () (note {})))", -n),
            Parameterize(value, e) => write!(f, "(parameterize ((p {value})) {e})"),
            Parameter => write!(f, "(p)"),
            Handle(e, x, handler) => write!(
                f,
                "(with-exception-handler (lambda (v{x}) (if (error-object? v{x}) (top 'failed) {handler})) (lambda () {e}))"
            ),
            Guard(e, x, handler) => write!(f, "(guard (v{x} ((error-object? v{x}) (top 'failed)) (#t {handler})) {e})"),
            Raise(e) => write!(f, "(raise-continuable {e})"),
        }
    }
}

/// Makes random expressions.
struct Generator<'a> {
    rng: &'a mut Rng,
    /// Variables so far; those in scope are the last ones of `scope`.
    variables: usize,
    scope: Vec<usize>,
    notes: i64,
    /// Expressions that may still be made.
    budget: i32,
}

/// A random program.
pub(crate) fn random(rng: &mut Rng) -> Expression {
    let budget = rng.i32(8..60);
    let mut generator = Generator { rng, variables: 0, scope: Vec::new(), notes: 0, budget };
    generator.expression(true)
}

impl Generator<'_> {
    /// An expression; one that is not `free` neither calls nor leaves: in a handler, it is not
    /// said what the handlers of a part of a continuation are.
    fn expression(&mut self, free: bool) -> Expression {
        self.budget -= 1;
        if self.budget < 0 {
            return self.leaf();
        }
        match self.rng.u32(..if free { 27 } else { 11 }) {
            0..2 => self.leaf(),
            2 => self.note(),
            3 => Sequence(self.part(free), self.part(free)),
            4..6 => Add(self.part(free), self.part(free)),
            6 => If(self.part(free), self.part(free), self.part(free)),
            7 => self.wind(free),
            8 => Parameterize(self.part(free), self.part(free)),
            9 => Parameter,
            10 => self.set(free),
            11..13 => Reset(self.part(true)),
            13..15 => self.bound(Shift),
            15 => self.prompt(),
            16 => Abort(self.rng.usize(..2), self.part(true)),
            17..19 => self.bound(CallCc),
            19 => self.bound(Lambda),
            20 => {
                let init = self.part(true);
                self.bound(|v, e| Let(v, init, e))
            }
            21..24 => Call(self.part(true), self.part(true)),
            24 => {
                let body = self.part(true);
                let (x, handler) = self.scoped(false);
                Handle(body, x, handler)
            }
            25 => {
                let body = self.part(true);
                let (x, handler) = self.scoped(true);
                Guard(body, x, handler)
            }
            _ => Raise(self.part(true)),
        }
    }

    fn part(&mut self, free: bool) -> Box<Expression> {
        Box::new(self.expression(free))
    }

    fn leaf(&mut self) -> Expression {
        match self.rng.u32(..4) {
            0 => Number(self.rng.i64(0..3)),
            1 => self.note(),
            _ if self.scope.is_empty() => Number(self.rng.i64(0..3)),
            _ => Variable(self.scope[self.rng.usize(..self.scope.len())]),
        }
    }

    fn note(&mut self) -> Expression {
        self.notes += 1;
        Note(self.notes)
    }

    fn wind(&mut self, free: bool) -> Expression {
        self.notes += 1;
        Wind(self.notes, self.part(free))
    }

    fn set(&mut self, free: bool) -> Expression {
        match self.scope.last() {
            None => self.leaf(),
            Some(_) => {
                let variable = self.scope[self.rng.usize(..self.scope.len())];
                Set(variable, self.part(free))
            }
        }
    }

    /// A fresh variable, and an expression in its scope.
    fn scoped(&mut self, free: bool) -> (Variable, Box<Expression>) {
        let variable = self.enter();
        let body = self.part(free);
        self.scope.pop();
        (variable, body)
    }

    fn bound(&mut self, make: impl FnOnce(Variable, Box<Expression>) -> Expression) -> Expression {
        let (variable, body) = self.scoped(true);
        make(variable, body)
    }

    fn enter(&mut self) -> Variable {
        self.variables += 1;
        self.scope.push(self.variables);
        self.variables
    }

    fn prompt(&mut self) -> Expression {
        let (tag, body) = (self.rng.usize(..2), self.part(true));
        let variables = [self.enter(), self.enter()];
        let handler = self.part(true);
        self.scope.truncate(self.scope.len() - 2);
        Prompt(tag, body, variables, handler)
    }
}
