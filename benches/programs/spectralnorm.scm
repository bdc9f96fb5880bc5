;;; spectralnorm -- the largest singular value of an infinite matrix, cut off:
;;; float division, vectors and a procedure call for each entry.
(import (scheme base) (scheme inexact) (scheme write))

(define (entry i j)
  (let ((k (+ i j)))
    (/ 1.0 (+ (quotient (* k (+ k 1)) 2) i 1))))

(define (times! f n v out)
  (do ((i 0 (+ i 1)))
      ((= i n))
    (do ((j 0 (+ j 1))
         (sum 0.0 (+ sum (* (f i j) (vector-ref v j)))))
        ((= j n) (vector-set! out i sum)))))

(define (transposed i j) (entry j i))

(define (dot n a b)
  (do ((i 0 (+ i 1))
       (sum 0.0 (+ sum (* (vector-ref a i) (vector-ref b i)))))
      ((= i n) sum)))

(define (main n)
  (let ((u (make-vector n 1.0))
        (v (make-vector n 0.0))
        (t (make-vector n 0.0)))
    (do ((i 0 (+ i 1)))
        ((= i 10))
      (times! entry n u t)
      (times! transposed n t v)
      (times! entry n v t)
      (times! transposed n t u))
    (display (exact (round (* 1e9 (sqrt (/ (dot n u v) (dot n v v)))))))
    (newline)))

(main 300)
