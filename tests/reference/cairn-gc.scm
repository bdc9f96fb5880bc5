;; (cairn gc): examples of the reference.
(import (scheme base) (cairn gc))

(weak-pair? (weak-cons 'a 'b))
;=> #t
(weak-car (weak-cons 'a 'b))
;=> a
(weak-cdr (weak-cons 'a 'b))
;=> b
(let ((p (weak-cons 'a 'b))) (weak-set-car! p 'c) (weak-car p))
;=> c
(let ((p (weak-cons 'a 'b))) (weak-set-cdr! p 'c) (weak-cdr p))
;=> c
(weak-pair-broken? (weak-cons 'a 'b))
;=> #f
(weak-box-value (make-weak-box 'a))
;=> a
(weak-box? (make-weak-box 'a))
;=> #t
(guardian? (make-guardian))
;=> #t
(let ((g (make-guardian))) (g (list 1 2)) (gc) (g))
;=> (1 2)
(let ((g (make-guardian)) (x (list 1))) (g x) (unregister-guardian g))
;=> ((1))
(hash-table-weakness (make-weak-eqv-hashtable))
;=> keys
(hash-table-weakness (make-weak-eq-hashtable))
;=> keys
(ephemeron-datum (make-ephemeron 'key 'value))
;=> value
(ephemeron-key (make-ephemeron 'key 'value))
;=> key
(ephemeron? (make-ephemeron 'key 'value))
;=> #t
(ephemeron-broken? (make-ephemeron 'key 'value))
;=> #f
(begin (reference-barrier 'x) 'kept)
;=> kept
(list? (gc-stats))
;=> #t
(begin (gc) 'collected)
;=> collected
