;; The pretty printer.

(define (pretty x) (call-with-output-string (lambda (port) (pp x port))))
;=> unspecified
(pretty '(define (area size) (* (car size) (cadr size))))
;=> "(define (area size) (* (car size) (cadr size)))\n"
(pretty '(define (fact n) (let loop ((n n) (acc 1)) (if (< n 2) acc (loop (- n 1) (* acc n))))))
;=> "(define (fact n)\n  (let loop ((n n) (acc 1)) (if (< n 2) acc (loop (- n 1) (* acc n)))))\n"
(pretty '(a 'b `(c ,d ,@e)))
;=> "(a 'b `(c ,d ,@e))\n"
(pretty '(quote a b))
;=> "(quote a b)\n"
(pretty (iota 40))
;=> "(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28\n 29 30 31 32 33 34 35 36 37 38 39)\n"
(pretty (vector (iota 20) (iota 20) '()))
;=> "#((0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19)\n  (0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19)\n  ())\n"
(pretty '(1 . 2))
;=> "(1 . 2)\n"
(pretty (cons (make-string 70 #\a) (make-string 20 #\b)))
;=> "(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n . \"bbbbbbbbbbbbbbbbbbbb\")\n"
(pretty (string #\" #\newline))
;=> "\"\\\"\\n\"\n"
;; Cycles, through pairs, vectors and tables.
(let ((x (list 1 2))) (set-cdr! (cdr x) x) (pretty x))
;=> "#0=(1 2 . #0#)\n"
(let ((v (vector 1 2))) (vector-set! v 0 v) (pretty v))
;=> "#0=#(#0# 2)\n"
(let ((h (make-equal-hash-table))) (hash-table-set! h 'self (list h)) (pretty h))
;=> "#<hash-table (self . (#<hash-table>))>\n"
;; Tables and records have their content.
(let ((h (make-equal-hash-table))) (hash-table-set! h 'a 1) (hash-table-set! h "b" '(2)) (pretty h))
;=> "#<hash-table (a . 1) (\"b\" . (2))>\n"
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
;=> unspecified
(pretty (make-point 1 (iota 35)))
;=> "#<point\n  x: 1\n  y: (0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27\n      28 29 30 31 32 33 34)>\n"
(pretty car)
;=> "#<procedure car (pair)>\n"
;; Depth costs no native stack, and the text is in proportion to the data.
(let loop ((i 0) (x '())) (if (< i 100000) (loop (+ i 1) (list x)) (> (string-length (pretty x)) 200000)))
;=> #t
(string-length (pretty (make-vector 100000 7)))
;=> 205131
(pp 1 2)
;=> error pp
