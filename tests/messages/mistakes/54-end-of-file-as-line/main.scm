(define (read-all-lines p)
  (let ((l (read-line p)))
    (cons (string-append l "\n") (read-all-lines p))))
(display (read-all-lines (open-input-string "a\nb\n")))
