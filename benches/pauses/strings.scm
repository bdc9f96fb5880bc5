;; A hash table that grows to 5 million strings as keys.
(define t (make-equal-hash-table))
(do ((i 0 (+ i 1))) ((= i 5000000)) (hash-table-set! t (number->string i) i))
(display (hash-table-size t)) (newline)
