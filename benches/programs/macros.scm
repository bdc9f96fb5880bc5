;;; macros -- loops and matching written with syntax-rules: the expanded code should be as fast as
;;; if written by hand.
(import (scheme base) (scheme write))

(define-syntax while
  (syntax-rules ()
    ((_ test body ...)
     (let again () (when test body ... (again))))))

(define-syntax for
  (syntax-rules (from to)
    ((_ x from a to b body ...)
     (let ((end b))
       (let loop ((x a))
         (when (< x end)
           body ...
           (loop (+ x 1))))))))

(define-syntax increment!
  (syntax-rules ()
    ((_ x) (increment! x 1))
    ((_ x k) (set! x (+ x k)))))

(define-syntax my-or
  (syntax-rules ()
    ((_) #f)
    ((_ e) e)
    ((_ e rest ...) (let ((t e)) (if t t (my-or rest ...))))))

(define (triples n)
  (let ((count 0))
    (for a from 1 to n
      (for b from a to n
        (let ((c b) (target (+ (* a a) (* b b))))
          (while (< (* c c) target) (increment! c))
          (when (my-or (and (= (* c c) target) (< c n)) (= a b c))
            (increment! count)))))
    count))

(define (main n)
  (display (triples n))
  (newline))

(main 1000)
