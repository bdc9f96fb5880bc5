//! The grammar of programs for the comparison of tiers: loops and calls over numbers, vectors,
//! strings, bytes, pairs, records and boxes, mostly of the right types and sometimes not.
//!
//! Every variable is always in scope, as a global if not otherwise. Each procedure is called several
//! times with other types of arguments, caught, and sometimes in the end uncaught.

/// The beginning of each program.
pub(crate) const PRELUDE: &str = "\
(import (scheme base) (scheme write) (scheme char) (scheme inexact) (scheme complex) (scheme case-lambda) (scheme cxr) (cairn base))
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y set-point-y!))
(define-record-type other (make-other z) other? (z other-z))
(define (try name thunk)
  (write name) (display \" \")
  (write (call-with-prompt 'try
    (lambda () (guard (e ((error-object? e) (cons (error-object-message e) (error-object-irritants e))) (#t (list 'raised e)))
      (call-with-values thunk list)))
    (lambda (k . values) (cons 'aborted values))))
  (newline))
(define entered 0)
(define (again k x) (set! entered (+ entered 1)) (if (and (procedure? k) (< entered 6)) (k x) x))
(define v (vector 1 2.5 -3 '(4 5) \"six\" #\\7 8 9)) (define w (make-vector 6 1.5)) (define t (bytevector 1 2 255 0 7))
(define s (string-copy \"hello\")) (define u (string-copy \"h\u{3bb}llo\")) (define l '(1 2.5 3 -4 5/2)) (define z '((a . 1) (b . 2)))
(define r (make-point 1 2)) (define q (box 0)) (define g 5) (define h 2.5) (define k #f)
(define a 7) (define j 3) (define i 1) (define x 1.5) (define y 4) (define c 0)
";

/// The alternatives for each letter after a `$`; the first has no parts.
#[rustfmt::skip]
pub(crate) const GRAMMAR: &[(char, &[&str])] = &[
    // The forms of a program.
    ('F', &["(try 'a (lambda () a))", "(define (f0 i x y) $B)", "(define (f1 i x y) $B)", "(define (f2 i . x) $B)", "(define (f3 x) $B)",
        "(try 'f0 (lambda () (f0 $A $A $A)))", "(try 'f0 (lambda () (f0 $A $A $A) (f0 $A $A $A)))", "(try 'f1 (lambda () (f1 $A $A $A)))",
        "(try 'f1 (lambda () (f1 $A $A $A) (f1 $A $A $A)))", "(try 'f2 (lambda () (f2 $A $A)))", "(try 'f3 (lambda () (f3 $A)))",
        "(try 'map (lambda () (map f3 (list $A $A $A))))", "(try 'e (lambda () $E))"]),
    // Definitions to begin with, and an end that may be uncaught.
    ('D', &["(define (f0 i x y) a)(define (f1 i x y) y)(define (f2 i . x) x)(define (f3 x) x)\n",
        "(define (f0 i x y) $B)\n(define (f1 i x y) $B)\n(define (f2 i . x) $B)\n(define (f3 x) $B)\n"]),
    ('Z', &["'end", "(f0 $A $A $A)", "(f1 $A $A $A)", "(f2 $A $A $A)", "(f3 $A)", "(car (f3 $A))", "(begin (f0 $A $A) 1)"]),
    // Arguments.
    ('A', &["1", "0", "2", "5", "-1", "2.5", "-0.0", "1e300", "1e-300", "1152921504606846975", "-1152921504606846976", "100000000000000000000", "1/3",
        "v", "w", "t", "s", "u", "l", "z", "r", "q", "#\\a", "#f", "'()", "car", "(lambda (x) $E)", "(make-other 1)", "(vector $N $N)", "(list $N $N)", "2+i", "f3"]),
    // Bodies.
    ('B', &["a", "$E", "$E", "$S $E", "$S $S $E", "$L", "$L", "(let ((a $N) (j $N)) $E)", "(let ((a $N) (c 0)) $S $E)", "(define (inner j a) $E) (inner $N $N)"]),
    // Loops.
    ('L', &["a", "(do ((j 0 (+ j 1)) (a $N $N)) ((= j 6) a) $S)", "(do ((j 0 (+ j 1)) (a $N $N)) ((>= j (vector-length v)) a) $S $S)",
        "(let loop ((j 0) (a $N)) (if (< j 8) (loop (+ j 1) $N) (list j a)))", "(let loop ((j 9) (a $N)) (cond ((< j 0) a) ($T (loop (- j 2) $N)) (else (loop (- j 1) a))))",
        "(let loop ((l l) (a $N)) (if (null? l) a (loop (cdr l) $N)))", "(let loop ((l $P) (a $N)) (if (pair? l) (loop (cdr l) $N) a))",
        "(do ((j 0 (+ j 1)) (a 0.0 (+ a $N))) ((= j 7) a))", "(do ((j 0 (+ j 1)) (a $N (* a 1.5)) (c 0.5 (- c a))) ((> j 20) (list a c)))",
        "(let loop ((j 0) (a '())) (if (= j 5) a (loop (+ j 1) (cons $N a))))", "(let ((c 0)) (do ((j 0 (+ j 1))) ((= j 5) c) (set! c (+ c $N))))",
        "(let loop ((j 0)) (if (< j 4) (begin $S (loop (+ j 1))) (values j a)))", "(do ((j 0 (+ j 1))) ((= j 4) j) (do ((a 0 (+ a 1))) ((= a 3)) $S))",
        "(let loop ((j 5) (k '())) (if (= j 0) (map (lambda (f) (f $N)) k) (loop (- j 1) (cons (lambda (c) (+ j $N)) k))))",
        "(let ((c $N)) (let loop ((j 4) (k '())) (if (= j 0) (map (lambda (f) (f)) k) (begin (set! c $N) (loop (- j 1) (cons (lambda () (set! c (+ c 1)) c) k))))))",
        "(let loop ((j 0) (a 0)) (if (< j (bytevector-length t)) (loop (+ j 1) (+ a (bytevector-u8-ref t j))) a))",
        "(let loop ((j 0) (a 0)) (if (< j (string-length s)) (loop (+ j 1) (if (char=? (string-ref s j) #\\l) (+ a 1) a)) a))"]),
    // Expressions of any type.
    ('E', &["a", "$N", "$N", "$N", "$P", "$L", "(if $T $E $E)", "(let ((a $N)) $E)", "(let ((j $N) (a $E)) $E)", "(f0 $N $N $N)", "(f1 $N $E $N)", "(f2 $N $E)",
        "(f2 $N)", "(f3 $E)", "(vector-ref v $I)", "(vector-ref $E $I)", "(point-x r)", "(point-y $E)", "(unbox q)", "(unbox $E)", "(string-ref s $I)", "(string-ref u $I)", "$C",
        "(make-point $N $N)", "(vector $N $E)", "(list $E $N)", "(box $N)", "(begin $S $E)", "(let ((f (lambda (x) $E))) (f $N))", "(x $N)", "(x)", "(other-z $E)",
        "(call-with-values (lambda () (values $N $N)) (lambda (a j) $E))", "(let ((f (lambda (i . x) $E))) (f $N $N))", "(apply f1 (list $N $N $N))", "(not $E)", "g"]),
    // Numbers, for the most part.
    ('N', &["1", "a", "a", "i", "j", "j", "x", "y", "0", "-1", "3", "h", "g", "2.0", "0.1", "1152921504606846975", "-1152921504606846976", "1e77", "-0.0", "1/2",
        "(+ $N $N)", "(+ $N $N)", "(- $N $N)", "(* $N $N)", "(+ $N 1)", "(- $N 1)", "(- 10 $N)", "(* $N 3)", "(* $N 2.5)", "(+ $N 0.5)", "(- 1.0 $N)", "(/ $N 2.0)",
        "(/ $N $N)", "(quotient $N $N)", "(remainder $N $N)", "(modulo $N $N)", "(quotient $N 4)", "(remainder $N 8)", "(modulo $N 16)", "(modulo $N 7)", "(quotient $N 3)",
        "(- $N)", "(abs $N)", "(max $N $N)", "(min $N $N)", "(sqrt $N)", "(vector-ref v $I)", "(vector-ref w $I)", "(bytevector-u8-ref t $I)", "(car $P)", "(cadr $P)",
        "(vector-length v)", "(string-length s)", "(string-length u)", "(length $P)", "(unbox q)", "(point-x r)", "(char->integer $H)", "(if $T $N $N)", "(let ((a $N)) (+ a $N))",
        "(floor-quotient $N $N)", "(inexact $N)", "(truncate $N)", "(square $N)", "(floor $N)", "(exact (floor $N))", "(bitwise-and $N 255)", "(arithmetic-shift $N 3)",
        "(call-with-values (lambda () (floor/ $N $N)) +)", "(call-with-values (lambda () (truncate/ $N $N)) (lambda (a j) (+ a j)))", "(exact-integer-sqrt 17)",
        "(begin (set! c (+ c 1)) c)", "(begin (set! g $N) g)", "(f3 $N)", "(f0 $N $N $N)", "(round $N)", "(sin $N)", "(real-part $N)", "(magnitude $N)", "(* $N 1+i)",
        "(ceiling $N)", "(exact $N)", "(inexact $E)", "(max $E $N)", "(abs $E)", "(caddr $P)", "(length $E)", "(* $N $N)", "(- $N $N)", "(/ $N 0.5)",
        "(call-with-values (lambda () (floor/ $N 7)) (lambda (a j) (- a j)))", "(call-with-values (lambda () $M) (lambda a (length a)))"]),
    // Several values.
    ('M', &["(values)", "(floor/ $N $N)", "(truncate/ $N 10)", "(values $N $N)", "(f3 $N)", "(exact-integer-sqrt 9)", "(if $T $M $M)", "(let ((a $N)) $M)"]),
    ('I', &["0", "1", "2", "3", "j", "i", "(- $N 1)", "(+ j 1)", "5", "-1", "7", "$N"]),
    ('H', &["#\\a", "#\\z", "#\\λ", "(string-ref s $I)", "(string-ref u 1)", "(integer->char $N)", "(char-upcase $H)", "(char-downcase $H)", "(char-upcase $E)", "#\\A", "#\\space", "(integer->char 55296)"]),
    // Lists.
    ('P', &["l", "'()", "z", "(cons $N $E)", "(cons $N $P)", "(list $N $N)", "(list $N $E $N)", "(cdr $P)", "(cddr $P)", "(assv $N z)", "(assq 'b z)", "(memv $N l)", "(car z)",
        "(assoc $E z)", "(member $E l)", "(memq $E $P)", "(assv $N $P)", "(cdddr $P)", "(cdddr l)", "(append $P $P)", "(reverse $P)", "(map f3 $P)", "(list-tail $P 1)", "x"]),
    // Tests.
    ('T', &["#t", "(< $N $N)", "(<= $N $N)", "(> $N $N)", "(>= $N $N)", "(= $N $N)", "(< $N 3)", "(> j 2)", "(= $N 0)", "(eq? $E $E)", "(eqv? $N $N)", "(eqv? $E $N)", "(eq? $E 'a)",
        "(null? $P)", "(pair? $E)", "(not $T)", "(and $T $T)", "(or $T $T)", "(even? $N)", "(odd? $N)", "(zero? $N)", "(point? $E)", "(vector? $E)", "(string? $E)", "(char=? $H $H)",
        "(char<? $H $H)", "(char? $E)", "(fixnum? $E)", "(procedure? $E)", "(equal? $E $E)", "(negative? $N)", "$E", "(other? $E)", "(flonum? $E)", "(exact-integer? $E)",
        "(equal? $P $P)", "(equal? $N $N)", "(char-whitespace? $H)", "(char-alphabetic? $H)", "(char-numeric? $E)", "(char-upper-case? $H)", "(integer? $N)",
        "(exact? $N)", "(number? $E)", "(memv $N $P)", "(list? $P)"]),
    // Statements.
    ('S', &["#t", "(vector-set! v $I $E)", "(vector-set! v $I $N)", "(vector-set! w $I $N)", "(set-car! $P $N)", "(set-cdr! (list $N) $E)", "(set! g $E)", "(set! c $N)", "(set-box! q $E)",
        "(set-point-x! r $E)", "(set-point-y! $E $N)", "(bytevector-u8-set! t $I $N)", "(string-set! s $I $H)", "(string-set! u $I $H)", "(if $T $S $S)", "(write $N)", "(set! a $N)", "(set! j $N)",
        "(when $T $S)", "(let ((a $N)) $S)", "(vector-fill! w $N)", "(f3 $N)", "(set! x $E)"]),
    // Control.
    ('C', &["a", "(call/cc (lambda (k) $E))", "(call/cc (lambda (e) (set! k e) $E))", "(again k $N)", "(+ 1 (call/cc (lambda (k) (k $N))))", "(call/cc (lambda (k) (+ $N (k $N))))",
        "(let ((c $N)) (call/cc (lambda (e) (set! k e))) (set! c (+ c 1)) (again k $N) (list c $E))", "(guard (e (#t (list 'caught $N))) $E)", "(guard (e ((string? e) $E)) (raise $E))",
        "(raise $N)", "(raise-continuable $N)", "(with-exception-handler (lambda (e) $N) (lambda () (+ 1 (raise-continuable $E))))", "(error \"message\" $E)",
        "(dynamic-wind (lambda () (write 1)) (lambda () $E) (lambda () (write 2)))", "(reset (+ 1 (shift k (k (k $N)))))", "(reset (list (shift k (list (k $E) (k $E)))))",
        "(abort-to-prompt 'try $N)", "(values $N $N)", "(values)", "(letrec ((f (lambda (j) (if (< j 1) $N (+ 1 (f (- j 1))))))) (f 6))",
        "(letrec ((e? (lambda (j) (if (< j 1) $N (o? (- j 1))))) (o? (lambda (j) (if (< j 1) $E (e? (- j 1)))))) (e? 9))", "(list-sort < (list $N $N $N))", "(for-each (lambda (a) $S) $P)",
        "(vector-map (lambda (a) $E) v)", "(string-append s (number->string $N))", "(let-values (((a . j) (values $N $N))) $E)"]),
];
