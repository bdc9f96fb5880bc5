//! Tests code generation: runs core programs written as data.

use std::collections::HashMap;

use cairn_backend::codegen;
use cairn_compiler as compile;
use cairn_data::global;
use cairn_data::source::Span;
use cairn_gc::{Config, Heap, Mutation, Rootable, Stress, Value};
use cairn_middle::ir::{Clause, Lambda, Node, NodeId, Unit, VarId};
use cairn_stdlib as stdlib;
use cairn_vm::world::World;
use cairn_vm::{self as vm, Exit, Machine};

/// A reader of core programs: no macros, no shadowing of keywords.
struct Core<'a, 'gc> {
    mc: Mutation<'gc>,
    world: &'a mut World<'gc>,
    unit: Unit<'gc>,
    globals: HashMap<String, Value<'gc>>,
    scopes: Vec<(String, VarId)>,
}

fn items<'gc>(list: Value<'gc>) -> Vec<Value<'gc>> {
    let mut out = Vec::new();
    let mut rest = list;
    while let Some((item, next)) = rest.as_pair() {
        out.push(item);
        rest = next;
    }
    out
}

impl<'gc> Core<'_, 'gc> {
    fn node(&mut self, node: Node<'gc>) -> NodeId {
        self.unit.add(node, Span::NONE)
    }

    fn global(&mut self, name: &str) -> Value<'gc> {
        if let Some(&cell) = self.globals.get(name) {
            return cell;
        }
        let cell = match self.world.session.primitives.find(name) {
            Some(id) => self.world.session.cells.get(self.mc, id),
            None => global::new(self.mc, self.mc.intern(name)),
        };
        self.globals.insert(name.to_string(), cell);
        cell
    }

    fn local(&self, name: &str) -> Option<VarId> {
        self.scopes.iter().rev().find(|(n, _)| n == name).map(|&(_, v)| v)
    }

    fn bind(&mut self, name: Value<'gc>) -> VarId {
        let name = name.as_symbol().expect("a name");
        let var = self.unit.add_var(name);
        self.scopes.push((name.to_string(), var));
        var
    }

    fn body(&mut self, forms: &[Value<'gc>]) -> NodeId {
        let nodes = forms.iter().map(|&form| self.expr(form)).collect();
        self.node(Node::Seq(nodes))
    }

    fn lambda(&mut self, params: Value<'gc>, body: &[Value<'gc>], name: Option<&str>) -> NodeId {
        let mark = self.scopes.len();
        let required = items(params).into_iter().map(|p| self.bind(p)).collect::<Vec<_>>();
        let mut tail = params;
        while let Some(next) = tail.cdr() {
            tail = next;
        }
        let rest = tail.is_symbol().then(|| self.bind(tail));
        let body = self.body(body);
        self.scopes.truncate(mark);
        let clauses = vec![Clause { params: required, rest, body }];
        self.node(Node::Lambda(Box::new(Lambda { name: name.map(Into::into), clauses })))
    }

    fn expr(&mut self, form: Value<'gc>) -> NodeId {
        if let Some(name) = form.as_symbol() {
            let node = match self.local(name) {
                Some(var) => Node::Local(var),
                None => Node::Global(self.global(name)),
            };
            return self.node(node);
        }
        let parts = items(form);
        let Some(head) = parts.first() else { return self.node(Node::Quote(form)) };
        match head.as_symbol() {
            Some("quote") => self.node(Node::Quote(parts[1])),
            Some("if") => {
                let [a, b] = [parts[1], parts[2]].map(|p| self.expr(p));
                let c = match parts.get(3) {
                    Some(&c) => self.expr(c),
                    None => self.node(Node::Quote(Value::UNSPECIFIED)),
                };
                self.node(Node::If(a, b, c))
            }
            Some("lambda") => self.lambda(parts[1], &parts[2..], None),
            Some("begin") => self.body(&parts[1..]),
            Some("define") => self.define(&parts),
            Some("set!") => {
                let value = self.expr(parts[2]);
                let name = parts[1].as_symbol().expect("a name");
                let node = match self.local(name) {
                    Some(var) => {
                        self.unit.var_mut(var).assigned = true;
                        Node::Set(var, value)
                    }
                    None => Node::SetGlobal(self.global(name), value),
                };
                self.node(node)
            }
            Some("let") => {
                let bindings = items(parts[1]);
                let inits: Vec<_> = bindings.iter().map(|b| self.expr(items(*b)[1])).collect();
                let mark = self.scopes.len();
                let vars: Vec<_> = bindings.iter().map(|b| self.bind(items(*b)[0])).collect();
                let body = self.body(&parts[2..]);
                self.scopes.truncate(mark);
                self.node(Node::Let(vars.into_iter().zip(inits).collect(), body))
            }
            Some("letrec") => {
                let bindings = items(parts[1]);
                let mark = self.scopes.len();
                let vars: Vec<_> = bindings.iter().map(|b| self.bind(items(*b)[0])).collect();
                let inits: Vec<_> = bindings.iter().map(|b| self.expr(items(*b)[1])).collect();
                let body = self.body(&parts[2..]);
                self.scopes.truncate(mark);
                self.node(Node::Letrec(vars.into_iter().zip(inits).collect(), body))
            }
            _ => {
                let operator = self.expr(parts[0]);
                let operands = parts[1..].iter().map(|&p| self.expr(p)).collect();
                self.node(Node::Call(operator, operands))
            }
        }
    }

    fn define(&mut self, parts: &[Value<'gc>]) -> NodeId {
        let (name, value) = match parts[1].as_pair() {
            Some((name, params)) => {
                let text = name.as_symbol();
                (name, self.lambda(params, &parts[2..], text))
            }
            None => (parts[1], self.expr(parts[2])),
        };
        let cell = self.global(name.as_symbol().expect("a name"));
        self.node(Node::Define(cell, value))
    }
}

