;; SRFI 244: definitions of several variables.
(import (except (scheme base) define-values) (srfi 244))

(define-values (x y . rest) (values 1 2 3 4))
(list x y rest)
;=> (1 2 (3 4))
(define-values all (exact-integer-sqrt 17))
all
;=> (4 1)
(let () (define-values (a b) (values 3 4)) (define-values () (values)) (+ a b))
;=> 7
