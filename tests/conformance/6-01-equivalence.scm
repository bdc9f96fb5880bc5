;; R7RS 6.1: equivalence predicates.

;; eqv?
(eqv? 'a 'a)
;=> #t
(eqv? 'a 'b)
;=> #f
(eqv? 2 2)
;=> #t
(eqv? 2 2.0)
;=> #f
(eqv? '() '())
;=> #t
(eqv? 100000000 100000000)
;=> #t
(eqv? 0.0 +nan.0)
;=> #f
(eqv? (cons 1 2) (cons 1 2))
;=> #f
(eqv? (lambda () 1)
      (lambda () 2))
;=> #f
(let ((p (lambda (x) x)))
  (eqv? p p))
;=> #t
(eqv? #f 'nil)
;=> #f
(boolean? (eqv? "" ""))
;=> #t
(boolean? (eqv? '#() '#()))
;=> #t
(boolean? (eqv? (lambda (x) x) (lambda (x) x)))
;=> #t
(boolean? (eqv? (lambda (x) x) (lambda (y) y)))
;=> #t
(boolean? (eqv? 1.0e0 1.0))
;=> #t
(boolean? (eqv? +nan.0 +nan.0))
;=> #t
(define gen-counter
  (lambda ()
    (let ((n 0))
      (lambda () (set! n (+ n 1)) n))))
(let ((g (gen-counter)))
  (eqv? g g))
;=> #t
(eqv? (gen-counter) (gen-counter))
;=> #f
(define gen-loser
  (lambda ()
    (let ((n 0))
      (lambda () (set! n (+ n 1)) 27))))
(let ((g (gen-loser)))
  (eqv? g g))
;=> #t
(boolean? (eqv? (gen-loser) (gen-loser)))
;=> #t
(boolean? (letrec ((f (lambda () (if (eqv? f g) 'both 'f)))
                   (g (lambda () (if (eqv? f g) 'both 'g))))
            (eqv? f g)))
;=> #t
(letrec ((f (lambda () (if (eqv? f g) 'f 'both)))
         (g (lambda () (if (eqv? f g) 'g 'both))))
  (eqv? f g))
;=> #f
(boolean? (eqv? '(a) '(a)))
;=> #t
(boolean? (eqv? "a" "a"))
;=> #t
(boolean? (eqv? '(b) (cdr '(a b))))
;=> #t
(let ((x '(a)))
  (eqv? x x))
;=> #t
(eqv? 0.0 -0.0)
;=> #f
(eqv? 0.0 0.0)
;=> #t
(eqv? -0.0 -0.0)
;=> #t
(eqv? 1.5 1.5)
;=> #t
(eqv? 1e300 1e300)
;=> #t
(eqv? 1e-300 1e-300)
;=> #t
(eqv? +inf.0 +inf.0)
;=> #t
(eqv? +inf.0 -inf.0)
;=> #f
(eqv? 1/2 1/2)
;=> #t
(eqv? 1/2 0.5)
;=> #f
(eqv? (expt 10 30) (expt 10 30))
;=> #t
(eqv? (expt 10 30) (+ 1 (expt 10 30)))
;=> #f
(eqv? (/ 6 4) 3/2)
;=> #t
(eqv? (expt 2 60) (* 2 (expt 2 59)))
;=> #t
(eqv? 1+2i 1+2i)
;=> #t
(eqv? 1+2i 1.0+2.0i)
;=> #f
(eqv? 1.0+2.0i 1.0+2.0i)
;=> #t
(eqv? 1+2i 2+1i)
;=> #f
(eqv? #\a #\a)
;=> #t
(eqv? #\a #\A)
;=> #f
(eqv? #\x1F600 #\x1F600)
;=> #t
(eqv? "" 'a)
;=> #f
(eqv? '() #f)
;=> #f
(eqv? '() "")
;=> #f
(eqv? #t #t)
;=> #t
(eqv? #t #f)
;=> #f
(eqv? (vector) (list))
;=> #f
(eqv? (vector 1) (vector 1))
;=> #f
(eqv? (string #\a) (string #\a))
;=> #f
(eqv? (bytevector 1) (bytevector 1))
;=> #f
(eqv? car car)
;=> #t
(eqv? car cdr)
;=> #f
(eqv? 'abc (string->symbol "abc"))
;=> #t
(eqv? (eof-object) (eof-object))
;=> #t
(eqv?)
;=> error
(eqv? 1)
;=> error
(eqv? 1 1 1)
;=> error

;; eq?
(eq? 'a 'a)
;=> #t
(boolean? (eq? '(a) '(a)))
;=> #t
(eq? (list 'a) (list 'a))
;=> #f
(boolean? (eq? "a" "a"))
;=> #t
(boolean? (eq? "" ""))
;=> #t
(eq? '() '())
;=> #t
(boolean? (eq? 2 2))
;=> #t
(boolean? (eq? #\A #\A))
;=> #t
(eq? car car)
;=> #t
(boolean? (let ((n (+ 2 3))) (eq? n n)))
;=> #t
(let ((x '(a)))
  (eq? x x))
;=> #t
(let ((x '#()))
  (eq? x x))
;=> #t
(let ((p (lambda (x) x)))
  (eq? p p))
;=> #t
(eq? 1.5 'a)
;=> #f
(eq? #t #t)
;=> #t
(eq? #f '())
;=> #f
(let ((x (vector 1))) (eq? x x))
;=> #t
(let ((x (string #\a))) (eq? x x))
;=> #t
(eq? (string->symbol "a b") '|a b|)
;=> #t
(eq? 'a 'A)
;=> #f
(eq?)
;=> error
(eq? 1 2 3)
;=> error

;; equal?
(equal? 'a 'a)
;=> #t
(equal? '(a) '(a))
;=> #t
(equal? '(a (b) c)
        '(a (b) c))
;=> #t
(equal? "abc" "abc")
;=> #t
(equal? 2 2)
;=> #t
(equal? (make-vector 5 'a)
        (make-vector 5 'a))
;=> #t
(equal? '#1=(a b . #1#)
        '#2=(a b a b . #2#))
;=> #t
(boolean? (equal? (lambda (x) x) (lambda (y) y)))
;=> #t
(equal? "abc" "abd")
;=> #f
(equal? "abc" "ab")
;=> #f
(equal? "" "")
;=> #t
(equal? #() #())
;=> #t
(equal? #u8() #u8())
;=> #t
(equal? #u8(1 2) #u8(1 2))
;=> #t
(equal? #u8(1 2) #(1 2))
;=> #f
(equal? #(1 2) '(1 2))
;=> #f
(equal? #(1 2 (3 "x")) (vector 1 2 (list 3 (string #\x))))
;=> #t
(equal? '(1 . 2) '(1 2))
;=> #f
(equal? 1 1.0)
;=> #f
(equal? 0.0 -0.0)
;=> #f
(equal? '(1.0) '(1.0))
;=> #t
(equal? 1/3 (/ 2 6))
;=> #t
(equal? (expt 3 100) (expt 3 100))
;=> #t
(equal? #\a "a")
;=> #f
(equal? 'a "a")
;=> #f
(equal? '() #f)
;=> #f
(equal? (list 1 2 3) (list 1 2))
;=> #f
(equal? '(a . (b . (c . ()))) '(a b c))
;=> #t
(equal? "λ" (string #\x3bb))
;=> #t
;; circular data: must terminate
(define (circ . l) (let ((p (list-copy l))) (let loop ((q p)) (if (null? (cdr q)) (set-cdr! q p) (loop (cdr q)))) p))
(equal? (circ 1 2) (circ 1 2 1 2))
;=> #t
(equal? (circ 1 2) (circ 1 2 3))
;=> #f
(equal? (circ 1) (circ 1 1 1 1 1 1 1))
;=> #t
(equal? (circ 1) '(1 1 1 1))
;=> #f
(let ((a (vector 1 #f)) (b (vector 1 #f))) (vector-set! a 1 a) (vector-set! b 1 b) (equal? a b))
;=> #t
(let ((a (vector 1 #f)) (b (vector 1 #f))) (vector-set! a 1 b) (vector-set! b 1 a) (equal? a b))
;=> #t
(let ((a (vector 1 #f)) (b (vector 2 #f))) (vector-set! a 1 a) (vector-set! b 1 b) (equal? a b))
;=> #f
(let ((a (list 1 2)) (b (list 1 2))) (set-car! a a) (set-car! b b) (equal? a b))
;=> #t
(equal? '#0=(a #(b #0#)) '#1=(a #(b #1#)))
;=> #t
(let ((l (list 1))) (equal? (list l l) (list (list 1) (list 1))))
;=> #t
;; sharing that would be exponential when walked naively
(define (dag n) (let loop ((i 0) (t '())) (if (= i n) t (loop (+ i 1) (cons t t)))))
(equal? (dag 12) (dag 12))
;=> #t
(equal? (dag 12) (dag 13))
;=> #f
(equal?)
;=> error
(equal? 1)
;=> error
