;;; takl -- Takeuchi's function on lists, whose lengths are the numbers.
(import (scheme base) (scheme write))

(define (count-down n)
  (if (= n 0) '() (cons n (count-down (- n 1)))))

(define (shorter? x y)
  (and (pair? y) (or (null? x) (shorter? (cdr x) (cdr y)))))

(define (takl x y z)
  (if (shorter? y x)
      (takl (takl (cdr x) y z) (takl (cdr y) z x) (takl (cdr z) x y))
      z))

(define (main rounds)
  (let ((x (count-down 18)) (y (count-down 12)) (z (count-down 6)))
    (do ((i 1 (+ i 1)))
        ((= i rounds) (display (length (takl x y z))) (newline))
      (takl x y z))))

(main 100)
