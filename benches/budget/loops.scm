;;; loops -- a loop in its frame, with fixnums.
(define (sum n) (do ((i 0 (+ i 1)) (s 0 (+ s (if (even? i) i 1)))) ((= i n) s)))
(display (sum 300000))
