;; Clauses of a case-lambda that capture a variable and the procedures defined together with it,
;; including itself.

(define (itself z)
  (letrec ((f (case-lambda ((x) (f x z)) ((x y) (list x y z)))))
    f))
(write ((itself 1) 2))
(newline)

(define (one-another z)
  (define f (case-lambda ((x) (g x z)) ((x y) (if (> x 3) (list x y z) (g (+ x 1) y)))))
  (define g (case-lambda ((x) (f x z)) ((x y) (f x y))))
  (define (h x) (list (f x) (g x 5)))
  (list f g h))
(write (map (lambda (p) (p 2)) (one-another 1)))
(newline)

(define (as-values z)
  (define g (lambda (x) (f x)))
  (define f (case-lambda (() (list f g z)) ((x) (eq? g (cadr (f))))))
  (list g f))
(write (map (lambda (p) (p 0)) (as-values 1)))
(newline)
