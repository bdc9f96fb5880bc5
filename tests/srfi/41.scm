;; SRFI 41: streams.
(import (srfi 41))

(define strm123 (stream 1 2 3))
(define l stream->list)

;; primitives
(list (stream? stream-null) (stream? strm123) (stream? 1) (stream? (delay 1)) (promise? strm123))
;=> (#t #t #f #f #f)
(list (stream-null? stream-null) (stream-null? strm123) (stream-null? '()) (stream-pair? strm123) (stream-pair? stream-null) (stream-pair? '(1)))
;=> (#t #f #f #t #f #f)
(list (stream-car strm123) (stream-car (stream-cdr strm123)) (stream-null? (stream-cdr (stream 1))))
;=> (1 2 #t)
(stream-car stream-null)
;=> error stream-car: expected a stream with elements
(stream-cdr stream-null)
;=> error stream-cdr: expected a stream with elements
(stream-car '(1))
;=> error stream-car: expected a stream
(define lazy (stream-cons (car 1) (stream-cons 2 (cdr 1))))
(list (stream-pair? lazy) (stream-car (stream-cdr lazy)))
;=> (#t 2)
(stream-car lazy)
;=> error car
(stream-pair? (stream-cdr (stream-cdr lazy)))
;=> error cdr
(stream-pair? (stream-cdr (stream-cons 1 2)))
;=> error expected a stream, got 2
(define iter (stream-lambda (f x) (stream-cons x (iter f (f x)))))
(list (l 5 (iter (lambda (x) (+ x 1)) 0)) (stream-ref (iter (lambda (x) (* x 2)) 1) 10))
;=> ((0 1 2 3 4) 1024)
;; each element is computed once, and when it is wanted
(let* ((count 0) (s (stream-map (lambda (x) (set! count (+ count 1)) (* x x)) (stream-from 0))) (before count) (x (stream-ref s 3)) (y (stream-ref s 3)))
  (list before x y count))
;=> (0 9 9 1)
(let ((log '())) (define-stream (noisy) (set! log (cons 'forced log)) stream-null) (let ((s (noisy))) (let ((before log)) (list before (stream-null? s) (stream-null? s) log))))
;=> (() #t #t (forced))
;; forcing again from inside
(define count 0)
(define again (stream-cdr (stream-cons 0 (begin (set! count (+ count 1)) (if (< count 5) (begin (stream-pair? again) (stream 'late)) (stream 'first))))))
(list (stream-car again) count (stream-car again))
;=> (first 5 first)
(define failing #t)
(define-stream (unsure) (if failing (raise 'no) (stream 'yes)))
(define trial (unsure))
(list (guard (e (#t e)) (stream-car trial)) (begin (set! failing #f) (stream-car trial)))
;=> (no yes)
(define-stream (self) it)
(define it (self))
(stream-null? it)
;=> error it is defined as itself

;; derived
(define-stream (squares strm) (if (stream-null? strm) stream-null (stream-cons (* (stream-car strm) (stream-car strm)) (squares (stream-cdr strm)))))
(l (squares strm123))
;=> (1 4 9)
(list (l (list->stream '(1 2 3))) (l (list->stream '())) (l (stream)) (l 2 strm123) (l 5 strm123))
;=> ((1 2 3) () () (1 2) (1 2 3))
(list->stream 5)
;=> error list->stream: expected a list
(stream->list -1 strm123)
;=> error stream->list
(stream->list '(1))
;=> error stream->list: expected a stream
(list (l (port->stream (open-input-string "abc"))) (l (port->stream (open-input-string ""))) (parameterize ((current-input-port (open-input-string "xy"))) (l (port->stream))))
;=> ((#\a #\b #\c) () (#\x #\y))
(port->stream "abc")
;=> error port->stream
(list (l (stream-append strm123 (stream) (stream 4))) (l (stream-append)) (l 5 (stream-append strm123 (stream-from 10))))
;=> ((1 2 3 4) () (1 2 3 10 11))
(stream-append strm123 '(1))
;=> error stream-append
(list (l (stream-concat (stream (stream 1 2) (stream) (stream 3 2 1)))) (l 4 (stream-concat (stream-map (lambda (n) (stream n (- n))) (stream-from 1)))))
;=> ((1 2 3 2 1) (1 -1 2 -2))
(stream-concat '())
;=> error stream-concat
(list (l 5 (stream-constant 1)) (l 6 (stream-constant #t #f 2)) (l (stream-constant)))
;=> ((1 1 1 1 1) (#t #f 2 #t #f 2) ())
(list (l (stream-drop 2 strm123)) (l (stream-drop 0 strm123)) (l (stream-drop 9 strm123)))
;=> ((3) (1 2 3) ())
(stream-drop -1 strm123)
;=> error stream-drop
(list (l (stream-drop-while odd? (stream 1 3 4 5))) (l (stream-drop-while odd? (stream 1 3))))
;=> ((4 5) ())
(stream-drop-while 1 strm123)
;=> error stream-drop-while
(list (l (stream-filter odd? (stream-range 0 10))) (l (stream-filter odd? (stream))))
;=> ((1 3 5 7 9) ())
(list (stream-fold + 0 strm123) (stream-fold (lambda (acc x) (cons x acc)) '() strm123))
;=> (6 (3 2 1))
(stream-fold + 0 '(1 2))
;=> error stream-fold
(let ((seen '())) (stream-for-each (lambda (x) (set! seen (cons x seen))) strm123) (stream-for-each (lambda (x y) (set! seen (cons (+ x y) seen))) strm123 (stream 10 20)) seen)
;=> (22 11 3 2 1)
(list (l 3 (stream-from 0)) (l 3 (stream-from 1 2)) (l 3 (stream-from 0 -1)))
;=> ((0 1 2) (1 3 5) (0 -1 -2))
(stream-from 'a)
;=> error stream-from
(list (l 4 (stream-iterate (lambda (x) (* x x)) 2)) (l 0 (stream-iterate car 1)))
;=> ((2 4 16 256) ())
(list (stream-length strm123) (stream-length stream-null))
;=> (3 0)
(l (stream-let loop ((s strm123) (n 10)) (if (stream-null? s) stream-null (stream-cons (+ n (stream-car s)) (loop (stream-cdr s) (+ n 10))))))
;=> (11 22 33)
(list (l (stream-map - strm123)) (l (stream-map + strm123 (stream-from 10))) (l (stream-map list strm123 (stream))))
;=> ((-1 -2 -3) (11 13 15) ())
(stream-map - '(1))
;=> error stream-map
(stream-map 1 strm123)
;=> error stream-map
(define (len strm) (stream-match strm (() 0) ((head . tail) (+ 1 (len tail)))))
(len (stream 1 2 3 4))
;=> 4
(define (merge< < a b) (stream-match a (() b) ((x . xs) (stream-match b (() a) ((y . ys) (if (< y x) (stream-cons y (merge< < a ys)) (stream-cons x (merge< < xs b))))))))
(l (merge< < (stream 1 4 6) (stream 2 3 9)))
;=> (1 2 3 4 6 9)
(map (lambda (s) (stream-match s (() 'none) ((_) 'one) ((x y) (= x y) 'equal) ((x y) (list x y)) ((_ y . rest) (cons y (l rest))))) (list (stream) (stream 1) (stream 2 2) (stream 1 2) (stream 1 2 3 4)))
;=> (none one equal (1 2) (2 3 4))
(stream-match strm123 (whole (eq? whole strm123)))
;=> #t
(stream-match lazy ((_ x . _) x))
;=> 2
(stream-match strm123 ((x y) x))
;=> error stream-match: no pattern fits
(stream-match 5 (x x))
;=> error stream-match: expected a stream
(l (stream-of (* x x) (x in (stream-range 0 10)) (even? x)))
;=> (0 4 16 36 64)
(l (stream-of (list a b) (a in (stream-range 1 4)) (b in (stream-range 1 3))))
;=> ((1 1) (1 2) (2 1) (2 2) (3 1) (3 2))
(l (stream-of (list i j) (i in (stream-range 1 5)) (j in (stream-range (+ i 1) 5))))
;=> ((1 2) (1 3) (1 4) (2 3) (2 4) (3 4))
(l 3 (stream-of (list x y) (x in (stream-from 1)) (y is (* x x)) (odd? y)))
;=> ((1 1) (3 9) (5 25))
(list (l (stream-range 0 5)) (l (stream-range 5 0)) (l (stream-range 0 5 2)) (l (stream-range 5 0 -2)) (l (stream-range 0 0)))
;=> ((0 1 2 3 4) (5 4 3 2 1) (0 2 4) (5 3 1) ())
(stream-range 1 'x)
;=> error
(stream-ref (stream-from 0) 20)
;=> 20
(stream-ref strm123 3)
;=> error stream-ref
(list (l (stream-reverse strm123)) (l (stream-reverse stream-null)))
;=> ((3 2 1) ())
(list (l (stream-scan + 0 strm123)) (l 5 (stream-scan + 0 (stream-from 1))) (l (stream-scan + 0 stream-null)))
;=> ((0 1 3 6) (0 1 3 6 10) (0))
(list (l (stream-take 2 strm123)) (l (stream-take 5 strm123)) (l (stream-take 0 (stream-from 1))))
;=> ((1 2) (1 2 3) ())
(l (stream-take-while (lambda (x) (< x 4)) (stream-from 0)))
;=> (0 1 2 3)
(l (stream-unfold (lambda (x) (* x x)) (lambda (x) (< x 10)) (lambda (x) (+ x 1)) 0))
;=> (0 1 4 9 16 25 36 49 64 81)
(define (partition pred strm)
  (stream-unfolds
   (lambda (s) (if (stream-null? s) (values s '() '()) (let ((x (stream-car s)) (rest (stream-cdr s))) (if (pred x) (values rest (list x) #f) (values rest #f (list x))))))
   strm))
(call-with-values (lambda () (partition odd? (stream-range 1 6))) (lambda (in out) (list (l in) (l out))))
;=> ((1 3 5) (2 4))
(call-with-values (lambda () (partition odd? (stream-from 1))) (lambda (in out) (list (l 3 out) (l 2 in))))
;=> ((2 4 6) (1 3))
(list (l (stream-zip strm123 (stream-from 4))) (l (stream-zip strm123)))
;=> (((1 4) (2 5) (3 6)) ((1) (2) (3)))
(define primes (let sieve ((s (stream-from 2))) (stream-cons (stream-car s) (sieve (stream-filter (lambda (x) (positive? (modulo x (stream-car s)))) (stream-cdr s))))))
(l 10 primes)
;=> (2 3 5 7 11 13 17 19 23 29)
(define-stream (fibs a b) (stream-cons a (fibs b (+ a b))))
(stream-ref (fibs 0 1) 50)
;=> 12586269025

(import (only (srfi 41) _))
(stream-match (stream 1 2 3) ((a _ . rest) (list a (stream->list rest))))
;=> (1 (3))
;; A result of stream-unfolds may bring several elements.
(stream->list 10 (stream-unfolds (lambda (n) (values (+ n 1) (let loop ((i n) (items '())) (if (= i 0) items (loop (- i 1) (cons i items)))))) 1))
;=> (1 1 2 1 2 3 1 2 3 4)
(call-with-values (lambda () (stream-unfolds (lambda (n) (values (+ n 1) (if (< n 3) (list n (- n)) '()) (and (odd? n) (list n)))) 0)) (lambda (a b) (list (stream->list a) (stream->list 2 b))))
;=> ((0 0 1 -1 2 -2) (1 3))
