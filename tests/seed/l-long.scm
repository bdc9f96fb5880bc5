;; L16: 10^6 iterations through every kind of tail call; L11, L24.
(define (loop i) (if (> i 1000000) i (loop (+ i 1))))
(loop 0)
;=> 1000001
(define (loop-cond i) (cond ((> i 1000000) i) (else (loop-cond (+ i 1)))))
(loop-cond 0)
;=> 1000001
(define (loop-and i) (and #t (if (> i 1000000) i (loop-and (+ i 1)))))
(loop-and 0)
;=> 1000001
(define (loop-or i) (or (and (> i 1000000) i) (loop-or (+ i 1))))
(loop-or 0)
;=> 1000001
(define (loop-when i) (if (> i 1000000) i (when #t (loop-when (+ i 1)))))
(loop-when 0)
;=> 1000001
(define (loop-unless i) (if (> i 1000000) i (unless #f (loop-unless (+ i 1)))))
(loop-unless 0)
;=> 1000001
(define (loop-case i) (case (> i 1000000) ((#t) i) (else (loop-case (+ i 1)))))
(loop-case 0)
;=> 1000001
(define (loop=> i) (cond ((and (<= i 1000000) (+ i 1)) => loop=>) (else i)))
(loop=> 0)
;=> 1000001
(define (loop-apply i) (if (> i 1000000) i (apply loop-apply (list (+ i 1)))))
(loop-apply 0)
;=> 1000001
;; L11: the accumulating factorial runs in a flat stack
(define (fact-mod n acc) (if (= n 0) acc (fact-mod (- n 1) (remainder (* n acc) 1000003))))
(fact-mod 1000000 1)
;=> 500001
(define (fact n acc) (if (= n 0) acc (fact (- n 1) (* n acc))))
(string-length (number->string (fact 1000 1)))
;=> 2568
;; L4: two closures of one code object
(define (mk k) (lambda (n) (if (= n 0) k ((mk (+ k 1)) (- n 1)))))
((mk 0) 100000)
;=> 100000
;; L24: cyclic data is collected (memory is looked at from outside)
(define (cycles n) (if (= n 0) 'done (let ((p (cons n n))) (set-cdr! p p) (cycles (- n 1)))))
(cycles 1000000)
;=> done
(define (cycles2 n) (if (= n 0) 'done (let ((v (vector n #f)) (p (cons 1 2))) (vector-set! v 1 p) (set-car! p v) (set-cdr! p (lambda () v)) (cycles2 (- n 1)))))
(cycles2 300000)
;=> done
;; re-entering one continuation many times
(let ((n 0) (k* #f)) (call/cc (lambda (k) (set! k* k))) (set! n (+ n 1)) (if (< n 300000) (k* #f)) n)
;=> 300000
