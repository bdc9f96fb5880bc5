;;; bignums -- products, quotients and digits.
(define (factorial n) (if (= n 0) 1 (* n (factorial (- n 1)))))
(display (string-length (number->string (quotient (factorial 1200) (factorial 400)))))
