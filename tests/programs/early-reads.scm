;; Global variables that are read before their definitions have run are unbound, however
;; the reading code is reached.

(define (try t) (call/cc (lambda (k) (with-exception-handler (lambda (e) (k 'error)) t))))
(define (show x) (write x) (newline))
(define (f) (g))
(show (try f))
(define (h) c)
(show (try h))
(define (m) (list n))
(define v (vector m))
(show (try (vector-ref v 0)))
(define x1 (let lp ((i 0)) (if (< i 3) (lp (+ i 1)) (try (lambda () c)))))
(show x1)
(define (g) 1)
(define c 5)
(define n 6)
(show (list (f) (h) (m)))

;; `apply` checks the procedure before it evaluates the arguments.
(define effects '())
(try (lambda () (apply not-yet (list (begin (set! effects 'seen) 1)))))
(show effects)
(define (not-yet x) x)

;; A procedure that is called after its definition, by the value of a later definition.
(define (even2? n) (or (= n 0) (odd2? (- n 1))))
(define early (try (lambda () (even2? 2))))
(define (odd2? n) (if (= n 0) #f (even2? (- n 1))))
(show (list early (even2? 10)))
