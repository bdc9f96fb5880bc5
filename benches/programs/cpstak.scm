;;; cpstak -- Takeuchi's function in continuation-passing style.
(import (scheme base) (scheme write))

(define (cps-tak x y z k)
  (if (not (< y x))
      (k z)
      (cps-tak (- x 1) y z
        (lambda (a)
          (cps-tak (- y 1) z x
            (lambda (b)
              (cps-tak (- z 1) x y
                (lambda (c)
                  (cps-tak a b c k)))))))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum (cps-tak 18 12 6 (lambda (result) result)))))
      ((= i n) (display sum) (newline))))

(main 120)
