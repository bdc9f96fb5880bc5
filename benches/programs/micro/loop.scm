;;; loop -- nothing but counting.
(import (scheme base) (scheme write))

(define (main n)
  (let loop ((i 0) (odd 0))
    (if (< i n)
        (loop (+ i 1) (if (even? i) odd (+ odd 1)))
        (begin (display odd) (newline)))))

(main 60000000)
