;; SRFI 17: generalized set!.
(import (srfi 17))

(define x (list 1 2 3))
(set! (car x) 'a)
(set! (caddr x) 'c)
(set! (cdr (cddr x)) '(d))
x
;=> (a 2 c d)
(define v (vector 1 2 3))
(set! (vector-ref v 1) 'b)
v
;=> #(1 b 3)
(let ((s (make-string 2 #\a))) (set! (string-ref s 1) #\b) s)
;=> "ab"
(let ((y 1)) (set! y 2) y)
;=> 2
(let ((tree (list (list (list (list 1 2) 3) 4) 5 6 7 8 9)))
  (set! (caar tree) (list (list 'a 'b) 'c)) (set! (caaaar tree) 'deep) (set! (cdar tree) '(x)) (set! (cadddr tree) 'y) (set! (cddddr tree) 'end)
  tree)
;=> ((((deep b) c) x) 5 6 y . end)
(define table (list (cons 'a 1)))
(define (lookup key) (cdr (assq key table)))
(set! (setter lookup) (lambda (key value) (set-cdr! (assq key table) value)))
(set! (lookup 'a) 5)
(lookup 'a)
;=> 5
(define second (getter-with-setter cadr (lambda (x value) (set! (car (cdr x)) value))))
(let ((x (list 1 2))) (set! (second x) 'b) (list x (second x)))
;=> ((1 b) b)
(eq? (setter car) set-car!)
;=> #t
(set! (list 1) 2)
;=> error set!: no setter
(set! (setter 1) car)
;=> error setter
