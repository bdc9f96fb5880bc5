;;; matmul -- products of exact matrices as vectors of vectors, with entries
;;; that grow from fixnums to big integers.
(import (scheme base) (scheme write))

(define (make-matrix n f)
  (let ((m (make-vector n)))
    (do ((i 0 (+ i 1)))
        ((= i n) m)
      (let ((row (make-vector n 0)))
        (do ((j 0 (+ j 1)))
            ((= j n) (vector-set! m i row))
          (vector-set! row j (f i j)))))))

(define (ref m i j) (vector-ref (vector-ref m i) j))

(define (product n a b)
  (make-matrix n
    (lambda (i j)
      (let ((row (vector-ref a i)))
        (do ((k 0 (+ k 1))
             (sum 0 (+ sum (* (vector-ref row k) (ref b k j)))))
            ((= k n) sum))))))

(define (trace n m)
  (do ((i 0 (+ i 1)) (sum 0 (+ sum (ref m i i)))) ((= i n) sum)))

(define (main n rounds)
  (let ((a (make-matrix n (lambda (i j) (- (remainder (+ (* 7 i) (* 3 j)) 11) 5)))))
    (let loop ((i 0) (m a))
      (if (= i rounds)
          (begin (display (trace n m)) (newline))
          (loop (+ i 1) (product n m a))))))

(main 60 24)
