;; SRFI 39: parameters, which a call with a value assigns to.
(import (scheme base) (srfi 39))

(define radix (make-parameter 10 (lambda (x) (if (and (exact-integer? x) (<= 2 x 16)) x (error "invalid radix")))))
(define (f n) (number->string n (radix)))
(list (f 10) (parameterize ((radix 2)) (f 10)))
;=> ("10" "1010")
(radix 16)
;=> unspecified
(list (f 10) (radix))
;=> ("a" 16)
(radix 0)
;=> error invalid radix
(radix)
;=> 16
(parameterize ((radix 0)) (f 10))
;=> error invalid radix
(define doubled (make-parameter 10 (lambda (x) (* x 2))))
(doubled)
;=> 20
(begin (doubled 5) (doubled))
;=> 10
(define plain (make-parameter 'a))
(list (plain) (begin (plain 'b) (plain)) (parameterize ((plain 'c)) (plain 'd) (plain)) (plain))
;=> (a b d b)
(parameterize ((plain 'x)) (parameterize ((doubled 1) (plain 'y)) (plain 'z) (doubled 4) (list (plain) (doubled))))
;=> (z 8)
(list (plain) (doubled))
;=> (b 10)
(parameterize ((plain 'x)) (parameterize ((doubled 1)) (plain 'z)) (plain))
;=> z
(plain 1 2)
;=> error wrong number of arguments
(map (lambda (p v) (p v) (p)) (list plain doubled) '(q 7))
;=> (q 14)
(apply plain '(r))
;=> unspecified
(plain)
;=> r
(let loop ((i 0)) (if (< i 1000) (begin (doubled (+ i 1)) (loop (+ i 1))) (doubled)))
;=> 2000
(let ((p (make-parameter 0 (lambda (x) (call/cc (lambda (k) (k (+ x 1)))))))) (p 5) (p))
;=> 6
;; A continuation that is entered again finds the value that was assigned.
(let ((k #f) (n 0) (p (make-parameter 0)))
  (let ((r (parameterize ((p 1)) (call/cc (lambda (c) (set! k c))) (let ((v (p))) (p (+ v 10)) v))))
    (set! n (+ n 1))
    (if (< n 3) (k #f) r)))
;=> 21
(let ((port (open-output-string)) (old (current-output-port)))
  (current-output-port port)
  (write-char #\x)
  (current-output-port old)
  (get-output-string port))
;=> "x"
