;; SRFI 236: expressions in any order.
(import (srfi 236))
(let ((p (cons 1 2))) (independently (set-car! p 'a) (set-cdr! p 'b)) p)
;=> (a . b)
(begin (independently) 'none)
;=> none
