;; SRFI 127: examples of the reference.
(import (srfi 127))

(lseq-realize (generator->lseq (let ((n 0)) (lambda () (set! n (+ n 1)) (if (> n 3) (eof-object) n)))))
;=> (1 2 3)
(let ((next (lseq->generator '(1 2)))) (list (next) (next)))
;=> (1 2)
(lseq-any odd? '(2 3))
;=> #t
(lseq-realize (lseq-append '(1 2) '(3)))
;=> (1 2 3)
(lseq-car '(1 2))
;=> 1
(lseq-first '(1 2))
;=> 1
(lseq-realize (lseq-cdr '(1 2)))
;=> (2)
(lseq-realize (lseq-rest '(1 2)))
;=> (2)
(lseq-realize (lseq-filter odd? '(1 2 3)))
;=> (1 3)
(lseq-realize (lseq-remove odd? '(1 2 3)))
;=> (2)
(let ((sum 0)) (lseq-for-each (lambda (n) (set! sum (+ sum n))) '(1 2)) sum)
;=> 3
(lseq-realize (lseq-map - '(1 2)))
;=> (-1 -2)
(lseq-realize (lseq-take '(1 2 3) 2))
;=> (1 2)
(lseq-realize (lseq-take-while odd? '(1 2 3)))
;=> (1)
(lseq-realize (lseq-zip '(1 2) '(a b)))
;=> ((1 a) (2 b))
