;;; strings -- building, searching, converting.
(define (words n) (let loop ((i 0) (s "")) (if (= i n) s (loop (+ i 1) (string-append s (number->string i) " ")))))
(define (spaces s) (let loop ((i 0) (n 0)) (if (= i (string-length s)) n (loop (+ i 1) (if (char=? #\space (string-ref s i)) (+ n 1) n)))))
(display (spaces (words 1500)))
(display (length (string->list (string-upcase (words 500)))))
