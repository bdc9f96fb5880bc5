;;; guards -- raise and guard in a loop, also through handlers and nested guards.
(import (scheme base) (scheme write))

(define (risky i)
  (case (remainder i 4)
    ((0) i)
    ((1) (raise 'odd-one))
    ((2) (error "two" i))
    (else (raise-continuable i))))

(define (careful i)
  (guard (e ((symbol? e) 1)
            ((error-object? e) (car (error-object-irritants e))))
    (with-exception-handler
      (lambda (e) (if (number? e) (* 2 e) (raise e)))
      (lambda () (+ 1 (risky i))))))

;; The inner guard has no clause for it, so the outer one gets the object.
(define (passed-on i)
  (guard (e ((string? e) (string-length e)))
    (guard (e ((number? e) e))
      (if (even? i) (raise "a string") (raise i)))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum (careful i) (passed-on i))))
      ((= i n) (display sum) (newline))))

(main 120000)
