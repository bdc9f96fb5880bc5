;; Definitions that run again, by a continuation of an earlier form: code that read the old values
;; keeps them.

(define k #f)
(define n 0)
(define g (+ 1 (call/cc (lambda (c) (set! k c) 1))))
(define later (vector g))
(define (hold! f) (set! saved (cons f saved)))
(define saved (if k '() '()))
(hold! (let ((y g) (z later)) (lambda () (list y (vector-ref z 0)))))
(set! n (+ n 1))
(define all (cons saved (if (= n 1) '() all)))
(if (< n 3) (k (* 10 n)))
(for-each (lambda (list) (for-each (lambda (f) (write (f)) (newline)) list)) (reverse all))
