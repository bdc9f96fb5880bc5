;; (gc) and (gc-stats).
(import (cairn gc))
(define (figure . path) (let loop ((path path) (at (gc-stats))) (if (null? path) at (loop (cdr path) (cdr (assq (car path) at))))))
(map car (gc-stats))
;=> (minor increments full cycles young-bytes tenured-bytes promoted-bytes live-bytes peak-bytes bytes-in-use)
(map car (figure 'minor))
;=> (count p50 p99 max total)
(define before (figure 'full 'count))
(gc)
(gc)
(>= (- (figure 'full 'count) before) 2)
;=> #t
(<= (figure 'full 'p50) (figure 'full 'p99) (figure 'full 'max) (figure 'full 'total))
;=> #t
(define (allocated) (+ (figure 'young-bytes) (figure 'tenured-bytes)))
(define before (allocated))
(define (spend n) (if (> n 0) (begin (list 1) (spend (- n 1)))))
(spend 100000)
(gc)
(>= (- (allocated) before) 1600000)
;=> #t
(define v (make-vector 100000 0))
(gc)
(define in-use (figure 'bytes-in-use))
(>= (figure 'peak-bytes) (figure 'live-bytes) 800000)
;=> #t
(set! v #f)
(gc)
(>= (- in-use (figure 'bytes-in-use)) 800000)
;=> #t
(list (eq? (gc) (if #f #f)) (call-with-values gc list))
;=> (#t (#<unspecified>))
(gc 1)
;=> error wrong number of arguments
