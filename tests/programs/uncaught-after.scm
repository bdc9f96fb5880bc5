; an exception that nobody handles in the middle of nested calls, with output flushed
(import (scheme base) (scheme write))
(define (f n) (if (= n 0) (vector-ref (vector 1 2 3) 10) (+ 1 (f (- n 1)))))
(display "partial line")
(f 5)
