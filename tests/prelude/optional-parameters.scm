;; Optional and keyword parameters, and other forms used by programs for other Schemes.
(list ((λ (x) (* x 2)) 4) (let ((λ +)) (λ 1 2)) (1+ 5) (-1+ 5))
;=> (8 3 6 4)
(define* (f a #:optional (b (* a 2)) c #:rest r) (list a b c r))
(list (f 1) (f 1 5) (f 1 2 3 4 5))
;=> ((1 2 #f ()) (1 5 #f ()) (1 2 3 (4 5)))
(f)
;=> error wrong number of arguments
(define* (g a #:key (b 2) (c (+ b 1)) d) (list a b c d))
(list (g 1) (g 1 #:c 5) (g 1 #:b 7 #:d 8) (g #:a))
;=> ((1 2 3 #f) (1 2 5 #f) (1 7 8 8) (#:a 2 3 #f))
(g 1 #:q 2)
;=> error unknown keyword #:q
(g 1 #:b)
;=> error no value after the keyword #:b
(g 1 2)
;=> error expected a keyword
((lambda* (a #:optional b #:key (c 3) #:allow-other-keys) (list a b c)) 1 2 #:d 4 #:c 5)
;=> (1 2 5)
((lambda* (a #:optional b #:key (c 3)) (list a b c)) 1 #:c 5)
;=> (1 #f 5)
((lambda* (a #:key (b 2 #:other) #:rest r) (list a b r)) 1 #:other 5)
;=> (1 5 (#:other 5))
(list ((lambda* (#:optional (x 1) (y (+ x 1)) . z) (list x y z)) 5) ((lambda* args args) 1 2) ((lambda* (x) x) 3))
;=> ((5 6 ()) (1 2) 3)
(define (h a #!optional b (c 9)) (list a b c))
(list (h 1) (h 1 2) (h 1 2 3))
;=> ((1 #f 9) (1 2 9) (1 2 3))
(h 1 2 3 4)
;=> error wrong number of arguments
(define (m a #!optional b) (if (default-object? b) 'none b))
(list (m 1) (m 1 2) (m 1 #f))
;=> (none 2 #f)
(let () (define (k a #!rest r) (list a r)) (define (l #!key (x 1) y) (list x y)) (list (k 1 2 3) (l #:y 2)))
;=> ((1 (2 3)) (1 2))
(lambda (a #!rest b c) a)
;=> error more than one rest parameter
(lambda (a #!optional (b 1 2)) a)
;=> error bad optional parameter
(list (let-optionals* '(1) ((a 5) (b (+ a 1)) . c) (list a b c)) (let ((a 10)) (let-optionals '(1) ((a 5) (b (+ a 1))) (list a b))) (let-optionals* '(1 2 3) (x (y 5) . z) (list x y z)))
;=> ((1 2 ()) (1 11) (1 2 (3)))
(list #:foo '#:bar (keyword? #:a) (keyword? 'a) (keyword->symbol #:a) (symbol->keyword 'q) (eq? #:a '#:a) '(a #!optional b) (read (open-input-string "(#:x #!rest)")))
;=> (#:foo #:bar #t #f a #:q #t (a #!optional b) (#:x #!rest))
(keyword->symbol 'a)
;=> error keyword->symbol: expected a keyword
(list (time (+ 1 2)) (call-with-values (lambda () (time (values 1 2))) list))
;=> (3 (1 2))
(let ((time 5) (define* list)) (define* time))
;=> (5)
(define (time x) (list 'mine x))
(time 3)
;=> (mine 3)
(guard (e (#t (error-object-message e))) (assert (= 1 2) "numbers differ"))
;=> unspecified
