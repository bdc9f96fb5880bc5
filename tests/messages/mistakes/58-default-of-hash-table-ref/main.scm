(define h (make-hash-table))
(display (hash-table-ref h 'x 0))
