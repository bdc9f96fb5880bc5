;; SRFI 133: examples of the reference.
(import (srfi 133))

(let ((v (make-vector 3 0))) (vector-unfold-right! (lambda (i) (* i i)) v 0 3) v)
;=> #(0 1 4)
