;;; call-known -- calls of a procedure that the compiler knows.
(import (scheme base) (scheme write))

(define (collide a b)
  (if (< a 0) (collide (- a) b) (if (= b 0) a (- b a))))

(define (main n)
  (let loop ((i 0) (x 1))
    (if (= i n)
        (begin (display x) (newline))
        (loop (+ i 1) (collide x 7)))))

(main 40000000)
