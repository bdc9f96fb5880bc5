;;; tour.scm -- a tour of Scheme that prints as it goes.
;;;
;;; Read the program and its output side by side.  Every section stands on its
;;; own; nothing here needs more than the R7RS-small standard.

;; Libraries have a name, say what they export and import what they need.  A
;; program may define its own before its imports, as here, or keep them in files.
(define-library (tour stack)
  (export make-stack push! pop! stack-empty?)
  (import (scheme base))
  (begin
    (define-record-type stack
      (wrap items) stack?
      (items items set-items!))

    (define (make-stack) (wrap '()))
    (define (stack-empty? s) (null? (items s)))
    (define (push! s x) (set-items! s (cons x (items s))))
    (define (pop! s)
      (let ((top (car (items s))))
        (set-items! s (cdr (items s)))
        top))))

(import (scheme base)
        (scheme case-lambda)
        (scheme char)
        (scheme cxr)
        (scheme lazy)
        (scheme read)
        (scheme write)
        (prefix (tour stack) tour-))

;;; ------------------------------------------------------------------
;;; Showing things

;; A macro sees the program text: (show (+ 1 2)) prints the expression itself
;; and then its value, which no procedure could do.
(define-syntax show
  (syntax-rules ()
    ((_ expr)
     (begin
       (write-string "  ")
       (write-code 'expr)
       (write-string "  =>  ")
       (write expr)
       (newline)))))

;; Program text is data: here are its lists printed, with 'x for (quote x).
(define (write-code x)
  (define (abbreviation)
    (and (pair? (cdr x))
         (null? (cddr x))
         (assq (car x) '((quote . "'") (quasiquote . "`")
                         (unquote . ",") (unquote-splicing . ",@")))))
  (cond ((not (pair? x)) (write x))
        ((abbreviation)
         => (lambda (entry)
              (write-string (cdr entry))
              (write-code (cadr x))))
        (else
         (write-string "(")
         (write-code (car x))
         (let loop ((rest (cdr x)))
           (cond ((pair? rest)
                  (write-string " ")
                  (write-code (car rest))
                  (loop (cdr rest)))
                 ((not (null? rest))
                  (write-string " . ")
                  (write rest))))
         (write-string ")"))))

(define (title text)
  (newline)
  (write-string text)
  (newline))

;;; ------------------------------------------------------------------
(title "1. Data")

;; Numbers, booleans, characters, strings, symbols, lists, vectors, bytevectors.
(show (list 42 #t #\a "text" 'symbol))
(show '(1 (2 3) . 4))
(show (vector 1 "two" 'three))
(show (bytevector-u8-ref (bytevector 1 2 255) 2))
(show `(1 ,(+ 1 1) ,@(map square '(3 4))))       ; quasiquotation
(show (assq 'b '((a . 1) (b . 2))))
(show (equal? (list 1 (vector 2 "x")) (list 1 (vector 2 "x"))))

;;; ------------------------------------------------------------------
(title "2. Procedures and closures")

(define (compose f g) (lambda (x) (f (g x))))

(define (make-counter)
  (let ((n 0))                    ; one fresh n for each counter
    (lambda ()
      (set! n (+ n 1))
      n)))

(define count-a (make-counter))
(define count-b (make-counter))

(show ((compose square (lambda (x) (+ x 1))) 4))
(show (begin (count-a) (count-a) (count-a)))
(show (count-b))
(show (map + '(1 2 3) '(10 20 30)))
(show (apply max '(3 1 4 1 5 9 2 6)))

;; Optional arguments: a rest list, or several clauses with case-lambda.
(define (average first . rest)
  (/ (apply + first rest) (+ 1 (length rest))))
(define area
  (case-lambda
    ((side) (* side side))
    ((width height) (* width height))))

(show (average 1 2 3 4))
(show (list (area 3) (area 3 4)))

;;; ------------------------------------------------------------------
(title "3. Loops are calls")

;; A named let is a local procedure.  Calls in tail position need no stack, so
;; iteration is just recursion: this loop could run for ever.
(define (digits n)
  (let loop ((n n) (result '()))
    (if (< n 10)
        (cons n result)
        (loop (quotient n 10) (cons (remainder n 10) result)))))

(show (digits 20250101))
(show (let loop ((i 0)) (if (< i 1000000) (loop (+ i 1)) i)))
(show (do ((i 0 (+ i 1))
           (squares '() (cons (* i i) squares)))
          ((= i 6) (reverse squares))))

;;; ------------------------------------------------------------------
(title "4. Numbers")

(define (factorial n)
  (if (= n 0) 1 (* n (factorial (- n 1)))))

(show (factorial 30))                            ; integers never overflow
(show (let-values (((root rest) (exact-integer-sqrt (expt 10 40)))) root))
(show (/ 6 4))                                   ; exact rationals
(show (+ 1/3 1/6))
(show (/ 1.0 8))
(show (exact 0.125))
(show (list (floor 2.5) (round 2.5) (round 7/2) (truncate -2.5)))
(show (number->string 255 16))
(show (string->number "#b1011"))
(show (gcd 1071 462))

;;; ------------------------------------------------------------------
(title "5. Several values")

(define (min+max items)
  (values (apply min items) (apply max items)))

(show (call-with-values (lambda () (min+max '(3 1 2))) list))
(show (let-values (((q r) (floor/ 17 5)) ((low high) (min+max '(4 8 6))))
        (list q r low high)))
(define-values (whole . others) (values 1 2 3))
(show (list whole others))

;;; ------------------------------------------------------------------
(title "6. Strings and Unicode")

(define greeting "Grüße, κόσμε, 世界!")

(show greeting)
(show (string-length greeting))
(show (bytevector-length (string->utf8 greeting)))
(show (string-upcase "straße"))
(show (string-map char-upcase "lambda λ"))
(show (string=? (string-foldcase "ΛΆΜΔΑ") (string-foldcase "λάμδα")))
(show (list #\a #\space #\newline #\x3bb (integer->char 955)))
(show (string->list "añb"))
(show (string-append (substring "cairn stones" 0 5) "/" (string-copy "stones" 3)))

;;; ------------------------------------------------------------------
(title "7. Records")

(define-record-type point
  (make-point x y)
  point?
  (x point-x set-point-x!)
  (y point-y))

(define p (make-point 3 4))

(show (point? p))
(show (list (point-x p) (point-y p)))
(show (begin (set-point-x! p 30) (point-x p)))
(show (point? 'something-else))

;;; ------------------------------------------------------------------
(title "8. Macros")

;; New control structures are a few lines.  Macros are hygienic: the `t` of
;; my-or cannot be confused with the user's `t`.
(define-syntax while
  (syntax-rules ()
    ((_ test body ...)
     (let again ()
       (when test body ... (again))))))

(define-syntax my-or
  (syntax-rules ()
    ((_) #f)
    ((_ e) e)
    ((_ e rest ...) (let ((t e)) (if t t (my-or rest ...))))))

;; (for x in list when test collect expr): a literal word is matched as itself.
(define-syntax for
  (syntax-rules (in when collect)
    ((_ x in items collect expr)
     (map (lambda (x) expr) items))
    ((_ x in items when test collect expr)
     (let loop ((rest items))
       (cond ((null? rest) '())
             ((let ((x (car rest))) test)
              (cons (let ((x (car rest))) expr) (loop (cdr rest))))
             (else (loop (cdr rest))))))))

(show (let ((i 0) (out '()))
        (while (< i 4)
          (set! out (cons i out))
          (set! i (+ i 1)))
        out))
(show (let ((t 5)) (my-or #f t)))
(show (for x in '(1 2 3 4 5 6) when (even? x) collect (* x 100)))

;;; ------------------------------------------------------------------
(title "9. Errors")

(define (safe-divide a b)
  (guard (e ((error-object? e)
             (list 'error (error-object-message e) (error-object-irritants e)))
            ((symbol? e) (list 'raised e)))
    (cond ((not (number? b)) (raise 'not-a-number))
          ((= b 0) (error "division by zero:" a))
          (else (/ a b)))))

(show (safe-divide 10 4))
(show (safe-divide 10 0))
(show (safe-divide 10 'x))

;; A handler runs where the error happened, so it may also repair and go on.
(show (with-exception-handler
        (lambda (missing) 7)
        (lambda () (+ 1 (raise-continuable 'missing-number)))))

;;; ------------------------------------------------------------------
(title "10. Parameters and dynamic-wind")

(define indent (make-parameter 0))

(define (outline tree)
  (write-string (make-string (+ 2 (indent)) #\space))
  (write (car tree))
  (newline)
  (parameterize ((indent (+ (indent) 2)))
    (for-each outline (cdr tree))))

(outline '(animals (mammals (cat) (whale)) (birds (wren))))
(show (indent))

;; The "before" and "after" thunks run however the body is left.
(define (traced-escape)
  (let ((trace '()))
    (define (note x) (set! trace (cons x trace)))
    (call-with-current-continuation
      (lambda (leave)
        (dynamic-wind
          (lambda () (note 'in))
          (lambda () (note 'body) (leave #f) (note 'never))
          (lambda () (note 'out)))))
    (reverse trace)))

(show (traced-escape))

;;; ------------------------------------------------------------------
(title "11. Continuations")

;; Leave a loop early ...
(define (first-negative items)
  (call/cc
    (lambda (return)
      (for-each (lambda (x) (when (negative? x) (return x))) items)
      'none)))

(show (first-negative '(3 1 -4 1 -5)))
(show (first-negative '(3 1)))

;; ... or come back to a place again and again.  The variable n is shared by
;; every return, so this counts.
(define (count-re-entries)
  (let ((n 0) (again #f))
    (call/cc (lambda (k) (set! again k)))
    (set! n (+ n 1))
    (if (< n 3) (again #f) n)))

(show (count-re-entries))

;; Trying alternatives with backtracking: `amb` in a dozen lines.
(define failure-points '())

(define (fail)
  (if (null? failure-points)
      (error "no more choices")
      (let ((back (car failure-points)))
        (set! failure-points (cdr failure-points))
        (back #f))))

(define (choose . options)
  (call/cc
    (lambda (return)
      (for-each
        (lambda (option)
          (call/cc
            (lambda (next)
              (set! failure-points (cons next failure-points))
              (return option))))
        options)
      (fail))))

(define (pythagorean-triple)
  (let* ((a (choose 1 2 3 4 5 6 7))
         (b (choose 1 2 3 4 5 6 7))
         (c (choose 1 2 3 4 5 6 7)))
    (unless (= (* c c) (+ (* a a) (* b b))) (fail))
    (list a b c)))

(show (pythagorean-triple))

;;; ------------------------------------------------------------------
(title "12. Promises and streams")

;; A stream is a promise of a pair: the rest is computed when asked for, once.
(define-syntax stream-cons
  (syntax-rules ()
    ((_ head tail) (delay (cons head tail)))))

(define (stream-head s) (car (force s)))
(define (stream-tail s) (cdr (force s)))

(define (stream-take n s)
  (if (= n 0)
      '()
      (cons (stream-head s) (stream-take (- n 1) (stream-tail s)))))

(define (stream-filter keep? s)
  (delay-force
    (if (keep? (stream-head s))
        (stream-cons (stream-head s) (stream-filter keep? (stream-tail s)))
        (stream-filter keep? (stream-tail s)))))

(define (integers-from n) (stream-cons n (integers-from (+ n 1))))

(define (sieve s)
  (stream-cons
    (stream-head s)
    (sieve (stream-filter
             (lambda (n) (not (= 0 (modulo n (stream-head s)))))
             (stream-tail s)))))

(show (stream-take 12 (sieve (integers-from 2))))

;;; ------------------------------------------------------------------
(title "13. Ports")

(define (with-output-to-text writer)
  (let ((port (open-output-string)))
    (writer port)
    (get-output-string port)))

(show (with-output-to-text
        (lambda (port)
          (display "display: " port)
          (display '("a" #\b) port)
          (write-string ", write: " port)
          (write '("a" #\b) port))))

(show (let ((port (open-input-string "(define x 1) \"next\" #\\c")))
        (let loop ((data '()))
          (let ((datum (read port)))
            (if (eof-object? datum)
                (reverse data)
                (loop (cons datum data)))))))

(show (let ((port (open-input-string "line one\nline two\n")))
        (let* ((one (read-line port)) (two (read-line port)))
          (list one two (eof-object? (read-line port))))))

;;; ------------------------------------------------------------------
(title "14. Libraries")

;; The library at the top was imported with a prefix.
(define s (tour-make-stack))
(tour-push! s 'first)
(tour-push! s 'second)
(show (tour-pop! s))
(show (tour-pop! s))
(show (tour-stack-empty? s))

(newline)
(write-string "That was the tour.")
(newline)
