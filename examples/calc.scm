;;; calc.scm -- a calculator from parser combinators.
;;;
;;; A parser is a procedure: it takes the list of characters that are left and
;;; two continuations, (succeed value rest) and (fail).  Small parsers are glued
;;; to larger ones by ordinary procedures, so that the grammar below reads like
;;; a grammar.  Reads lines from standard input:
;;;
;;;   let x = 3/4
;;;   (x + 1) ^ 2 * -2

(import (scheme base)
        (scheme char)
        (scheme inexact)
        (scheme write))

;;; ------------------------------------------------------------------
;;; Combinators

(define (satisfy ok?)                   ; one character
  (lambda (chars succeed fail)
    (if (and (pair? chars) (ok? (car chars)))
        (succeed (car chars) (cdr chars))
        (fail))))

(define (always value)                  ; nothing, successfully
  (lambda (chars succeed fail)
    (succeed value chars)))

(define (bind parser f)                 ; PARSER, then the parser (F value)
  (lambda (chars succeed fail)
    (parser chars
            (lambda (value rest) ((f value) rest succeed fail))
            fail)))

(define (either . parsers)              ; the first that succeeds
  (lambda (chars succeed fail)
    (let try ((parsers parsers))
      (if (null? parsers)
          (fail)
          ((car parsers) chars succeed (lambda () (try (cdr parsers))))))))

;; (sequence (x parser) ... => expr): all in order, then the value of EXPR.
(define-syntax sequence
  (syntax-rules (=>)
    ((_ => expr) (always expr))
    ((_ (name parser) rest ...)
     (bind parser (lambda (name) (sequence rest ...))))))

;; Delays the evaluation of a parser, so that grammars may be recursive.
(define-syntax later
  (syntax-rules ()
    ((_ parser)
     (lambda (chars succeed fail) (parser chars succeed fail)))))

(define (many parser)                   ; a list of any number
  (either (sequence (first parser) (rest (later (many parser)))
                    => (cons first rest))
          (always '())))

(define (many1 parser)
  (sequence (first parser) (rest (many parser)) => (cons first rest)))

(define (optional parser default)
  (either parser (always default)))

;;; ------------------------------------------------------------------
;;; Tokens: each consumes the blanks after it

(define blanks (many (satisfy char-whitespace?)))

(define (token parser)
  (sequence (value parser) (ignored blanks) => value))

(define (literal c)
  (token (satisfy (lambda (d) (char=? c d)))))

(define digits (many1 (satisfy char-numeric?)))

(define fraction
  (sequence (point (satisfy (lambda (c) (char=? c #\.))))
            (ds digits)
            => (cons point ds)))

;; 12 is exact, 12.5 is not.
(define number
  (token (sequence (whole digits) (part (optional fraction '()))
                   => (string->number (list->string (append whole part))))))

(define name
  (token (sequence (chars (many1 (satisfy char-alphabetic?)))
                   => (string->symbol (list->string chars)))))

;;; ------------------------------------------------------------------
;;; The grammar; its values are expressions in Scheme's own notation
;;;
;;;   line    = "let" name "=" sum | sum
;;;   sum     = product (("+" | "-") product)*
;;;   product = factor (("*" | "/") factor)*
;;;   factor  = "-" factor | power
;;;   power   = atom ("^" factor)?
;;;   atom    = number | name "(" sum ")" | name | "(" sum ")"

;; Operators that group to the left: 10 - 3 - 2 = (10 - 3) - 2.
(define (left-associative operand . operators)
  (define step
    (sequence (op (apply either (map literal operators)))
              (right operand)
              => (lambda (left) (list (string->symbol (string op)) left right))))
  (define (fold left steps)
    (if (null? steps)
        left
        (fold ((car steps) left) (cdr steps))))
  (sequence (first operand) (steps (many step)) => (fold first steps)))

(define parenthesised
  (sequence (open (literal #\()) (x (later sum)) (close (literal #\))) => x))

(define atom
  (either number
          (sequence (f name) (x parenthesised) => (list f x))
          name
          parenthesised))

(define power
  (either (sequence (base atom) (hat (literal #\^)) (exponent (later factor))
                    => (list '^ base exponent))
          atom))

(define factor
  (either (sequence (minus (literal #\-)) (x (later factor)) => (list '- 0 x))
          power))

(define product (left-associative factor #\* #\/))
(define sum (left-associative product #\+ #\-))

(define line
  (either (bind name
                (lambda (word)
                  (if (eq? word 'let)
                      (sequence (variable name) (equals (literal #\=)) (value sum)
                                => (list 'let variable value))
                      (lambda (chars succeed fail) (fail)))))
          sum))

(define (parse text)
  ((sequence (ignored blanks) (value line) => value)
   (string->list text)
   (lambda (value rest)
     (if (null? rest)
         value
         (error "cannot understand" (list->string rest))))
   (lambda () (error "cannot understand" text))))

;;; ------------------------------------------------------------------
;;; Evaluation

(define variables (list (cons 'pi 3.141592653589793)))

(define operators
  (list (cons '+ +)
        (cons '- -)
        (cons '* *)
        (cons '/ (lambda (a b)
                   (if (and (exact? b) (zero? b)) (error "division by zero of" a))
                   (/ a b)))
        (cons '^ expt)
        (cons 'sqrt sqrt)
        (cons 'abs abs)))

(define (lookup key table)
  (cond ((assq key table) => cdr)
        (else (error "unknown name" (symbol->string key)))))

(define (evaluate x)
  (cond ((number? x) x)
        ((symbol? x) (lookup x variables))
        ((eq? (car x) 'let)
         (let ((value (evaluate (car (cddr x)))))
           (set! variables (cons (cons (cadr x) value) variables))
           value))
        (else
         (apply (lookup (car x) operators) (map evaluate (cdr x))))))

(define (answer text)
  (guard (e ((error-object? e)
             (write-string (error-object-message e))
             (for-each (lambda (irritant)
                         (write-string " ")
                         (write irritant))
                       (error-object-irritants e))))
    (let ((expression (parse text)))
      (write expression)
      (write-string " = ")
      (write (evaluate expression))))
  (newline))

(let loop ()
  (let ((text (read-line)))
    (unless (eof-object? text)
      (write-string "> ")
      (write-string text)
      (newline)
      (answer text)
      (loop))))
