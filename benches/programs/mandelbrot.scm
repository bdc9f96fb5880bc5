;;; mandelbrot -- points of the Mandelbrot set on a grid: float arithmetic in
;;; registers.
(import (scheme base) (scheme write))

(define limit 50)

;; The number of steps until the point escapes, at most limit.
(define (escape cr ci)
  (let loop ((zr 0.0) (zi 0.0) (i 0))
    (let ((zr2 (* zr zr)) (zi2 (* zi zi)))
      (if (or (= i limit) (> (+ zr2 zi2) 4.0))
          i
          (loop (+ (- zr2 zi2) cr)
                (+ (* 2.0 zr zi) ci)
                (+ i 1))))))

(define (main n)
  (let ((step (/ 3.0 n)))
    (let rows ((y 0) (inside 0) (total 0))
      (if (= y n)
          (begin (display inside) (display " ") (display total) (newline))
          (let columns ((x 0) (inside inside) (total total))
            (if (= x n)
                (rows (+ y 1) inside total)
                (let ((e (escape (- (* x step) 2.25) (- (* y step) 1.5))))
                  (columns (+ x 1)
                           (if (= e limit) (+ inside 1) inside)
                           (+ total e)))))))))

(main 300)
