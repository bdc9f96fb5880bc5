//! Generates programs from a grammar: numbers, strings, lists, records, macros and control
//! operators, nested at random.
//!
//! A program prints the result of each of its forms, including conditions. Its output does not
//! depend on addresses, on time or on how it was compiled, so two engines that run it must print
//! the same. Counters bound the re-entry of continuations.

/// The alternatives for each letter after a `$`; the first alternative has no parts.
pub(crate) type Grammar = &'static [(char, &'static [&'static str])];

/// The beginning of each program.
const PRELUDE: &str = "\
(import (cairn base) (scheme base) (scheme write) (scheme inexact) (scheme lazy) (scheme case-lambda) (scheme cxr))
(define steps 0)
(define (step x) (set! steps (+ steps 1)) (if (> steps 200) (raise 'too-many-steps) x))
(define (show thunk)
  (set! steps 0)
  (write (call-with-prompt 'show
    (lambda () (guard (e ((error-object? e) (list 'error (error-object-message e))) (#t (list 'raised e))) (thunk)))
    (lambda (k . values) (list 'aborted values))))
  (newline))
(define-record-type <point> (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(define-syntax while
  (syntax-rules () ((_ c body ...) (let loop () (when c (step 0) body ... (loop))))))
(define-syntax for (er-macro-transformer (lambda (form rename same?)
  `(,(rename 'for-each) (,(rename 'lambda) (,(cadr form)) ,@(cdddr form)) ,(car (cddr form))))))
(define p (make-parameter 1))
(define a 1) (define b 2.5) (define c '(1 2 3)) (define d \"text\") (define k #f)
(define (f a) a) (define (g a . b) b) (define-syntax m (syntax-rules () ((_ x ...) (list x ...))))
";

#[rustfmt::skip]
const GRAMMAR: Grammar = &[
    // A form of the program.
    ('F', &["(show (lambda () a))", "(show (lambda () $E))", "(show (lambda () $E $E))", "(define $V $E)",
        "(define (f $V) $B)", "(define (g $V . c) $B)", "(set! $V $N)",
        "(define-syntax m (syntax-rules () ((_ x) $M) ((_ x y ...) (list x (m y) ...))))",
        "(define f (case-lambda ((a) $B) ((a b) $B) ((a . c) $B)))"]),
    // An expression of any type.
    ('E', &["a", "$V", "$N", "$N", "$S", "$L", "$C", "$C", "$T", "(if $T $E $E)", "(let (($V $E)) $B)",
        "(let* (($V $E) ($V $E)) $B)", "(letrec ((f (lambda (a) (step 0) $B))) (f $N))", "($P $E)", "(f $E)", "(g $E $E)",
        "(begin (set! $V $E) $E)", "(case $N ((0 1 2) $E) ((-1) => $P) (else $E))", "(cond ($T $E) ($E => $P) (else $E))",
        "(and $E $E)", "(or $E $E)", "(when $T $B)", "(unless $T $B)", "(my-or $E $E)", "(m $E $E)", "(m $N)",
        "(let ((a $E) (b $E)) (swap! a b) (list a b))", "(do ((a 0 (+ a 1)) (b $E $E)) ((> a 3) b) (step 0))",
        "(let loop ((a 5) (c '())) (step 0) (if (< a 0) c (loop (- a 1) (cons $E c))))", "(let () (define b $E) (define (f a) $B) (f b))",
        "(make-point $E $E)", "(point-x $E)", "(let ((a (make-point $E $E))) (set-point-x! a $E) (point-x a))",
        "(call-with-values (lambda () (values $E $E)) (lambda (a b) $B))", "(receive (a . c) (values $E $E $E) $B)",
        "(let-values (((a b) (values $E $E)) ((c) (list $E))) $B)", "(vector $E $E)", "(vector-ref (vector $E $E $E) $I)",
        "(let ((v (vector $E $E))) (vector-set! v $I $E) v)", "(vector-map $P (vector $N $N))", "(box $E)", "(apply $P (list $E))",
        "(let ((v '())) (for b $L (set! v (cons $E v))) v)", "`(1 ,$E ,@$L)", "(force (delay $E))", "(symbol->string '$V)"]),
    ('B', &["a", "$E", "$E", "$E $E", "(define $V $E) $E"]),
    ('V', &["a", "b", "c", "d"]),
    ('M', &["x", "(list x x)", "(let ((a x)) (list a x))", "(lambda (b) x)"]),
    ('I', &["0", "1", "2", "-1", "$N"]),
    ('P', &["car", "cdr", "list", "not", "-", "f", "(lambda (a) $B)", "(lambda (b) $B)", "(lambda c $B)", "(lambda (a) (set! a $E) (list a b))",
        "vector?", "number?", "abs", "(cut + <> $N)", "(case-lambda ((a) $E) ((a b) $E))"]),
    ('T', &["#t", "#f", "(null? $E)", "(pair? $E)", "(< $N $N)", "(= $N $N $N)", "(eq? $E $E)", "(equal? $E $E)", "(not $E)", "(zero? $N)", "(odd? $I)",
        "(char<? #\\a #\\b)", "(string? $E)", "(eqv? $N $N)", "(point? $E)"]),
    // A number.
    ('N', &["1", "0", "-7", "a", "1/3", "2.5", "-0.0", "1152921504606846975", "-1152921504606846976", "100000000000000000000", "1e30", "+i",
        "(+ $N $N)", "(- $N $N)", "(* $N $N)", "(- $N)", "(+ $N 1)", "(quotient $N $N)", "(remainder $N $N)", "(modulo $N -3)", "(/ $N $N)",
        "(max $N $N)", "(exact (floor $N))", "(expt $N 3)", "(length $L)", "(string-length $S)", "(abs $N)", "(gcd $N $N)", "(sqrt $N)",
        "(exact->inexact $N)", "(bitwise-and $N 255)", "(arithmetic-shift $N 3)", "(number->string $N)", "(round $N)", "(* $N 3.0)", "(square $N)"]),
    ('S', &["d", "\"\"", "\"abc\"", "\"λx\"", "(string-append $S $S)", "(number->string $N)", "(substring $S 0 $I)", "(list->string (list #\\a #\\λ))",
        "(let ((s (string-copy $S))) (string-set! s $I #\\z) s)", "(string-map char-upcase $S)", "(call-with-output-string (lambda (o) (write $E o)))"]),
    ('L', &["c", "'()", "'(1 (2 . 3) #(4))", "(list $E $E)", "(cons $E $E)", "(append $L $L)", "(reverse $L)", "(map $P $L)", "(map + $L $L)",
        "(list-tail $L $I)", "(memq $E $L)", "(assoc $N (list (cons $N $E)))", "(filter $P $L)", "(string->list $S)", "(iota 5)", "(sort (list $N $N $N) <)",
        "(list-copy $L)", "(vector->list (vector $E $E))", "(let ((h (make-equal-hash-table))) (hash-table-set! h $E $E) (hash-table->alist h))"]),
    // Control.
    ('C', &["(step a)", "(call/cc (lambda (k) $E))", "(call/cc (lambda (k) (k $E) $E))", "(+ 1 (call/cc (lambda (k) (k $N))))",
        "(call/cc (lambda (e) (set! k e) $E))", "(begin (step 0) (if (procedure? k) (k $E) $E))",
        "(let ((n 0) (r #f)) (call/cc (lambda (e) (set! r e))) (step 0) (set! n (+ n 1)) (if (< n 3) (r $E)) (list n $E))",
        "(guard (e (#t (list 'caught $E))) $E)", "(guard (e ((symbol? e) e)) (raise $E))", "(guard (e ((string? e) $E) ((pair? e) => car)) $E (raise $L))",
        "(raise $E)", "(raise-continuable $E)", "(error \"message\" $E)", "(with-exception-handler (lambda (e) $E) (lambda () $E))",
        "(with-exception-handler (lambda (e) (step 0) $N) (lambda () (+ 1 (raise-continuable $E))))", "(car $E)", "(vector-ref $E $I)",
        "(dynamic-wind (lambda () (step 0) $E) (lambda () $E) (lambda () (step 0) $E))", "(reset (list 1 (shift k $E)))", "(reset (+ 1 (shift k (k (k $N)))))",
        "(reset (list $E (shift k (list (k $E) (k $E)))))", "(call-with-prompt 'a (lambda () (cons 1 (abort-to-prompt 'a $E))) (lambda (k . c) (step 0) (k $E)))",
        "(abort-to-prompt 'show $E)", "(parameterize ((p $E)) $E)", "(p)", "(force (make-promise $E))", "(force (delay-force (delay $E)))",
        "(let ((a (delay (begin (set! b $N) $E)))) (list (force a) (force a)))", "(let ((a 3)) (while (> a 0) (set! a (- a 1)) $E) a)",
        "(eval '$E (the-environment))", "(eval '(list $N $E) (interaction-environment))", "(values $E)", "(let-syntax ((m (syntax-rules () ((_ x y ...) $M)))) (m $E))"]),
];

/// Deepest nesting of rules.
const DEPTH: usize = 7;
/// Largest number of rules in a program.
const RULES: usize = 400;

/// A program. `choose(n)` returns a number below `n` on each call.
pub(crate) fn program(choose: &mut dyn FnMut(usize) -> usize) -> String {
    let mut text = PRELUDE.to_string();
    let mut rules = RULES;
    for _ in 0..3 + choose(6) {
        expand(GRAMMAR, 'F', DEPTH, &mut rules, choose, &mut text);
        text.push('\n');
    }
    text
}

/// Appends an expansion of a letter. The native stack grows with the nesting of rules.
pub(crate) fn expand(
    grammar: Grammar,
    letter: char,
    depth: usize,
    rules: &mut usize,
    choose: &mut dyn FnMut(usize) -> usize,
    text: &mut String,
) {
    let (_, alternatives) = grammar.iter().find(|(name, _)| *name == letter).expect("a letter of the grammar");
    let exhausted = depth == 0 || *rules == 0;
    let template = if exhausted { alternatives[0] } else { alternatives[choose(alternatives.len())] };
    *rules = rules.saturating_sub(1);
    let mut parts = template.split('$');
    text.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let mut chars = part.chars();
        if let Some(letter) = chars.next() {
            expand(grammar, letter, depth.saturating_sub(1), rules, choose, text);
        }
        text.push_str(chars.as_str());
    }
}
