(define al '((a . 1) (b . 2)))
(display (+ 1 (assoc 'a al)))
