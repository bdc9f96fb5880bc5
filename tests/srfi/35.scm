;; SRFI 35: conditions.
(import (scheme base) (srfi 35))
(define-condition-type &c &condition c? (x c-x))
(define-condition-type &c1 &c c1? (a c1-a))
(define-condition-type &c2 &c c2? (b c2-b))
(define v1 (make-condition &c1 'x "V1" 'a "a1"))
(list (c? v1) (c1? v1) (c2? v1) (c-x v1) (c1-a v1) (c? 5))
;=> (#t #t #f "V1" "a1" #f)
(define v2 (condition (&c2 (x "V2") (b "b2"))))
(define v3 (condition (&c1 (x "V3/1") (a "a3")) (&c2 (b "b3"))))
(list (c2-b v2) (c? v3) (c1? v3) (c2? v3) (c-x v3) (c1-a v3) (c2-b v3))
;=> ("b2" #t #t #t "V3/1" "a3" "b3")
(define v4 (make-compound-condition v1 v2))
(list (c-x v4) (c1-a v4) (c2-b v4) (condition? v4) (condition-has-type? v4 &c2) (condition-has-type? v1 &c2) (condition-ref v4 'b) (c1-a (extract-condition v4 &c1)))
;=> ("V1" "a1" "b2" #t #t #f "b2" "a1")
(let ((&t (make-condition-type '&t &condition '(p q)))) (let ((c (make-condition &t 'q 2 'p 1))) (list (condition-type? &t) (condition-type? &error) (condition-type? 5) (condition-ref c 'p) (condition-ref c 'q))))
;=> (#t #t #f 1 2)
(let ((c (condition (&message (message "m")) (&serious) (&error)))) (list (message-condition? c) (condition-message c) (serious-condition? c) (error? c) (error? v1) (serious-condition? (make-condition &error))))
;=> (#t "m" #t #t #f #t)
(guard (e ((error? e) (list (condition? e) (condition-message e) (serious-condition? e)))) (error "what" 1))
;=> (#t "what" #t)
;; What a builtin or a library raises is an error too.
(map (lambda (f) (guard (c (#t (list (condition? c) (error? c) (condition-has-type? c &error) (serious-condition? (extract-condition c &error))))) (f)))
     (list (lambda () (car 5)) (lambda () (vector-ref (vector) 1)) (lambda () (make-condition 5))))
;=> ((#t #t #t #t) (#t #t #t #t) (#t #t #t #t))
(guard (e ((c1? e) (c1-a e))) (raise v1))
;=> "a1"
(condition-ref v1 'nothing)
;=> error condition-ref: the condition has no such field
(extract-condition v1 &message)
;=> error extract-condition
(make-condition &c1 'x 1)
;=> error make-condition: no value for the field a
(make-condition-type 5 &condition '())
;=> error make-condition-type
