;; Calls of what is no closure with just these arguments: clauses, rest arguments, parameters, builtins as values,
;; continuations, in tail position and elsewhere, with right and wrong numbers of arguments.
(import (scheme base) (scheme write) (scheme case-lambda) (cairn base))

(define (message thunk)
  (guard (e ((error-object? e) (cons (error-object-message e) (length (error-object-irritants e))))
            (#t (list 'raised e)))
    (call-with-values thunk list)))

(define (opaque x) (vector-ref (vector x) 0))
(define p (make-parameter 7))
(define q (make-parameter 1 (lambda (x) (* x 10))))
(define one (case-lambda ((a) (list 'one a)) ((a b) (list 'two a b)) ((a b c . d) (list 'more a b c d))))
(define (rest . all) all)
(define (some a b . more) (list a b more))
(define (none) 'none)
(define (fixed a b) (cons a b))

;; Each procedure is called through a variable and by tail call, with no argument up to five.
(define (call-each f)
  (define (plain0) (list (f))) (define (plain1 a) (list (f a))) (define (plain2 a b) (list (f a b)))
  (define (plain3 a b c) (list (f a b c))) (define (plain5 a b c d e) (list (f a b c d e)))
  (define (tail0) (f)) (define (tail1 a) (f a)) (define (tail2 a b) (f a b))
  (define (tail3 a b c) (f a b c)) (define (tail5 a b c d e) (f a b c d e))
  (do ((i 0 (+ i 1)) (last '() (list (message (lambda () (plain0))) (message (lambda () (plain1 1)))
                                     (message (lambda () (plain2 1 2))) (message (lambda () (plain3 1 2 3)))
                                     (message (lambda () (plain5 1 2 3 4 5)))
                                     (message (lambda () (tail0))) (message (lambda () (tail1 1)))
                                     (message (lambda () (tail2 1 2))) (message (lambda () (tail3 1 2 3)))
                                     (message (lambda () (tail5 1 2 3 4 5))))))
      ((= i 60) last)))

(for-each
 (lambda (f)
   (write (call-each (opaque f)))
   (newline))
 (list p q one rest some none fixed list vector + max values car string-append apply call/cc
       (lambda (a #!optional b) (list a b)) (call/cc (lambda (k) (lambda (x) (k (lambda (y) x y)))))))

;; Globals that change what they hold.
(define g one)
(define (call-g) (list (g 1) (g 1 2)))
(define (run times) (do ((i 0 (+ i 1)) (last '() (call-g))) ((= i times) last)))
(for-each (lambda (f) (set! g f) (write (message (lambda () (run 200)))) (newline))
          (list one rest list fixed (lambda (a . b) b) p 5 one))

;; Parameters in loops, and under parameterize.
(define (sum n) (let loop ((i 0) (s 0)) (if (= i n) s (loop (+ i 1) (+ s (p) (q))))))
(write (list (sum 300) (parameterize ((p 1) (q 2)) (sum 300)) (sum 3)))
(newline)

;; Calls of a `case-lambda`: the first clause that takes the arguments is the one, whether it is compiled or not.
(define chosen
  (case-lambda
    ((a) (list 'one a))
    ((a b . more) (list 'two a b more))
    ((a b c) (list 'never a b c))
    (() 'none)))
(define exactly
  (case-lambda
    (() 'none)
    ((a) (list 'one a))
    ((a b) (list 'two a b))
    ((a b c) (list 'three a b c))))
(define (all f) (list (f) (f 1) (f 1 2) (f 1 2 3)))
(define (last-of f) (f 1 2))
(define (try f) (guard (e (#t (error-object-message e))) (f 1 2 3 4 5)))
(let loop ((i 0))
  (if (< i 3)
      (begin
        (write (list (all chosen) (all exactly) (last-of exactly) (last-of chosen) (try exactly) (try chosen)))
        (newline)
        (loop (+ i 1)))))
