//! Generates random programs about variables and control: loops whose operands assign, closures,
//! locations that continuations re-enter, multiple values that pass through winders, handlers and
//! parameters, libraries whose macros assign, and definitions that change later.
//!
//! Every value is a small integer or a procedure with a known number of parameters, and every loop
//! and recursion calls `(tick)`, so programs end and rarely fail. They print events: the order of
//! effects, and the values that saved closures see.

use fastrand::Rng;

/// A program and the code that the host evaluates after it.
pub(crate) struct Program {
    /// Its text.
    pub text: String,
    /// Texts evaluated after it, one by one.
    #[allow(dead_code, reason = "not every test has a host")]
    pub later: Vec<String>,
    /// The file that `(load "later.scm")` finds.
    #[allow(dead_code, reason = "not every test has a file")]
    pub file: String,
}

/// Variables and procedures that code may refer to.
#[derive(Clone, Default)]
struct Scope {
    variables: Vec<String>,
    /// Procedures, with the number of parameters.
    procedures: Vec<(String, usize)>,
    /// Macros without operands, whose uses are expressions.
    macros: Vec<String>,
    /// Macros with one operand, an expression.
    operators: Vec<String>,
}

struct Generator {
    random: Rng,
    names: usize,
}

/// The beginning of every program.
const PRELUDE: &str = "
(define k #f) (define entries 0) (define rounds 60) (define saved '())
(define (note x) (write x) (write-string \" \") x)
(define (tick) (set! rounds (- rounds 1)) (> rounds 0))
(define (cc x) (call/cc (lambda (c) (set! k c) x)))
(define (again x)
  (if (and k (< entries 4)) (begin (set! entries (+ entries 1)) (write-string \"| \") (k x)) x))
(define (save! f) (set! saved (cons f saved)) (length saved))
(define (run-saved) (for-each (lambda (f) (note (f))) saved))
(define (opaque x) (vector-ref (vector x) 0))
(define (begin-again) (set! k #f) (set! entries 0) (set! rounds 60))
(define (try thunk) (call/cc (lambda (c) (with-exception-handler (lambda (e) (c 99)) thunk))))
(define setting (make-parameter 3)) (define told (make-parameter 5 (lambda (x) (note x) x)))
(define places (vector 1 2 3 4))
(define-syntax bump! (syntax-rules () ((_ x) (begin (set! x (+ x 1)) x))))
(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
";

/// The imports of every program and library.
const IMPORTS: &str = "(scheme base) (scheme case-lambda) (scheme lazy) (scheme write)";

/// The program of this seed.
pub(crate) fn program(seed: u64) -> Program {
    let mut generator = Generator { random: Rng::with_seed(seed), names: 0 };
    generator.program()
}

impl Generator {
    fn below(&mut self, n: usize) -> usize {
        self.random.usize(..n)
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn fresh(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }

    fn pick(&mut self, names: &[String]) -> Option<String> {
        if names.is_empty() { None } else { Some(names[self.below(names.len())].clone()) }
    }

    /// A variable; inner ones are more likely.
    fn variable(&mut self, scope: &Scope) -> Option<String> {
        let names = &scope.variables;
        let near = if self.one_in(3) { 0 } else { names.len().saturating_sub(4) };
        self.pick(&names[near..])
    }

    // --- programs ---------------------------------------------------------

    fn program(&mut self) -> Program {
        let mut scope = Scope::default();
        let mut text = String::new();
        let mut imports = IMPORTS.to_string();
        for _ in 0..self.below(3) {
            let (name, definition) = self.library(&mut scope);
            text.push_str(&definition);
            imports.push_str(&format!(" ({name})"));
        }
        let reaches_later = self.one_in(3);
        if reaches_later {
            imports.push_str(" (scheme eval) (scheme load) (scheme repl)");
        }
        text.push_str(&format!("(import {imports})\n{PRELUDE}"));
        // Imports are not assigned.
        let mut own = Scope { variables: Vec::new(), ..scope };
        // Procedures also call later ones, if these exist by then.
        let mut planned: Vec<_> = (0..self.below(5)).map(|_| (self.fresh("f"), self.below(4))).collect();
        own.procedures.extend(planned.iter().cloned());
        let mut forms = Vec::new();
        while forms.len() < 8 || !planned.is_empty() {
            forms.push(self.form(&mut own, &mut planned));
        }
        for form in forms {
            text.push_str(&form);
            text.push('\n');
            if reaches_later && self.one_in(4) {
                let change = self.change(&own);
                text.push_str(&format!("(try (lambda () (eval '{change} (interaction-environment))))\n"));
            }
            if reaches_later && self.one_in(8) {
                text.push_str("(try (lambda () (load \"later.scm\")))\n");
            }
        }
        text.push_str("(run-saved) (if (< entries 2) (again 7))\n(run-saved)\n");
        let mut file = self.change(&own);
        file.push_str(&format!(" (note {})", self.expression(&own, 2)));
        let later = (0..self.below(4)).map(|_| self.later(&own)).collect();
        Program { text, later, file }
    }

    /// Code that the host evaluates.
    fn later(&mut self, scope: &Scope) -> String {
        match self.below(3) {
            0 => self.change(scope),
            1 => "(run-saved)".to_string(),
            _ => format!("(note {})", self.expression(scope, 3)),
        }
    }

    /// Code that changes a variable or procedure of a program.
    fn change(&mut self, scope: &Scope) -> String {
        let assigned = self.pick(&scope.variables);
        let procedures: Vec<_> = scope.procedures.iter().filter(|(name, _)| name.starts_with('f')).cloned().collect();
        match (self.below(3), assigned) {
            (0, Some(variable)) => format!("(define {variable} {})", self.below(100)),
            (1, Some(variable)) => format!("(set! {variable} {})", self.below(100)),
            _ if procedures.is_empty() => "(note 'nothing)".to_string(),
            _ => {
                let (name, parameters) = procedures[self.below(procedures.len())].clone();
                self.procedure_definition(scope, &name, parameters)
            }
        }
    }

    fn library(&mut self, scope: &mut Scope) -> (String, String) {
        let name = self.fresh("lib");
        let mut own = Scope::default();
        let mut forms = String::new();
        for _ in 0..2 + self.below(3) {
            let variable = self.fresh("v");
            forms.push_str(&format!("(define {variable} {})\n", self.below(10)));
            own.variables.push(variable);
        }
        for _ in 0..1 + self.below(3) {
            let procedure = self.fresh("p");
            let parameters = self.below(3);
            forms.push_str(&self.procedure_definition(&own, &procedure, parameters));
            forms.push('\n');
            own.procedures.push((procedure, parameters));
        }
        for _ in 0..self.below(4) {
            forms.push_str(&self.macro_definition(&mut own));
        }
        let procedures = own.procedures.iter().map(|(name, _)| name.clone());
        let exports: Vec<_> =
            procedures.chain(own.macros.iter().cloned()).chain(own.operators.iter().cloned()).collect();
        scope.procedures.extend(own.procedures);
        scope.macros.extend(own.macros);
        scope.operators.extend(own.operators);
        let definition = format!(
            "(define-library ({name}) (export {}) (import {IMPORTS})\n(begin {PRELUDE}{forms}))\n",
            exports.join(" ")
        );
        (name, definition)
    }

    /// The definition of a macro, which the scope gets.
    fn macro_definition(&mut self, scope: &mut Scope) -> String {
        let name = self.fresh("m");
        if self.one_in(2) {
            let expansion = self.expression(scope, 2);
            scope.macros.push(name.clone());
            return format!("(define-syntax {name} (syntax-rules () ((_) {expansion})))\n");
        }
        let (names, inner) = self.with_variables(scope, 1);
        let changed = self.variable(scope).unwrap_or_else(|| "entries".to_string());
        let expansion = format!("(let (({} operand)) {})", names[0], self.expression(&inner, 2));
        let count = format!("(set! {changed} (+ {changed} 1))");
        scope.operators.push(name.clone());
        format!("(define-syntax {name} (syntax-rules () ((_ operand) (begin {count} {expansion}))))\n")
    }

    /// A top-level form of a program.
    fn form(&mut self, scope: &mut Scope, planned: &mut Vec<(String, usize)>) -> String {
        match self.below(14) {
            0..=2 => {
                let name = self.fresh("g");
                let value = self.expression(scope, 3);
                scope.variables.push(name.clone());
                format!("(define {name} (try (lambda () {value})))")
            }
            3..=5 => match planned.pop() {
                Some((name, parameters)) => self.procedure_definition(scope, &name, parameters),
                None => format!("(note (try (lambda () {})))", self.body(scope, 3)),
            },
            6 => self.macro_definition(scope),
            7 if !scope.variables.is_empty() => self.change(scope),
            8 => "(run-saved)".to_string(),
            9 => format!("(begin-again) (note (try (lambda () {}))) (again 5)", self.entered_again(scope, 3)),
            10 | 11 => format!("(begin-again) (note (try (lambda () {}))) (again 6)", self.expression(scope, 4)),
            _ => format!("(note (try (lambda () {})))", self.expression(scope, 4)),
        }
    }

    /// A binding form with an initialiser that is re-entered, and a variable that the body assigns.
    fn entered_again(&mut self, scope: &Scope, depth: usize) -> String {
        let (names, inner) = self.with_variables(scope, 2);
        let (first, second) = (self.expression(scope, 1), format!("(cc {})", self.expression(scope, 1)));
        let [a, b] = &names[..] else { return "0".to_string() };
        let (u, v) = if self.one_in(2) { (first, second) } else { (second, first) };
        let use_first = ["(opaque 1)".to_string(), format!("(note {b})"), format!("(save! (lambda () {a}))")];
        let body = format!(
            "{} (set! {a} (+ {a} 1)) {} {a}",
            use_first[self.below(3)],
            if self.one_in(2) { self.expression(&inner, depth) } else { "0".to_string() }
        );
        match self.below(6) {
            0 => format!("((lambda ({a} {b}) {body}) {u} {v})"),
            1 => format!("(let-values ((({a}) {u}) (({b}) {v})) {body})"),
            2 => format!("(let* (({b} {v}) ({a} {u})) {body})"),
            3 => format!("(let () (define {a} {u}) (define {b} {v}) {body})"),
            4 => format!("(call-with-values (lambda () (values {u} {v})) (lambda ({a} {b}) {body}))"),
            _ => format!("(let (({a} {u}) ({b} {v})) {body})"),
        }
    }

    fn procedure_definition(&mut self, scope: &Scope, name: &str, parameters: usize) -> String {
        let (names, inner) = self.with_variables(scope, parameters);
        let body = self.body(&inner, 3);
        format!("(define ({name} {}) {body})", names.join(" "))
    }

    /// Fresh names, and the scope in which they are bound.
    fn with_variables(&mut self, scope: &Scope, count: usize) -> (Vec<String>, Scope) {
        let names: Vec<_> = (0..count).map(|_| self.fresh("x")).collect();
        let mut inner = scope.clone();
        inner.variables.extend(names.iter().cloned());
        // Near variables are mentioned more often.
        inner.variables.extend(names.iter().cloned());
        (names, inner)
    }

    // --- expressions ------------------------------------------------------

    /// Definitions and expressions.
    fn body(&mut self, scope: &Scope, depth: usize) -> String {
        let mut inner = scope.clone();
        let mut text = String::new();
        for _ in 0..self.below(3) {
            if self.one_in(3) {
                let name = self.fresh("h");
                let parameters = self.below(2);
                let (names, within) = self.with_variables(&inner, parameters);
                let value = self.expression(&within, depth.saturating_sub(1));
                text.push_str(&format!("(define ({name} {}) {value}) ", names.join(" ")));
                inner.procedures.push((name, parameters));
            } else {
                let name = self.fresh("d");
                let value = self.expression(&inner, depth.saturating_sub(1));
                text.push_str(&format!("(define {name} {value}) "));
                inner.variables.push(name);
            }
        }
        for _ in 0..self.below(3) {
            text.push_str(&self.expression(&inner, depth));
            text.push(' ');
        }
        text.push_str(&self.expression(&inner, depth));
        text
    }

    fn expressions(&mut self, scope: &Scope, depth: usize, count: usize) -> Vec<String> {
        (0..count).map(|_| self.expression(scope, depth)).collect()
    }

    fn simple(&mut self, scope: &Scope) -> String {
        match self.variable(scope) {
            Some(variable) if !self.one_in(4) => variable,
            _ => self.below(10).to_string(),
        }
    }

    fn expression(&mut self, scope: &Scope, depth: usize) -> String {
        if depth == 0 {
            return self.simple(scope);
        }
        let depth = depth - 1;
        match self.below(38) {
            0..=2 => self.simple(scope),
            3 | 4 => self.arithmetic(scope, depth),
            5 | 6 => self.assignment(scope, depth),
            7 => format!("(note {})", self.expression(scope, depth)),
            8 => format!(
                "(if {} {} {})",
                self.test(scope, depth),
                self.expression(scope, depth),
                self.expression(scope, depth)
            ),
            9 | 10 => self.binding(scope, depth),
            11 => self.values(scope, depth),
            12 | 13 => self.named_let(scope, depth),
            14 => self.do_loop(scope, depth),
            15 | 16 => self.call(scope, depth),
            17 => format!("(save! (lambda () {}))", self.expression(scope, depth)),
            22 => format!("(save! (lambda () {}))", self.assignment(scope, depth)),
            23 => self.entered_again(scope, depth),
            24 => self.assignment(scope, depth),
            18 => self.pick(&scope.macros).map_or_else(|| self.simple(scope), |name| format!("({name})")),
            19 => format!("(cc {})", self.expression(scope, depth)),
            20 => format!("(again {})", self.expression(scope, depth)),
            21 => format!("(opaque {})", self.expression(scope, depth)),
            26..=28 => self.control(scope, depth),
            29 => self.handler(scope, depth),
            30 | 31 => self.callback(scope, depth),
            32 => self.dispatch(scope, depth),
            33 => self.macro_use(scope, depth),
            34 => self.inner_procedure(scope, depth),
            35 => self.values(scope, depth),
            _ => format!("(let () {})", self.body(scope, depth)),
        }
    }

    fn test(&mut self, scope: &Scope, depth: usize) -> String {
        let operator = ["<", "=", ">", "eqv?"][self.below(4)];
        format!("({operator} {})", self.expressions(scope, depth, 2).join(" "))
    }

    fn arithmetic(&mut self, scope: &Scope, depth: usize) -> String {
        let operator = ["+", "-", "max", "min", "+", "car (cons", "vector-ref (vector"][self.below(7)];
        let operands = self.expressions(scope, depth, 2).join(" ");
        match operator {
            "car (cons" => format!("(car (cons {operands}))"),
            "vector-ref (vector" => format!("(vector-ref (vector {operands}) {})", self.below(2)),
            _ => format!("({operator} {operands})"),
        }
    }

    fn assignment(&mut self, scope: &Scope, depth: usize) -> String {
        let Some(variable) = self.variable(scope) else { return self.simple(scope) };
        let value = if self.one_in(2) { format!("(+ {variable} 1)") } else { self.expression(scope, depth) };
        let result = if self.one_in(2) { variable.clone() } else { self.simple(scope) };
        format!("(begin (set! {variable} {value}) {result})")
    }

    fn binding(&mut self, scope: &Scope, depth: usize) -> String {
        let count = 1 + self.below(3);
        let kind = ["let", "let", "let*", "letrec", "letrec*", "lambda", "inner"][self.below(7)];
        let (names, inner) = self.with_variables(scope, count);
        let values = self.expressions(scope, depth, count);
        let body = self.body(&inner, depth);
        if kind == "lambda" {
            return format!("((lambda ({}) {body}) {})", names.join(" "), values.join(" "));
        }
        if kind == "inner" {
            let last = values.len() - 1;
            let early = values[..last].iter().map(|value| format!("({value})")).collect::<String>();
            let bound: String = names.iter().zip(&values).map(|(name, value)| format!("({name} {value})")).collect();
            return if early.len() % 2 == 0 {
                format!("(let* ({bound}) {body})")
            } else {
                format!("(let-values ({}) {body})", single_values(&names, &values))
            };
        }
        let bound: String = names.iter().zip(&values).map(|(name, value)| format!("({name} {value})")).collect();
        format!("({kind} ({bound}) {body})")
    }

    fn values(&mut self, scope: &Scope, depth: usize) -> String {
        let (names, mut inner) = self.with_variables(scope, 3);
        let values = self.expressions(scope, depth, 3);
        let [a, b, c] = &names[..] else { return "0".to_string() };
        let [u, v, w] = &values[..] else { return "0".to_string() };
        let all = self.passed_on(format!("(values {u} {v} {w})"), scope, depth);
        let two = self.passed_on(format!("(values {u} {v})"), scope, depth);
        match self.below(6) {
            0 => format!("(call-with-values (lambda () {all}) (lambda ({a} {b} {c}) {}))", self.body(&inner, depth)),
            1 => format!("(let-values ((({a} {b}) {two}) (({c}) {w})) {})", self.body(&inner, depth)),
            2 => format!("(let*-values ((({a}) {w}) (({b} {c}) {two})) {})", self.body(&inner, depth)),
            3 => {
                inner.variables.retain(|name| name != c);
                let body = self.body(&inner, depth);
                format!("(let-values ((({a} {b} . {c}) {all})) (set! {a} (+ {a} (length {c}))) {body})")
            }
            4 => format!("(call-with-values (lambda () {all}) (case-lambda ((a b) 1) ((a . b) (+ a (length b)))))"),
            _ => format!("(let () (define-values ({a} {b} {c}) {all}) {})", self.body(&inner, depth)),
        }
    }

    /// An expression through which the same number of values passes.
    fn passed_on(&mut self, values: String, scope: &Scope, depth: usize) -> String {
        if self.one_in(2) {
            return values;
        }
        let passed = match self.below(9) {
            0 => format!("(begin {} {values})", self.expression(scope, depth)),
            1 => format!("(dynamic-wind (lambda () (note 1)) (lambda () {values}) (lambda () (note 2)))"),
            2 => format!("(parameterize ((setting {})) {values})", self.simple(scope)),
            3 => format!("(call/cc (lambda (q) {values}))"),
            4 => format!("(call/cc (lambda (q) (call-with-values (lambda () {values}) q)))"),
            5 => format!("(guard (e (#f 0)) {values})"),
            6 => format!("(guard (e ((number? e) {values})) (raise {}))", self.simple(scope)),
            7 => format!("(call-with-values (lambda () {values}) values)"),
            _ => format!("(apply values (call-with-values (lambda () {values}) list))"),
        };
        self.passed_on(passed, scope, depth.saturating_sub(1))
    }

    /// Dynamic extents: winders, parameters and promises.
    fn control(&mut self, scope: &Scope, depth: usize) -> String {
        let (before, inside) = (self.expression(scope, depth.min(1)), self.expression(scope, depth));
        match self.below(6) {
            0 => format!("(dynamic-wind (lambda () {before}) (lambda () {inside}) (lambda () (note 2)))"),
            1 => format!("(dynamic-wind (lambda () (note 1)) (lambda () {inside}) (lambda () {before}))"),
            2 => format!("(parameterize ((setting {before})) {inside})"),
            3 => format!("(parameterize ((told {before}) (setting 8)) (+ (told) {inside}))"),
            4 => "(setting)".to_string(),
            _ => format!(
                "(let ((later (delay {inside}))) (set! entries (+ entries 1)) (+ {before} (force later) (force later)))"
            ),
        }
    }

    /// Something raised, and who handles it.
    fn handler(&mut self, scope: &Scope, depth: usize) -> String {
        let (body, value) = (self.expression(scope, depth), self.simple(scope));
        let raised = format!("(if {} (raise {value}) {body})", self.test(scope, depth.min(1)));
        match self.below(4) {
            0 => format!("(guard (e ((number? e) (+ e 1))) {raised})"),
            1 => format!("(guard (e ((and (number? e) (> e 4)) => (lambda (x) 4)) ((number? e) (note e))) {raised})"),
            2 => format!(
                "(with-exception-handler (lambda (e) (+ e {value})) (lambda () (+ 1 (raise-continuable {body}))))"
            ),
            _ => format!("(try (lambda () {raised}))"),
        }
    }

    /// A procedure that another calls.
    fn callback(&mut self, scope: &Scope, depth: usize) -> String {
        let (names, inner) = self.with_variables(scope, 1);
        let [x] = &names[..] else { return "0".to_string() };
        let body = self.expression(&inner, depth);
        let (a, b) = (self.expression(scope, depth), self.simple(scope));
        match self.below(5) {
            0 => format!("(apply + (map (lambda ({x}) {body}) (list {a} {b})))"),
            1 => format!("(begin (for-each (lambda ({x}) {body}) (list {a} {b})) {b})"),
            2 => format!("(vector-ref (vector-map (lambda ({x}) {body}) (vector {a} {b})) 1)"),
            3 => format!(
                "(let ((at (modulo {b} 4))) (vector-set! places at (call/cc (lambda ({x}) {a}))) (vector-ref places at))"
            ),
            _ => format!("(call-with-values (lambda () (values {a} {b})) (lambda ({x} . rest) {body}))"),
        }
    }

    /// `case` and `cond` with `=>`.
    fn dispatch(&mut self, scope: &Scope, depth: usize) -> String {
        let (key, one, two) = (self.expression(scope, depth), self.expression(scope, depth), self.simple(scope));
        if self.one_in(2) {
            format!("(case {key} ((0 1 2) {one}) ((3 4 5 6) => (lambda (y) (+ y {two}))) (else {two}))")
        } else {
            format!(
                "(cond ((and (> {key} 3) {one}) => (lambda (y) (+ y 1))) ((or #f {two}) => (lambda (y) y)) (else 0))"
            )
        }
    }

    /// A use of a macro with operands; those that assign get a variable.
    fn macro_use(&mut self, scope: &Scope, depth: usize) -> String {
        match (self.below(3), self.variable(scope), self.pick(&scope.operators)) {
            (0, Some(variable), _) => format!("(bump! {variable})"),
            (1, Some(variable), _) => {
                let (names, _) = self.with_variables(scope, 1);
                format!(
                    "(let (({0} {1})) (swap! {0} {variable}) (+ {0} {variable}))",
                    names[0],
                    self.expression(scope, depth)
                )
            }
            (_, _, Some(name)) => format!("({name} {})", self.expression(scope, depth)),
            _ => self.simple(scope),
        }
    }

    /// A local procedure that is assigned, and one with several clauses.
    fn inner_procedure(&mut self, scope: &Scope, depth: usize) -> String {
        let (names, inner) = self.with_variables(scope, 1);
        let name = self.fresh("h");
        let (body, start) = (self.expression(&inner, depth), self.simple(scope));
        let x = &names[0];
        if self.one_in(2) {
            format!(
                "(let (({name} #f)) (set! {name} (lambda ({x}) (if (and (tick) (> {x} 0)) ({name} (- {x} 1)) {body}))) ({name} {start}))"
            )
        } else {
            format!(
                "(let (({name} (case-lambda (({x}) {body}) (({x} . rest) (+ {x} (length rest)))))) (+ ({name} {start}) ({name} 1 2)))"
            )
        }
    }

    fn named_let(&mut self, scope: &Scope, depth: usize) -> String {
        let name = self.fresh("loop");
        let count = 1 + self.below(3);
        let (names, inner) = self.with_variables(scope, count);
        let starts = self.expressions(scope, depth, count);
        let next = self.steps(&inner, &names, depth);
        let bound: String = names.iter().zip(&starts).map(|(name, value)| format!("({name} {value})")).collect();
        let (test, result) = (self.test(&inner, depth.min(1)), self.expression(&inner, depth));
        let effect = if self.one_in(2) { self.expression(&inner, depth) } else { "0".to_string() };
        let round = format!("({name} {})", next.join(" "));
        let round = if self.one_in(4) { format!("(+ 1 {round})") } else { round };
        format!("(let {name} ({bound}) {effect} (if (and (tick) {test}) {round} {result}))")
    }

    /// The next values of loop variables: simple ones, and assignments of others.
    fn steps(&mut self, scope: &Scope, names: &[String], depth: usize) -> Vec<String> {
        let own = Scope { variables: names.to_vec(), ..scope.clone() };
        let mut steps = Vec::with_capacity(names.len());
        for name in names {
            steps.push(match self.below(5) {
                0 => format!("(+ {name} 1)"),
                1 => format!("(- {name} 2)"),
                2 => self.assignment(&own, depth.min(1)),
                3 => self.expression(scope, depth),
                _ => self.simple(&own),
            });
        }
        steps
    }

    fn do_loop(&mut self, scope: &Scope, depth: usize) -> String {
        let count = 1 + self.below(2);
        let (names, inner) = self.with_variables(scope, count);
        let starts = self.expressions(scope, depth, count);
        let next = self.steps(&inner, &names, depth);
        let specs = names.iter().zip(starts.iter().zip(&next));
        let bound: String = specs.map(|(name, (start, next))| format!("({name} {start} {next})")).collect();
        let (test, result) = (self.test(&inner, depth.min(1)), self.expression(&inner, depth));
        format!("(do ({bound}) ((or (not (tick)) {test}) {result}) {})", self.expression(&inner, depth))
    }

    fn call(&mut self, scope: &Scope, depth: usize) -> String {
        if scope.procedures.is_empty() {
            return self.simple(scope);
        }
        let (name, parameters) = scope.procedures[self.below(scope.procedures.len())].clone();
        let operands = self.expressions(scope, depth, parameters).join(" ");
        let call = match self.below(6) {
            0 => format!("(apply {name} (list {operands}))"),
            1 => format!("(call-with-values (lambda () (values {operands})) {name})"),
            _ => format!("({name} {operands})"),
        };
        format!("(if (tick) {call} {})", self.simple(scope))
    }
}

/// Clauses of `let-values` for one value each.
fn single_values(names: &[String], values: &[String]) -> String {
    names.iter().zip(values).map(|(name, value)| format!("(({name}) {value})")).collect()
}
