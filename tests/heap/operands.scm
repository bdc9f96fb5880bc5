;; A value left on the stack by an earlier call is not an operand: nothing scans it.
(define (leave a) (list (vector a) (vector a) (vector a) (vector a) (vector a) (vector a)))
(define (id x) (if (vector? x) (vector-ref x 0) x))
(define (sum) (leave 1) (+ (id 1) (id 2) (id 3) (id 4)))
(sum)
;=> 10
(define (difference) (leave 1) (- 100 (id (vector 1)) (id (vector 2)) (id 3)))
(difference)
;=> 94
(define (fraction) (leave 1) (list (/ 60 (id 2) (id (vector 3)) (id 5))))
(fraction)
;=> (2)
;; natives wait for collections too
(define (nested) (leave 1) (id (id (vector-ref (vector-append (vector 7) (make-vector 2000 0)) 0))))
(nested)
;=> 7
