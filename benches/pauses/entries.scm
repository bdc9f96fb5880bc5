;; A hash table that grows to 10 million entries.
(define t (make-equal-hash-table))
(do ((i 0 (+ i 1))) ((= i 10000000)) (hash-table-set! t i i))
(display (hash-table-size t)) (newline)
