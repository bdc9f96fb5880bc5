;; P10: 10^6 iterations of P1 in flat memory and stack
(define (p1 n) (call/cc (lambda (k) (let ((w 'hello) (count 0) (lp #f)) (set! lp (lambda (y) (lambda (x) (y w) ((lp y) '())))) ((lp (lambda (v) (set! count (+ count 1)) (if (= count n) (k count)))) '())))))
(p1 1000000)
;=> 1000000
;; many closures over one loop
(let ((fs (let loop ((i 0) (acc '())) (if (= i 100000) acc (loop (+ i 1) (cons (lambda () i) acc)))))) (let loop ((l fs) (s 0)) (if (null? l) s (loop (cdr l) (+ s ((car l)))))))
;=> 4999950000
(let ((fs '())) (do ((i 0 (+ i 1))) ((= i 100000)) (set! fs (cons (lambda () (set! i (+ i 1)) i) fs))) (let loop ((l fs) (s 0)) (if (null? l) s (loop (cdr l) (+ s ((car l)))))))
;=> 5000050000
;; V19, V21: calls that capture nothing
(define (id x) x)
(let loop ((i 0)) (if (= i 1000000) i (loop (id (+ i 1)))))
;=> 1000000
(define (countdown n) (if (= n 0) 0 (countdown (- n 1))))
(countdown 1000000)
;=> 0
