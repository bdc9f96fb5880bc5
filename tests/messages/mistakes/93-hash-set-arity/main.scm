(define h (make-equal-hash-table))
(hash-table-set! h 'k)
