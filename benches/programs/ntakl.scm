;;; ntakl -- Takeuchi's function on lists that are made anew each time, compared by a loop.
(import (scheme base) (scheme write))

(define (count-down n)
  (if (= n 0) '() (cons n (count-down (- n 1)))))

(define (shorter? x y)
  (cond ((null? y) #f)
        ((null? x) #t)
        (else (shorter? (cdr x) (cdr y)))))

(define (mas x y z)
  (if (not (shorter? y x))
      z
      (mas (mas (cdr x) y z) (mas (cdr y) z x) (mas (cdr z) x y))))

(define (main rounds)
  (do ((i 0 (+ i 1)) (n 0 (+ n (length (mas (count-down 18) (count-down 12) (count-down 6))))))
      ((= i rounds) (display n) (newline))))

(main 100)
