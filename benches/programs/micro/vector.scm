;;; vector -- vector-ref and vector-set! with computed indices.
(import (scheme base) (scheme write))

(define (main n)
  (let ((v (make-vector 1024 1)))
    (let loop ((i 0) (k 0))
      (if (= i n)
          (begin (display (vector-ref v 7)) (newline))
          (let ((next (if (= k 1023) 0 (+ k 1))))
            (vector-set! v k
              (remainder (+ (vector-ref v k) (vector-ref v next)) 1000))
            (loop (+ i 1) next))))))

(main 30000000)
