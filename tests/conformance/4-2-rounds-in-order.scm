;; The operands of a loop's next round are evaluated from left to right, and the first of
;; them that fails is the one that is reported, whatever order the code has.

(define-syntax complaint
  (syntax-rules ()
    ((_ expr) (guard (e (#t (list (error-object-message e) (error-object-irritants e)))) expr))))

(define (sum items) (let loop ((rest items) (total 0)) (if (null? rest) total (loop (cdr rest) (+ total (car rest))))))
(sum '(1 2 3))
;=> 6
(complaint (sum 5))
;=> ("cdr: expected a pair, got" (5))
(complaint (sum '(1 a)))
;=> ("+: expected a number, got" (a))
(complaint (sum '(1 . 2)))
;=> ("cdr: expected a pair, got" (2))
(define (three x y z) (if (eq? z 'end) (list x y z) (three (car y) (cdr z) (vector-ref x 0))))
(complaint (three 'x 'y 'z))
;=> ("car: expected a pair, got" (y))
(complaint (three 'x '(1) 'z))
;=> ("cdr: expected a pair, got" (z))
(complaint (three 'x '(1) '(2)))
;=> ("vector-ref: expected a vector, got" (x))
(three (vector 'end) '(1) '(2))
;=> (1 () end)
(define (swap a b n) (if (= n 0) (list a b) (swap (+ b 1) (- a 1) (- n 1))))
(swap 1 2 3)
;=> (3 0)
(complaint (swap 'a 'b 1))
;=> ("+: expected a number, got" (b))
(complaint (swap 'a 1 1))
;=> ("-: expected a number, got" (a))
(complaint (do ((i 0 (+ i 1)) (rest 'x (cdr rest)) (n 0 (+ n (car rest)))) ((= i 3) n)))
;=> ("cdr: expected a pair, got" (x))
