;; Long computations of the SRFIs on lists, vectors and streams.
(import (srfi 1))

;; SRFI 1: the last call of any and every is a tail call
(let loop ((n 100000)) (or (= n 0) (any (lambda (x y) (loop (- n 1))) '(1) '(2))))
;=> #t
(let loop ((n 100000)) (or (= n 0) (every (lambda (x) (loop (- n 1))) '(1))))
;=> #t

;; SRFI 41
(import (srfi 41))
;; constant space, however long the chain of delays
(define-stream (down n) (if (= n 0) stream-null (down (- n 1))))
(stream-null? (down 100000))
;=> #t
(stream-ref (stream-filter (lambda (x) (= x 100000)) (stream-from 0)) 0)
;=> 100000

;; SRFI 101
(import (prefix (srfi 101) ra:))
(define (l x) (ra:random-access-list->linear-access-list x))
(define (upto n) (ra:linear-access-list->random-access-list (iota n)))
;; every index of lists of every shape
(let each ((n 0))
  (or (= n 40)
      (let ((x (upto n)))
        (let loop ((i 0) (rest x))
          (if (= i n)
              (and (null? rest) (null? (ra:list-tail x n)) (each (+ n 1)))
              (and (= (ra:list-ref x i) i (ra:car rest))
                   (ra:equal? rest (ra:list-tail x i))
                   (equal? (l (ra:list-set x i 'y)) (append (iota i) '(y) (iota (- n i 1) (+ i 1))))
                   (loop (+ i 1) (ra:cdr rest))))))))
;=> #t

;; SRFI 132
(import (srfi 132))
(length (list-merge! < (vector->list (make-vector 100000 1)) (vector->list (make-vector 100000 2))))
;=> 200000
(define (mixed n m) (let ((v (make-vector n))) (do ((i 0 (+ i 1))) ((= i n) v) (vector-set! v i (modulo (* i i 7919) m)))))
(let ((sorted (vector-sort < (mixed 200 83))))
  (let loop ((k 0)) (or (= k 200) (and (= (vector-select! < (mixed 200 83) k) (vector-ref sorted k)) (loop (+ k 1))))))
;=> #t
(= (vector-find-median < (mixed 1001 997) #f) (vector-find-median! < (mixed 1001 997) #f))
;=> #t

;; SRFI 134
(import (srfi 134))
;; from one end to the other, and back
(let loop ((i 0) (d (ideque)))
  (if (< i 1000)
      (loop (+ i 1) (ideque-add-back d i))
      (let drain ((d d) (sum 0) (n 0)) (if (ideque-empty? d) (list sum n) (drain (if (even? n) (ideque-remove-front d) (ideque-remove-back d)) (+ sum (if (even? n) (ideque-front d) (ideque-back d))) (+ n 1))))))
;=> (499500 1000)

;; SRFI 214
(import (srfi 214))
;; growing and shrinking
(let ((x (flexvector))) (do ((i 0 (+ i 1))) ((= i 1000)) (flexvector-add-back! x i)) (do ((i 0 (+ i 1))) ((= i 500)) (flexvector-remove-back! x)) (list (flexvector-length x) (flexvector-back x) (flexvector-fold + 0 x)))
;=> (500 499 124750)
