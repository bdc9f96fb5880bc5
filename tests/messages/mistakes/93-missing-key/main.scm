(define h (make-equal-hash-table))
(hash-table-set! h 'apple 1)
(display (hash-table-ref h 'pear))
