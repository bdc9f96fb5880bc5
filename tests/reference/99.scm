;; SRFI 99: examples of the reference.
(import (srfi 99))

(rtd? (make-rtd 'point '#(x y)))
;=> #t
(rtd-name (make-rtd 'point '#(x y)))
;=> point
(rtd-parent (make-rtd 'point '#(x y)))
;=> #f
(rtd-all-field-names (make-rtd 'point '#(x y)))
;=> #(x y)
(rtd-field-mutable? (make-rtd 'point '#((mutable x) (immutable y))) 'y)
;=> #f
(let ((point (make-rtd 'point '#(x y)))) ((rtd-accessor point 'x) ((rtd-constructor point) 1 2)))
;=> 1
(let* ((point (make-rtd 'point '#(x y))) (p ((rtd-constructor point) 1 2))) ((rtd-mutator point 'x) p 5) ((rtd-accessor point 'x) p))
;=> 5
(let ((point (make-rtd 'point '#(x y)))) ((rtd-predicate point) ((rtd-constructor point) 1 2)))
;=> #t
(let ((point (make-rtd 'point '#(x y)))) (record? ((rtd-constructor point) 1 2)))
;=> #t
(let ((point (make-rtd 'point '#(x y)))) (eq? point (record-rtd ((rtd-constructor point) 1 2))))
;=> #t
