;; Each of these forms is wrong, and none because of another.
(define (area size)
  (let (w (car size))
    (* w w)))
(define (kind size)
  (if (> size 2) 'big 'small 'none))
(define (twice f)
  (lambda (x x) (f (f x))))
(display (kind (area 3)))
