;; A table of 3 million pairs, by identity.
(define t (make-eq-hashtable))
(do ((i 0 (+ i 1))) ((= i 3000000)) (hash-table-set! t (list i) (list i)))
(display (hash-table-size t)) (newline)
