;; SRFI 61: cond with guards.
(import (srfi 61))

(define (classify . results)
  (cond ((apply values results) (lambda all (and (pair? all) (pair? (cdr all)))) => list)
        ((apply values results) (lambda (x) (number? x)) => (lambda (x) (* 2 x)))
        ((assv 'b '((a 1) (b 2))) => cadr)
        (else 'none)))
(list (classify 1 2 3) (classify 4) (classify 'x))
;=> ((1 2 3) 8 2)
(let ((port (open-input-string "ab")))
  (cond ((read-char port) char? => (lambda (x) x)) (else 'eof)))
;=> #\a
(let ((port (open-input-string "")))
  (cond ((read-char port) char? => (lambda (x) x)) (else 'eof)))
;=> eof
(cond ((values 1 2) (lambda (a b) (< a b)) => (lambda (a b) (+ a b))))
;=> 3
(cond ((values 1 2) (lambda (a b) (> a b)) => +))
;=> unspecified
(list (cond (#f 1) (else 2 3)) (cond (5)) (cond (#t 1 2)) (cond (#f 1) ((+ 1 1) => -)))
;=> (3 5 2 -2)
(let loop ((i 0)) (cond ((values i 1000) = => (lambda (a b) a)) (else (loop (+ i 1)))))
;=> 1000
