;;; capture -- makes closures with two free variables and calls each once.
(import (scheme base) (scheme write))

(define (twice f x) (f (f x)))

(define (make-adders n)
  (let loop ((i 0) (fs '()))
    (if (= i n)
        fs
        (loop (+ i 1) (cons (lambda (x) (+ x i n)) fs)))))

(define (main n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        (begin (display sum) (newline))
        (loop (+ i 1)
              (let each ((fs (make-adders 20)) (x sum))
                (if (null? fs) x (each (cdr fs) (twice (car fs) x))))))))

(main 150000)
