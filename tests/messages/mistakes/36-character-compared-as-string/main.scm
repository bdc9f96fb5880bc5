(define (count-a s)
  (let loop ((i 0) (n 0))
    (if (= i (string-length s)) n
        (loop (+ i 1) (if (string=? (string-ref s i) "a") (+ n 1) n)))))
(display (count-a "banana"))