/// Runs a core program; its value as `write` prints it.
fn run(text: &str, stress: Stress, minimal: bool) -> String {
    let config = Config { stress, verify: stress != Stress::Off, ..Config::default() };
    let mut heap: Heap<Rootable![Machine<'_>]> = Heap::new(config, |_| {
        let mut machine = Machine::new(stdlib::new_world(), vm::Stack::new(8 << 20).expect("memory"));
        machine.stress = stress != Stress::Off;
        machine
    });
    let program = format!("({text})");
    heap.mutate(|mc, machine| {
        let datum = cairn_text::reader::read_str(mc, &program).expect("a program");
        let mut core =
            Core { mc, world: &mut machine.world, unit: Unit::default(), globals: HashMap::new(), scopes: Vec::new() };
        core.unit.root = core.body(&items(datum));
        let mut unit = core.unit;
        let options = cairn_middle::options::Options { minimal, ..Default::default() };
        let world = &mut machine.world;
        compile::optimise(mc, world, &mut unit, &options, |_, _| {}).expect("no limit");
        let thunks =
            codegen::compile(mc, &mut world.session.cells, &world.session.sources, &unit).expect("it compiles");
        assert_eq!(thunks.len(), 1);
        if std::env::var_os("CAIRN_LIST").is_some() {
            eprintln!("{}", codegen::listing(world.session.primitives, thunks[0].closure_proto().expect("code")));
        }
        machine.start(thunks[0], &[]);
    });
    loop {
        match heap.mutate(vm::run) {
            Exit::Collect => {
                heap.mutate(|_, machine| machine.before_collection());
                heap.safepoint();
                heap.mutate(|_, machine| machine.after_collection());
            }
            exit => {
                return heap.mutate(|_, machine| {
                    let value = cairn_text::printer::summary(machine.result, 400);
                    if exit == Exit::Done { value } else { format!("{exit:?} {value}") }
                });
            }
        }
    }
}

fn check(text: &str, expected: &str) {
    for stress in [Stress::Off, Stress::Minor, Stress::Full(7)] {
        for minimal in [false, true] {
            assert_eq!(run(text, stress, minimal), expected, "{text} {stress:?} minimal {minimal}");
        }
    }
}

#[test]
fn procedures_and_arithmetic() {
    check("(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 12)", "144");
    check("(define (f a b . r) (cons a (cons b r))) (f 1 2 3 4)", "(1 2 3 4)");
    check("((lambda (x) (set! x (+ x 1)) (set! x (* x 2)) x) 2)", "6");
    check("(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1))))) (count 3000)", "3000");
}

#[test]
fn captures() {
    check("(let ((a 0)) (let ((f (lambda () (set! a (+ a 1)))) (g (lambda () a))) (f) (f) (g)))", "2");
    check("(let ((a 1)) ((lambda () ((lambda () ((lambda (b) (+ a b)) 5))))))", "6");
    check(
        "(define (mk) (let ((n 0)) (lambda () (set! n (+ n 1)) n))) (let ((a (mk)) (b (mk))) (a) (a) (cons (a) (b)))",
        "(3 . 1)",
    );
    check(
        "(letrec ((e (lambda (n) (if (= n 0) #t (o (- n 1))))) (o (lambda (n) (if (= n 0) #f (e (- n 1)))))) (e 1001))",
        "#f",
    );
    check(
        "(define (f k) (letrec ((e (lambda (n) (if (= n 0) k (o (- n 1))))) (o (lambda (n) (if (= n 0) #f (e (- n 1)))))) (e 100))) (f 9)",
        "9",
    );
}

#[test]
fn loops() {
    check(
        "(letrec ((loop (lambda (i acc) (if (= i 0) acc (loop (- i 1) (cons i acc)))))) (loop 5 '()))",
        "(1 2 3 4 5)",
    );
    check(
        "(letrec ((loop (lambda (i acc) (if (= i 0) acc (loop (- i 1) (cons (lambda () i) acc)))))) (let ((l (loop 3 '()))) (cons ((car l)) ((car (cdr l))))))",
        "(1 . 2)",
    );
    check(
        "(letrec ((loop (lambda (i acc) (if (= i 0) acc (begin (set! i (- i 1)) (loop i (cons (lambda () (set! i (+ i 10)) i) acc))))))) (let ((l (loop 3 '()))) ((car l)) (cons ((car l)) ((car (cdr l))))))",
        "(20 . 11)",
    );
}

#[test]
fn continuations() {
    check("(+ 1 (call/cc (lambda (k) (+ 100 (k 41)))))", "42");
    check("(let ((n 0) (k #f)) (call/cc (lambda (c) (set! k c))) (set! n (+ n 1)) (if (< n 3) (k #f)) n)", "3");
    check(
        "(define r '()) (define k #f) (define (f) (let ((x (cons 1 (call/cc (lambda (c) (set! k c) 2))))) (set! r (cons x r)) (if (< (length r) 3) (k (length r)) r))) (f)",
        "((1 . 2) (1 . 1) (1 . 2))",
    );
}
