(define-syntax count
  (syntax-rules ()
    ((_ x) (+ 1 (count x)))))
(count 5)
