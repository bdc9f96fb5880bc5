;;; mandelz -- the Mandelbrot set with complex numbers.
(import (scheme base) (scheme write) (scheme complex))

(define (escapes-after c most)
  (let loop ((z c) (n 0))
    (if (or (= n most) (> (magnitude z) 2.0))
        n
        (loop (+ (* z z) c) (+ n 1)))))

(define (main side most)
  (let ((step (/ 3.0 side)))
    (let rows ((y 0) (sum 0))
      (if (= y side)
          (begin (display sum) (newline))
          (let columns ((x 0) (sum sum))
            (if (= x side)
                (rows (+ y 1) sum)
                (columns (+ x 1)
                         (+ sum (escapes-after
                                  (make-rectangular (- (* x step) 2.0) (- (* y step) 1.5))
                                  most)))))))))

(main 150 100)
