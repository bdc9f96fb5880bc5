;; Macros that make macros, whose literals and patterns come from different uses of a macro: the CK machine of SRFI
;; 148, and transformers that take the transformer to go on with (SRFI 147). A literal in a pattern is one of the
;; list of literals also if it only means the same keyword.

(define-library (transformers)
  (export define-syntax syntax-rules)
  (import (rename (scheme base) (define-syntax base-define-syntax) (syntax-rules base-syntax-rules)))
  (begin
    (base-define-syntax go-on (base-syntax-rules ()))
    (base-define-syntax expand
      (base-syntax-rules (base-syntax-rules begin)
        ((_ (k ...) (base-syntax-rules . rest)) (k ... (base-syntax-rules . rest)))
        ((_ (k ...) (begin definition ... spec)) (begin definition ... (expand (k ...) spec)))
        ((_ (k ...) (keyword . rest)) (keyword (go-on expand (k ...)) . rest))
        ((_ (k ...) keyword) (k ... (base-syntax-rules () ((_ . rest) (keyword . rest)))))))
    (base-define-syntax define-syntax
      (base-syntax-rules ()
        ((_ name spec) (expand (base-define-syntax name) spec))))
    ;; Adds a rule for each rule, that goes on with what it makes when that is to be a transformer.
    (base-define-syntax syntax-rules
      (base-syntax-rules (go-on)
        ((_ (go-on k ...) (literal ...) . rules) (more (k ...) (literal ... go-on) rules () rules))))
    (base-define-syntax more
      (base-syntax-rules ()
        ((_ (k ...) literals () (made ...) rules)
         (k ... (base-syntax-rules literals made ... . rules)))
        ((_ k literals (((_ . pattern) template) . rest) (made ...) rules)
         (more k literals rest (made ... ((_ (go-on c (... ...)) . pattern) (c (... ...) template))) rules))))))

(define-library (eager)
  (export eager-rules eager eager-append eager-cons)
  (import (except (scheme base) define-syntax syntax-rules) (transformers))
  (begin
    (define-syntax call (syntax-rules ()))
    (define-syntax prepare (syntax-rules ()))
    (define-syntax ck
      (syntax-rules (quote)
        ((_ () 'value) value)
        ((_ (((op ...) e ...) . s) 'value) (ck s "arguments" (op ... 'value) e ...))
        ((_ s "arguments" (op value ...)) (op call s value ...))
        ((_ s "arguments" (op ...) 'value e ...) (ck s "arguments" (op ... 'value) e ...))
        ((_ s "arguments" (op ...) e0 e ...) (ck (((op ...) e ...) . s) e0))
        ((_ s (op e ...)) (op prepare s e ...))))
    ;; The patterns have quoted variables, whose operands are evaluated first.
    (define-syntax eager-rules
      (syntax-rules ()
        ((_ (literal ...) rule ...)
         (begin
           (define-syntax o (eager-rules-of quote o (literal ...) rule ...))
           o))))
    (define-syntax eager-rules-of
      (syntax-rules ()
        ((_ literal-quote o (literal ...) ((name . pattern) template) ...)
         (syntax-rules (literal ... literal-quote prepare call)
           ((_ prepare s . arguments) (ck s "arguments" (o) . arguments))
           ((_ call s . pattern) (ck s template)) ...
           ((_ . arguments) (ck () (o . arguments)))))))
    (define-syntax eager
      (syntax-rules (quote prepare call)
        ((_ call s 'e) e)
        ((_ prepare s e) (ck s "arguments" (eager) e))
        ((_ e) (ck () (eager e)))))
    (define-syntax eager-cons (eager-rules () ((_ 'a 'b) '(a . b))))
    (define-syntax eager-append
      (eager-rules ()
        ((_ '() 'b) 'b)
        ((_ '(a . rest) 'b) (eager-cons 'a (eager-append 'rest 'b)))))))

(import (except (scheme base) define-syntax syntax-rules) (scheme write) (transformers) (eager))

(write (eager (eager-append '(+ 1) (eager-cons '2 '(3)))))
(newline)
(eager-append '(define) '(x 10))
(write x)
(newline)
(define-syntax define-it (eager-rules () ((_ 'name 'value) (eager-append '(define name) '(value)))))
(define-it 'y (eager-cons 'list '(1 2)))
(write y)
(newline)
