;;; quicksort -- sorts vectors in place.
(import (scheme base) (scheme write))

(define (random-vector n seed)
  (let ((v (make-vector n 0)))
    (let loop ((i 0) (seed seed))
      (if (= i n)
          v
          (begin
            (vector-set! v i seed)
            (loop (+ i 1) (modulo (+ (* seed 16807) 11) 2147483647)))))))

(define (swap! v i j)
  (let ((x (vector-ref v i)))
    (vector-set! v i (vector-ref v j))
    (vector-set! v j x)))

;; Parts v from low to high around a pivot and returns where the halves meet.
(define (partition! v low high)
  (let ((pivot (vector-ref v (quotient (+ low high) 2))))
    (let loop ((i low) (j high))
      (let* ((i (let up ((i i)) (if (< (vector-ref v i) pivot) (up (+ i 1)) i)))
             (j (let down ((j j)) (if (> (vector-ref v j) pivot) (down (- j 1)) j))))
        (cond ((< i j)
               (swap! v i j)
               (loop (+ i 1) (- j 1)))
              (else j))))))

(define (sort! v low high)
  (when (< low high)
    (let ((middle (partition! v low high)))
      (sort! v low middle)
      (sort! v (+ middle 1) high))))

(define (sorted? v)
  (let loop ((i 1))
    (or (= i (vector-length v))
        (and (<= (vector-ref v (- i 1)) (vector-ref v i))
             (loop (+ i 1))))))

(define (main n rounds)
  (let loop ((i 0) (sum 0))
    (if (= i rounds)
        (begin (display sum) (newline))
        (let ((v (random-vector n (+ i 1))))
          (sort! v 0 (- n 1))
          (loop (+ i 1)
                (+ sum (if (sorted? v) (vector-ref v (quotient n 2)) 0)))))))

(main 30000 35)
