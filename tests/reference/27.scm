;; SRFI 27: examples of the reference.
(import (srfi 27))

(random-source? default-random-source)
;=> #t
(random-source? (make-random-source))
;=> #t
(< -1 (random-integer 10) 10)
;=> #t
(< 0 (random-real) 1)
;=> #t
(< -1 ((random-source-make-integers (make-random-source)) 10) 10)
;=> #t
(< 0 ((random-source-make-reals (make-random-source))) 1)
;=> #t
(let* ((s (make-random-source)) (state (random-source-state-ref s)) (next (random-source-make-integers s)) (first (next 1000))) (random-source-state-set! s state) (= first (next 1000)))
;=> #t
(let ((a (make-random-source)) (b (make-random-source))) (random-source-pseudo-randomize! a 1 2) (random-source-pseudo-randomize! b 1 2) (= ((random-source-make-integers a) 1000) ((random-source-make-integers b) 1000)))
;=> #t
(let ((s (make-random-source))) (random-source-randomize! s) (< -1 ((random-source-make-integers s) 10) 10))
;=> #t
