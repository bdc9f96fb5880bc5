;; Binding forms create fresh locations each time their initialisers have been evaluated (R7RS
;; 4.2.2): a continuation that an initialiser captured does not share the variables that are bound
;; after it, and shares those that `let*` and the like bound before.

(define k #f)
(define times 0)
(define (pass x) (vector-ref (vector x) 0))
(define (show x) (write x) (newline))
(define (cc x) (call/cc (lambda (c) (set! k c) x)))

;; Prints what a procedure returns when it is entered four times.
(define (again thunk)
  (set! times 0)
  (let ((results '()))
    (let ((value (thunk)))
      (set! times (+ times 1))
      (set! results (cons value results))
      (if (< times 4) (k 1))
      (show (reverse results)))))

(again (lambda () (let ((x (call/cc (lambda (c) (set! k c) 1)))) (let ((n 0)) (pass x) (set! n (+ n 1)) n))))
(again (lambda () (let ((n 0) (x (cc 1))) (pass x) (set! n (+ n 1)) n)))
(again (lambda () ((lambda (n x) (pass x) (set! n (+ n 1)) n) 0 (cc 1))))
(again (lambda () (call-with-values (lambda () (values 0 (cc 1))) (lambda (n x) (pass x) (set! n (+ n 1)) n))))
(again (lambda () (let-values (((n) (values 0)) ((x) (cc 1))) (pass x) (set! n (+ n 1)) n)))
(again (lambda () (let-values (((n . m) (values 0 5)) ((x) (cc 1))) (pass x) (set! m 7)  (set! n (+ n 1)) n)))
(again (lambda () (let*-values (((n) (values 0)) ((x) (cc 1))) (pass x) (set! n (+ n 1)) n)))
(again (lambda () (let* ((n 0) (x (cc 1))) (pass x) (set! n (+ n 1)) n)))
(again (lambda () (receive (n x) (values 0 (cc 1)) (pass x) (set! n (+ n 1)) n)))
(define (inl n x) (pass x) (set! n (+ n 1)) n)
(again (lambda () (inl 0 (cc 1))))
(again (lambda () (let loop ((n 0) (x (cc 1))) (pass x) (set! n (+ n 1)) n)))
(again (lambda () (do ((n 0 (+ n 1)) (x (cc 1) x)) ((> n 0) n) (pass x) (set! n (+ n 5)))))
(again (lambda () (define-values (n x) (values 0 (cc 1))) (pass x) (set! n (+ n 1)) n))
