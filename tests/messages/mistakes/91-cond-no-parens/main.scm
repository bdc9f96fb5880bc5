(define x 1)
(cond
  (= x 1) (display "one")
  else (display "other"))
