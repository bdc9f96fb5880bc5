(define h (make-hash-table))
(hash-table-update! h 'a (lambda (x) (+ x 1)))
