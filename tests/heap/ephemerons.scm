;; SRFI 124: ephemerons.
(import (srfi 124))
(define key (list 'key))
(define e (make-ephemeron key (list 'datum)))
(list (ephemeron? e) (ephemeron? key) (ephemeron-broken? e))
;=> (#t #f #f)
(gc)
(list (ephemeron-key e) (ephemeron-datum e) (ephemeron-broken? e))
;=> ((key) (datum) #f)
(set! key #f)
(gc)
(list (ephemeron-key e) (ephemeron-datum e) (ephemeron-broken? e))
;=> (#f #f #t)
;; a key that only its datum reaches
(define e (let ((key (list 1))) (make-ephemeron key (vector key key))))
(gc)
(ephemeron-broken? e)
;=> #t
;; the datum reaches the key by a closure
(define e (let ((key (list 1))) (make-ephemeron key (lambda () key))))
(gc)
(ephemeron-broken? e)
;=> #t
;; key and datum the same: a weak reference
(define x (list 1))
(define e (make-ephemeron x x))
(gc)
(eq? (ephemeron-key e) x)
;=> #t
(set! x #f)
(gc)
(ephemeron-broken? e)
;=> #t
;; keys that are immediate never die
(define e (make-ephemeron 1 (list 2)))
(gc)
(list (ephemeron-key e) (ephemeron-datum e) (ephemeron-broken? e))
;=> (1 (2) #f)
(let ((e (make-ephemeron #f #f))) (list (ephemeron-key e) (ephemeron-broken? e)))
;=> (#f #f)
;; a ring: each datum is the next key
(define (ring n)
  (let* ((keys (let loop ((i 0) (l '())) (if (= i n) l (loop (+ i 1) (cons (list i) l)))))
         (first (car keys)))
    (let loop ((l keys) (all '()))
      (if (null? l) (cons first all)
          (loop (cdr l) (cons (make-ephemeron (car l) (if (null? (cdr l)) first (cadr l))) all))))))
(define r (ring 1000))
(define (broken l) (let loop ((l l) (n 0)) (if (null? l) n (loop (cdr l) (if (ephemeron-broken? (car l)) (+ n 1) n)))))
(gc)
(broken (cdr r))
;=> 0
(set-car! r #f)
(gc)
(broken (cdr r))
;=> 1000
;; two ephemerons that keep each other's keys
(define es (let ((a (list 'a)) (b (list 'b))) (list (make-ephemeron a b) (make-ephemeron b a))))
(gc)
(map ephemeron-broken? es)
;=> (#t #t)
(let ((k (list 1))) (let ((e (make-ephemeron k 2))) (gc) (reference-barrier k) (ephemeron-datum e)))
;=> 2
(ephemeron-key 5)
;=> error ephemeron-key: expected an ephemeron
(ephemeron-datum (weak-cons 1 2))
;=> error ephemeron-datum: expected an ephemeron
(ephemeron-broken? '())
;=> error ephemeron-broken?: expected an ephemeron
