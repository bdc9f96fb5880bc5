;;; simplify -- derivative and algebraic simplification to a normal form.
(import (scheme base) (scheme cxr) (scheme write))

(define (make-sum a b)
  (cond ((and (number? a) (number? b)) (+ a b))
        ((eqv? a 0) b)
        ((eqv? b 0) a)
        ((equal? a b) (make-product 2 a))
        ((number? b) (list '+ b a))
        ((and (number? a) (pair? b) (eq? (car b) '+) (number? (cadr b)))
         (make-sum (+ a (cadr b)) (caddr b)))
        (else (list '+ a b))))

(define (make-product a b)
  (cond ((and (number? a) (number? b)) (* a b))
        ((or (eqv? a 0) (eqv? b 0)) 0)
        ((eqv? a 1) b)
        ((eqv? b 1) a)
        ((number? b) (make-product b a))
        ((and (number? a) (pair? b) (eq? (car b) '*) (number? (cadr b)))
         (make-product (* a (cadr b)) (caddr b)))
        ((equal? a b) (make-power a 2))
        (else (list '* a b))))

(define (make-power a n)
  (cond ((eqv? n 0) 1)
        ((eqv? n 1) a)
        ((number? a) (expt a n))
        ((and (pair? a) (eq? (car a) '^)) (make-power (cadr a) (* n (caddr a))))
        (else (list '^ a n))))

(define (simplify e)
  (if (not (pair? e))
      e
      (let ((a (simplify (cadr e))) (b (simplify (caddr e))))
        (case (car e)
          ((+) (make-sum a b))
          ((*) (make-product a b))
          ((^) (make-power a b))
          (else (error "unknown operator" e))))))

(define (derive e)
  (cond ((number? e) 0)
        ((symbol? e) (if (eq? e 'x) 1 0))
        (else
         (let ((a (cadr e)) (b (caddr e)))
           (case (car e)
             ((+) (make-sum (derive a) (derive b)))
             ((*) (make-sum (make-product a (derive b)) (make-product (derive a) b)))
             ((^) (make-product (make-product b (make-power a (- b 1))) (derive a)))
             (else (error "unknown operator" e)))))))

(define (evaluate e x)
  (cond ((number? e) e)
        ((symbol? e) x)
        (else
         (let ((a (evaluate (cadr e) x)) (b (evaluate (caddr e) x)))
           (case (car e)
             ((+) (modulo (+ a b) 10007))
             ((*) (modulo (* a b) 10007))
             (else (modulo (expt a b) 10007)))))))

(define expression
  '(+ (* (+ x 3) (^ (+ (* 2 x) 1) 5))
      (* (* 4 (^ x 3)) (+ (+ 0 (* 1 x)) (^ (+ x (* 0 x)) 4)))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0
            (let* ((e (simplify expression))
                   (d1 (derive e))
                   (d2 (simplify (derive d1)))
                   (d3 (derive d2)))
              (+ sum (evaluate d1 (+ i 2)) (evaluate d3 3)))))
      ((= i n) (display sum) (newline))))

(main 8000)
