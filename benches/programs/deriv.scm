;;; deriv -- symbolic derivatives of a polynomial: quoted lists, map, eq?.
(import (scheme base) (scheme cxr) (scheme write))

(define (derive e)
  (cond ((not (pair? e)) (if (eq? e 'x) 1 0))
        ((eq? (car e) '+) (cons '+ (map derive (cdr e))))
        ((eq? (car e) '-) (cons '- (map derive (cdr e))))
        ((eq? (car e) '*)
         (list '* e
               (cons '+ (map (lambda (factor) (list '/ (derive factor) factor))
                             (cdr e)))))
        ((eq? (car e) '/)
         (list '-
               (list '/ (derive (cadr e)) (caddr e))
               (list '/ (cadr e)
                     (list '* (caddr e) (caddr e) (derive (caddr e))))))
        (else (error "cannot derive" e))))

(define (size e)
  (if (pair? e) (+ (size (car e)) (size (cdr e))) 1))

(define (main n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        (begin (display sum) (newline))
        (loop (+ i 1)
              (+ sum (size (derive (derive '(+ (* 3 x x) (* a x x) (* b x) 5)))))))))

(main 50000)
