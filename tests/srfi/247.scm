;; SRFI 247: syntactic monads, with the examples of its text.
(import (scheme base) (scheme case-lambda) (srfi 247))

(define run
  (let ()
    (define-syntactic-monad $ prog a b c)
    (define run
      ($ lambda ()
        ($ define (a->b) ($ run ([a (cdr a)] [b (cons (car a) b)])))
        ($ define (a->c) ($ run ([a (cdr a)] [c (cons (car a) c)])))
        ($ define (b->a) ($ run ([a (cons (car b) a)] [b (cdr b)])))
        (if (null? prog)
            (list a b c)
            (let ([ins (car prog)] [prog (cdr prog)])
              (case ins
                [(a->b) ($ a->b)]
                [(a->c) ($ a->c)]
                [(b->a) ($ b->a)])))))
    run))
(run '(a->b a->c b->a) '(1 2 3) '(4) '())
;=> ((1 3) (4) (2))
(define (partition pred ls)
  (define-syntactic-monad $ in out)
  (let f ([ls ls])
    (if (null? ls)
        ($ values ([in '()] [out '()]))
        ($ let*-values ([() (f (cdr ls))])
          (let ([x (car ls)])
            (if (pred x)
                ($ values ([in (cons x in)]))
                ($ values ([out (cons x out)]))))))))
(call-with-values (lambda () (partition symbol? '(one 2 3 four five 6))) list)
;=> ((one four five) (2 3 6))
(define (factor n)
  (define-syntactic-monad $ n i)
  ($ let f ([i 2])
    (cond [(>= i n) (list n)]
          [(integer? (/ n i)) (cons i ($ f [(n (/ n i))]))]
          [else ($ f [(i (+ i 1))])])))
(factor 3628800)
;=> (2 2 2 2 2 2 2 2 3 3 3 3 5 5 7)

(define-syntactic-monad $ a b)
(($ lambda (c) (list a b c)) 1 2 3)
;=> (1 2 3)
(($ lambda all (list a b all)) 1 2 3 4)
;=> (1 2 (3 4))
($ define (f c d) (list a b c d))
(f 1 2 3 4)
;=> (1 2 3 4)
(let ((f ($ case-lambda [() (list a b)] [(c) (list a b c)] [rest rest]))) (list (f 1 2) (f 1 2 3) (f 1 2 3 4)))
;=> ((1 2) (1 2 3) (3 4))
($ let*-values ([(c) (values 1 2 3)] [() (values a (+ b c))]) (list a b))
;=> (1 5)
(list (let ([a 1]) ($ list ([b 2]) 4)) (let ([a 1] [b 6]) ($ list)))
;=> ((1 2 4) (1 6))
(let ([a 1])
  ($ let loop ([c 3] [b 2])
    (if (= a 2)
        (list a b c)
        (loop 2 (+ b 6) (+ c 7)))))
;=> (2 8 10)
($ list ([c 1]))
;=> error expected a state variable
($ list ([a 1] [a 2]))
;=> error this variable occurs twice
(define-syntactic-monad 5)
;=> error expected an identifier
