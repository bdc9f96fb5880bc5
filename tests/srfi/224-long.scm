;; SRFI 224: larger mappings.
(import (scheme base) (srfi 224))

;; A thousand keys in a scrambled order.
(let ((m (fxmapping-unfold (lambda (i) (= i 1009)) (lambda (i) (values (modulo (* i 101) 1009) i)) (lambda (i) (+ i 1)) 0)))
  (list (fxmapping-size m)
        (equal? (fxmapping-keys m) (let loop ((i 1008) (all '())) (if (< i 0) all (loop (- i 1) (cons i all)))))
        (fxmapping-size (fxmapping-filter (lambda (k v) (even? k)) m))
        (fxmapping-ref m 101)))
;=> (1009 #t 505 1)
