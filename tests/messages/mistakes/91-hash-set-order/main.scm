(define h (make-hash-table))
(hash-table-set! 'a 1 h)
