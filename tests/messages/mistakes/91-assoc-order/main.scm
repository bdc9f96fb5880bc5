(define t '((a . 1) (b . 2)))
(display (cdr (assq t 'b)))
