(define h (make-hash-table))
(hash-table-set! h 'a 1)
(hash-table-walk (lambda (k v) (display k)) h)
