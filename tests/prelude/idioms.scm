;; Extensions in (cairn base) from other Schemes: streams, format, random numbers, structures.

;; cons-stream, as SICP 3.5 uses it
(define (integers n) (cons-stream n (integers (+ n 1))))
(define ones (cons-stream 1 ones))
(stream-head (integers 5) 3)
;=> (5 6 7)
(define (add-streams a b) (cons-stream (+ (stream-car a) (stream-car b)) (add-streams (stream-cdr a) (stream-cdr b))))
(define fibs (cons-stream 0 (cons-stream 1 (add-streams fibs (stream-cdr fibs)))))
(stream-ref fibs 100)
;=> 354224848179261915075
(stream-head (stream-tail ones 1000) 2)
;=> (1 1)
(let ((count 0))
  (define s (cons-stream 1 (begin (set! count (+ count 1)) the-empty-stream)))
  (list count (stream-cdr s) (stream-cdr s) count))
;=> (0 () () 1)
(stream-head (cons-stream 1 (car 'not-looked-at)) 1)
;=> (1)
(map stream-pair? (list (cons-stream 1 2) '(1 . 2) '() 5))
;=> (#t #f #f #f)
(list (stream-null? the-empty-stream) (empty-stream? '()) (empty-stream? ones))
;=> (#t #t #f)
(stream-car '())
;=> error stream-car: expected a stream that is not empty, got ()
(stream-cdr '(1 2))
;=> error stream-cdr
(stream-head (cons-stream 1 '()) 2)
;=> error stream-head
(stream-tail ones -1)
;=> error stream-tail: expected an index, got -1
(stream-head ones 'a)
;=> error stream-head
(cons-stream 1)
;=> error cons-stream
;; the tail sees the variables around it, but no name of the expansion
(let ((delay list) (cons vector)) (stream-head (cons-stream 1 (cons-stream (delay 2) '())) 2))
;=> (1 (2))

;; constants
(list true false (if false 1 2))
;=> (#t #f 2)
(let ((true 1)) true)
;=> 1
(eval '(* 6 7) user-initial-environment)
;=> 42
(eval '(* 6 7) system-global-environment)
;=> 42
(true)
;=> error true

;; fluid-let: the variable has the value while control is inside, whatever way it enters
(define level 0)
(define (current-level) level)
(list (fluid-let ((level 1)) (current-level)) (current-level))
;=> (1 0)
(let ((x 1) (y 2)) (list (fluid-let ((x y) (y x)) (set! x (+ x 10)) (list x y)) x y))
;=> ((12 1) 1 2)
(fluid-let () 1 2)
;=> 2
(guard (e (#t (list e (current-level)))) (fluid-let ((level 2)) (raise (current-level))))
;=> (2 0)
(let ((x 0) (k #f) (seen '()))
  (fluid-let ((x 1))
    (call/cc (lambda (c) (set! k c)))
    (set! seen (cons x seen))
    (set! x (+ x 1)))
  (set! seen (cons x seen))
  (if (< (length seen) 4) (k #f) (reverse seen)))
;=> (1 0 2 0)
(let ((inside 5) (set! 6)) (fluid-let ((inside 7)) inside))
;=> 7
(fluid-let ((level)) 1)
;=> error fluid-let
(fluid-let ((no-such-variable-here 1)) 1)
;=> error no-such-variable-here

;; named-lambda, define-integrable
(define f (named-lambda (fact n) (if (= n 0) 1 (* n (fact (- n 1))))))
(f 5)
;=> 120
((named-lambda (rest . args) args) 1 2)
;=> (1 2)
(define-integrable (twice x) (* 2 x))
(twice 4)
;=> 8

;; define-structure
(define-structure point x y)
(define p (make-point 1 2))
p
;=> #<point x: 1 y: 2>
(set-point-y! p 5)
(list (point-x p) (point-y p) (point? p) (point? 5))
;=> (1 5 #t #f)
(point-x 5)
;=> error point-x
(let () (define-structure empty) (empty? (make-empty)))
;=> #t
(define-structure point x x)
;=> error duplicate field x
(define-structure)
;=> error define-structure

;; format
(format "~a ~s ~a" "x" "y" #\z)
;=> "x \"y\" z"
(format #f "~d ~b ~o ~x ~X" 10 5 8 255 255)
;=> "10 101 10 ff ff"
(format #f "~c~~~%~A" #\q '(1 "two"))
;=> "q~\n(1 two)"
(format #f "a~
            b")
;=> "ab"
(call-with-output-string (lambda (port) (format port "~a~n" 1)))
;=> "1\n"
(with-output-to-string (lambda () (format #t "~a" 1) (printf "~a~a" 2 3) (fprintf (current-output-port) "~s" "4")))
;=> "123\"4\""
(format #f "~d" 'not-a-number)
;=> "not-a-number"
(format #f "~a")
;=> error format: too few arguments for "~a"
(printf "~a" 1 2)
;=> error printf: too many arguments for "~a"
(format #f "~q" 1)
;=> error format: unknown escape ~q, perhaps one of (srfi 48), in "~q"
(format #f "%d" 1)
;=> error format: escapes begin with ~, as in ~a, in "%d"
(format #f "~")
;=> error format: a tilde ends "~"
(format #f)
;=> error format: expected a template, a string
(format 5 "a")
;=> error write-char
(with-output-to-string (lambda () (pp '(a "b")) (pretty-print "c") (write-line #\d)))
;=> "(a \"b\")\n\"c\"\n#\\d\n"
(call-with-output-string (lambda (port) (pp 1 port) (pretty-print 2 port) (write-line 3 port)))
;=> "1\n2\n3\n"

;; random
(let loop ((i 0) (seen '()))
  (let ((x (random 4)))
    (if (not (memv x '(0 1 2 3))) x
        (if (= i 500) (length (delete-duplicates seen)) (loop (+ i 1) (cons x seen))))))
;=> 4
(let loop ((i 0)) (let ((x (random 2.5))) (if (and (<= 0 x) (< x 2.5)) (if (< i 500) (loop (+ i 1)) 'ok) x)))
;=> ok
(let* ((n (expt 10 60)) (x (random n))) (and (exact-integer? x) (<= 0 x) (< x n)))
;=> #t
(random 1)
;=> 0
(random 0)
;=> error random: expected a positive number, got 0
(random -1.5)
;=> error random
(random 1/2)
;=> error random
(random 'a)
;=> error random
(let ((t (runtime)) (r (real-time))) (and (inexact? t) (inexact? r) (<= t (runtime)) (<= r (real-time))))
;=> #t

;; conditions
(guard (e (#t (list (condition/report-string e) (access-condition e 'message) (access-condition e 'irritants)))) (error "bad thing:" 1 "two"))
;=> ("bad thing: 1 \"two\"" "bad thing:" (1 "two"))
(condition/report-string 5)
;=> error condition/report-string
(guard (e (#f 1)) (access-condition (guard (e (#t e)) (error "x")) 'color))
;=> error access-condition: no such field color

;; characters, ports
(map char-ascii? '(#\a #\x7f #\x80 #\λ))
;=> (#t #t #f #f)
(call-with-output-string (lambda (port) (write-char #\a port) (flush-output port) (flush-output)))
;=> "a"
(flush-output 5)
;=> error flush-output: expected an output port, got 5

;; lists
(list (second '(1 2 3 4 5)) (third '(1 2 3 4 5)) (fourth '(1 2 3 4 5)) (fifth '(1 2 3 4 5)))
;=> (2 3 4 5)
(third '(1 2))
;=> error third: expected a list of at least 3 elements, got (1 2)
(list (take '(1 2 3) 2) (drop '(1 2 3) 2) (sublist '(a b c d) 1 3) (except-last-pair '(1 2 3)) (except-last-pair! (list 1)))
;=> ((1 2) (3) (b c) (1 2) ())
(take '(1) 2)
;=> error take
(drop '(1) 2)
;=> error drop
(sublist '(a b) 1 3)
;=> error sublist
(sublist '(a b) 2 1)
;=> error sublist
(except-last-pair '())
;=> error except-last-pair
(let* ((a (list (list 1 2) 'x (cons 3 4))) (b (alist-copy a))) (list (equal? a b) (eq? (car a) (car b))))
;=> (#t #f)
(list (del-assq 'a '((a . 1) (b . 2) (a . 3))) (del-assv 1 '((1 . 2))) (del-assoc "k" '(("k" . 1) ("l" . 2))))
;=> (((b . 2)) () (("l" . 2)))
(del-assq 'a '(5))
;=> error car
(list (add1 5) (sub1 5))
;=> (6 4)

;; hash tables by MIT Scheme's names
(let ((t (make-equal-hash-table)) (u (make-string-hash-table)) (v (make-strong-eqv-hash-table)))
  (hash-table-set! t '(1) 'one)
  (hash-table-set! u "a" 1)
  (hash-table-set! v 1.5 'x)
  (let ((found (list (hash-table-ref/default t (list 1) #f) (hash-table/key-list u) (hash-table/datum-list v))))
    (hash-table/clear! t)
    (cons (hash-table-count t) found)))
;=> (0 one ("a") (x))
(hash-table/key-list 5)
;=> error hash-table/key-list
