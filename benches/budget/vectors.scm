;;; vectors -- a sieve.
(define (sieve n)
  (let ((v (make-vector n #t)))
    (let loop ((i 2) (count 0))
      (cond ((= i n) count)
            ((vector-ref v i) (do ((j (* i i) (+ j i))) ((>= j n) (loop (+ i 1) (+ count 1))) (vector-set! v j #f)))
            (else (loop (+ i 1) count))))))
(display (sieve 60000))
