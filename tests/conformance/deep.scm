;; Deep recursion that is not tail recursion, and deep or long data, 100,000 levels.
(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1)))))
(count 100000)
;=> 100000
(define (sum n) (if (= n 0) 0 (+ n (sum (- n 1)))))
(sum 100000)
;=> 5000050000
(define (build n) (if (= n 0) '() (cons n (build (- n 1)))))
(length (build 100000))
;=> 100000
(define (my-append a b) (if (null? a) b (cons (car a) (my-append (cdr a) b))))
(length (my-append (build 100000) '(x)))
;=> 100001
(define (ev? n) (if (= n 0) #t (not (od? (- n 1)))))
(define (od? n) (if (= n 0) #t (not (ev? (- n 1)))))
(boolean? (ev? 100000))
;=> #t
(define (deep-let n) (let ((a n) (b (* n 2))) (if (= n 0) 0 (let ((r (deep-let (- n 1)))) (if (= b (* 2 a)) (+ r 1) 'broken)))))
(deep-let 100000)
;=> 100000
(define (deep-list n) (let loop ((i 0) (l '())) (if (= i n) l (loop (+ i 1) (list l)))))
(define (depth l) (if (pair? l) (+ 1 (depth (car l))) 0))
(depth (deep-list 100000))
;=> 100000
;; equal?, write, read and list operations on deep and long data
(equal? (deep-list 100000) (deep-list 100000))
;=> #t
(equal? (deep-list 100000) (deep-list 99999))
;=> #f
(define (deep-vec n) (let loop ((i 0) (l '#())) (if (= i n) l (loop (+ i 1) (vector l)))))
(equal? (deep-vec 100000) (deep-vec 100000))
;=> #t
(define (to-string x) (let ((o (open-output-string))) (write x o) (get-output-string o)))
(string-length (to-string (deep-list 100000)))
;=> 200002
(string-length (to-string (deep-vec 10000)))
;=> 30003
(depth (read (open-input-string (to-string (deep-list 100000)))))
;=> 100000
(length (read (open-input-string (to-string (build 100000)))))
;=> 100000
(apply + (build 100000))
;=> 5000050000
(length (map + (build 100000) (build 100000)))
;=> 100000
(length (append (build 100000) (build 100000)))
;=> 200000
(length (vector->list (make-vector 100000 0)))
;=> 100000
(vector-length (list->vector (build 100000)))
;=> 100000
(length (list-copy (build 100000)))
;=> 100000
(string-length (list->string (map (lambda (i) #\a) (build 100000))))
;=> 100000
(string-length (apply string-append (map (lambda (i) "ab") (build 100000))))
;=> 200000
(length (reverse (build 100000)))
;=> 100000
;; deep through procedures that take procedures
(define (via-map n) (if (= n 0) 0 (+ 1 (car (map via-map (list (- n 1)))))))
(via-map 10000)
;=> 10000
(define (via-apply n) (if (= n 0) 0 (+ 1 (apply via-apply (list (- n 1))))))
(via-apply 100000)
;=> 100000
(define (via-vector-map n) (if (= n 0) 0 (+ 1 (vector-ref (vector-map via-vector-map (vector (- n 1))) 0))))
(via-vector-map 10000)
;=> 10000
(define (via-for-each n) (if (= n 0) 0 (let ((r #f)) (for-each (lambda (x) (set! r (via-for-each x))) (list (- n 1))) (+ r 1))))
(via-for-each 10000)
;=> 10000
(define (via-wind n) (if (= n 0) 0 (+ 1 (dynamic-wind (lambda () #f) (lambda () (via-wind (- n 1))) (lambda () #f)))))
(via-wind 10000)
;=> 10000
(define (via-values n) (if (= n 0) 0 (call-with-values (lambda () (values (via-values (- n 1)) 1)) +)))
(via-values 10000)
;=> 10000
(define (via-guard n) (if (= n 0) 0 (+ 1 (guard (e (#f 'no)) (via-guard (- n 1))))))
(via-guard 10000)
;=> 10000
(define (via-guard-raise n) (if (= n 0) (raise 'bottom) (guard (e ((eqv? e n) 'no)) (+ 1 (via-guard-raise (- n 1))))))
(guard (e (#t e)) (via-guard-raise 1000))
;=> bottom
(define p (make-parameter 0))
(define (via-param n) (if (= n 0) (p) (+ 1 (parameterize ((p n)) (via-param (- n 1))))))
(via-param 10000)
;=> 10001
(define (via-callcc n) (if (= n 0) 0 (+ 1 (call/cc (lambda (k) (k (via-callcc (- n 1))))))))
(via-callcc 10000)
;=> 10000
(define (via-force n) (if (= n 0) 0 (+ 1 (force (delay (via-force (- n 1)))))))
(via-force 10000)
;=> 10000
(define (via-eval n) (if (= n 0) 0 (+ 1 (eval (list via-eval (- n 1)) (environment '(scheme base))))))
(via-eval 1000)
;=> 1000
(define (via-handler n) (if (= n 0) 0 (+ 1 (with-exception-handler (lambda (e) (via-handler e)) (lambda () (raise-continuable (- n 1)))))))
(via-handler 2000)
;=> 2000
;; an escape from the depth, and a raise from it
(define (escape-at n k) (if (= n 0) (k 'out) (+ 1 (escape-at (- n 1) k))))
(call/cc (lambda (k) (escape-at 100000 k)))
;=> out
(guard (e (#t (list 'caught e))) (escape-at 100000 raise))
;=> (caught out)
;; re-entry into a deep continuation
(let ((k* #f) (n 0)) (define (down m) (if (= m 0) (call/cc (lambda (k) (set! k* k) 0)) (+ 1 (down (- m 1))))) (let ((r (down 10000))) (set! n (+ n 1)) (if (< n 3) (k* (* n 100000)) r)))
;=> 210000
;; expansion and compilation of deep and long source
(eval (let loop ((i 0) (e 0)) (if (= i 500) e (loop (+ i 1) `(+ 1 ,e)))) (environment '(scheme base)))
;=> 500
(eval (cons '+ (make-list 500 1)) (environment '(scheme base)))
;=> 500
(eval `(begin ,@(make-list 1000 1) 'last) (environment '(scheme base)))
;=> last
(length (eval `'(,@(make-list 10000 'x)) (environment '(scheme base))))
;=> 10000
