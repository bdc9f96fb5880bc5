;; SRFI 214: flexvectors.
(import (srfi 214))

(define v flexvector->vector)
(define f flexvector)
(list (v (make-flexvector 5 3)) (flexvector-length (make-flexvector 3)) (v (f 0 1 2)) (v (f)))
;=> (#(3 3 3 3 3) 3 #(0 1 2) #())
(make-flexvector -1)
;=> error make-flexvector: expected a size
(list (v (flexvector-unfold (lambda (x) (> x 10)) (lambda (x) (* x x)) (lambda (x) (+ x 1)) 1)) (v (flexvector-unfold-right (lambda (x) (> x 3)) - (lambda (x) (+ x 1)) 1)))
;=> (#(1 4 9 16 25 36 49 64 81 100) #(-3 -2 -1))
(v (flexvector-unfold (lambda (a b) (> a 3)) list (lambda (a b) (values (+ a 1) (* b 2))) 1 1))
;=> #((1 1) (2 2) (3 4))
(list (v (flexvector-copy (f 'a 'b 'c))) (v (flexvector-copy (f 'a 'b 'c) 1)) (v (flexvector-copy (f 'a 'b 'c) 1 2)) (v (flexvector-copy (f 'a 'b) -1 9)))
;=> (#(a b c) #(b c) #(b) #(a b))
(let* ((a (f 1 2)) (b (flexvector-copy a))) (flexvector-set! b 0 9) (flexvector-add-back! b 3) (list (v a) (v b)))
;=> (#(1 2) #(9 2 3))
(flexvector-copy (f 1 2 3) 2 1)
;=> error flexvector-copy: end is before start
(flexvector-copy #(1))
;=> error flexvector-copy: expected a flexvector
(list (v (flexvector-reverse-copy (f 'a 'b 'c 'd) 1 4)) (v (flexvector-reverse-copy (f 1 2))))
;=> (#(d c b) #(2 1))
(list (v (flexvector-append (f 'a) (f 'b 'c) (f))) (v (flexvector-append)) (v (flexvector-concatenate (list (f 'a 'b) (f 'c)))))
;=> (#(a b c) #() #(a b c))
(flexvector-append (f 1) '(2))
;=> error flexvector-append
(v (flexvector-append-subvectors (f 'a 'b 'c 'd 'e) 0 2 (f 'f 'g 'h 'i 'j) 2 4))
;=> #(a b h i)
(flexvector-append-subvectors (f 1) 0)
;=> error flexvector-append-subvectors
(list (flexvector? (f)) (flexvector? #(1)) (flexvector-empty? (f)) (flexvector-empty? (f 1)))
;=> (#t #f #t #f)
(list (flexvector=? eq? (f 'a 'b) (f 'a 'b)) (flexvector=? eq? (f 'a 'b) (f 'b 'a)) (flexvector=? = (f 1 2) (f 1)) (flexvector=? eq?) (flexvector=? eq? (f 'a)) (flexvector=? = (f 1) (f 1) (f 2)))
;=> (#t #f #f #t #t #f)
(list (flexvector-ref (f 'a 'b 'c 'd) 2) (flexvector-front (f 'a 'b)) (flexvector-back (f 'a 'b)))
;=> (c a b)
(let ((x (f 1))) (flexvector-add-back! x 2) (flexvector-remove-back! x) (flexvector-ref x 1))
;=> error flexvector-ref: expected an index
(flexvector-front (f))
;=> error flexvector-front: the flexvector is empty
(flexvector-back (f))
;=> error flexvector-back: the flexvector is empty
(list (v (flexvector-add! (f 'a 'b) 1 'c)) (v (flexvector-add! (f 'a 'b) 2 'c 'd 'e)) (v (flexvector-add! (f 'a 'b) 0 'c 'd)) (v (flexvector-add! (f 'a) 1)))
;=> (#(a c b) #(a b c d e) #(c d a b) #(a))
(flexvector-add! (f 'a) 2 'b)
;=> error flexvector-add!
(list (v (flexvector-add-front! (f 'a 'b) 'c)) (v (flexvector-add-front! (f 'a 'b) 'c 'd)) (v (flexvector-add-back! (f 'a 'b) 'c)) (v (flexvector-add-back! (f 'a 'b) 'c 'd)))
;=> (#(c a b) #(c d a b) #(a b c) #(a b c d))
(v (flexvector-add-all! (f 'a 'b) 2 '(c d e)))
;=> #(a b c d e)
(flexvector-add-all! (f) 0 5)
;=> error flexvector-add-all!: expected a list
(list (v (flexvector-append! (f 'a 'b) (f 'c 'd) (f 'e))) (let ((x (f 1 2))) (v (flexvector-append! x x x))))
;=> (#(a b c d e) #(1 2 1 2 1 2))
(let* ((x (f 'a 'b 'c 'd)) (b (flexvector-remove! x 1)) (a (flexvector-remove-front! x)) (d (flexvector-remove-back! x))) (list a b d (v x)))
;=> (a b d #(c))
(flexvector-remove! (f 1) 1)
;=> error flexvector-remove!
(flexvector-remove-front! (f))
;=> error flexvector-remove-front!: the flexvector is empty
(flexvector-remove-back! (f))
;=> error flexvector-remove-back!: the flexvector is empty
(list (v (flexvector-remove-range! (f 'a 'b 'c 'd) 1 3)) (v (flexvector-remove-range! (f 'a 'b 'c) 1)) (v (flexvector-remove-range! (f 'a 'b) -5 1)) (v (flexvector-clear! (f 1 2))))
;=> (#(a d) #(a) #(b) #())
(let* ((x (f 'a 'b)) (old (flexvector-set! x 0 'z))) (flexvector-set! x 2 'y) (list old (v x)))
;=> (a #(z b y))
(flexvector-set! (f) 1 0)
;=> error flexvector-set!
(list (v (flexvector-swap! (f 1 2 3) 0 2)) (v (flexvector-fill! (f 1 2 3) 0)) (v (flexvector-fill! (f 1 2 3) 0 1)) (v (flexvector-fill! (f 1 2 3) 0 1 2)) (v (flexvector-reverse! (f 1 2 3))))
;=> (#(3 2 1) #(0 0 0) #(1 0 0) #(1 0 3) #(3 2 1))
(flexvector-swap! (f 1 2) 0 2)
;=> error flexvector-swap!
(list (v (flexvector-copy! (f 1 2 3) 1 (f 'a 'b 'c))) (v (flexvector-copy! (f 1 2 3) 0 (f 'a 'b 'c) 1 2)) (v (flexvector-copy! (f) 0 (f 1 2))) (v (flexvector-reverse-copy! (f 1 2 3) 2 (f 'a 'b 'c) 1)) (let ((x (f 1 2 3))) (v (flexvector-copy! x 1 x))))
;=> (#(1 a b c) #(b 2 3) #(1 2) #(1 2 c b) #(1 1 2 3))
(flexvector-copy! (f 1) 2 (f 1))
;=> error flexvector-copy!
(list (flexvector-fold (lambda (n s) (max n (string-length s))) 0 (f "baz" "qux" "quux")) (flexvector-fold-right (lambda (tail x) (cons x tail)) '() (f 1 2 3)) (flexvector-fold list 'z (f 1 2 3) (f 'a 'b)) (flexvector-fold-right list 'z (f 1 2 3) (f 'a 'b)))
;=> (4 (1 2 3) ((z 1 a) 2 b) ((z 2 b) 1 a))
(list (v (flexvector-map (lambda (x) (* x 10)) (f 10 20 30))) (v (flexvector-map/index (lambda (i x) (+ x (* i 2))) (f 10 20 30))) (v (flexvector-map + (f 1 2 3) (f 10 20))) (v (flexvector-map/index list (f 'a 'b) (f 'c 'd))))
;=> (#(100 200 300) #(10 22 34) #(11 22) #((0 a c) (1 b d)))
(let ((a (f 10 20 30)) (b (f 10 20 30))) (flexvector-map! - a) (flexvector-map/index! + b) (list (v a) (v b)))
;=> (#(-10 -20 -30) #(10 21 32))
(list (v (flexvector-append-map (lambda (x) (f (* x 10) (* x 100))) (f 10 20))) (v (flexvector-append-map/index (lambda (i x) (f x i)) (f 10 20))))
;=> (#(100 1000 200 2000) #(10 0 20 1))
(flexvector-append-map list (f 1))
;=> error flexvector-append-map: expected a flexvector
(list (v (flexvector-filter even? (f 1 2 3 4))) (v (flexvector-filter/index (lambda (i x) (> i 1)) (f 'a 'b 'c))) (let ((x (f 1 2 3 4 5))) (flexvector-filter! odd? x) (flexvector-add-back! x 7) (v x)) (v (flexvector-filter/index! (lambda (i x) (even? i)) (f 'a 'b 'c))))
;=> (#(2 4) #(c) #(1 3 5 7) #(a c))
(let ((seen '())) (flexvector-for-each (lambda (x) (set! seen (cons x seen))) (f 1 2)) (flexvector-for-each/index (lambda (i x y) (set! seen (cons (list i x y) seen))) (f 'a) (f 'b 'c)) seen)
;=> ((0 a b) 2 1)
(list (flexvector-count even? (f 3 1 4 1 5 9 2 5 6)) (flexvector-count < (f 1 3 6 9) (f 2 4 6 8 10 12)) (v (flexvector-cumulate + 0 (f 3 1 4 1 5 9 2 5 6))))
;=> (3 2 #(3 4 8 9 14 23 25 30 36))
(list (flexvector-index even? (f 3 1 4 1 5 9)) (flexvector-index < (f 3 1 4 1 5 9 2 5 6) (f 2 7 1 8 2)) (flexvector-index = (f 3 1 4) (f 2 7 1)) (flexvector-index-right < (f 3 1 4 1 5) (f 2 7 1 8 2)))
;=> (2 1 #f 3)
(list (flexvector-skip number? (f 1 2 'a 'b 3 4 'c 'd)) (flexvector-skip-right number? (f 1 2 'a 'b 3 4)) (flexvector-skip number? (f 1)))
;=> (2 3 #f)
(flexvector-index-right < (f 1 2) (f 1))
;=> error flexvector-index-right
(list (flexvector-binary-search (f 1 3 5 7) 5 -) (flexvector-binary-search (f 1 3 5 7) 4 -) (flexvector-binary-search (f 1 3 5 7) 1 - 1) (flexvector-binary-search (f 1 3 5 7) 7 - 0 3))
;=> (2 #f #f #f)
(list (flexvector-any (lambda (x) (and (even? x) (* x x))) (f 1 4 6)) (flexvector-any < (f 3 1) (f 2 7)) (flexvector-any even? (f)) (flexvector-every (lambda (x) (and (even? x) (* x x))) (f 2 4)) (flexvector-every < (f 1 9) (f 2)) (flexvector-every even? (f)))
;=> (16 #t #f 16 #t #t)
(call-with-values (lambda () (flexvector-partition even? (f 1 2 3 4))) (lambda (in out) (list (v in) (v out))))
;=> (#(2 4) #(1 3))
(list (v (f 1 2 3) 1) (v (f 1 2 3) 0 2) (v (vector->flexvector #(1 2 3))) (v (vector->flexvector #(1 2 3) 1 2)))
;=> (#(2 3) #(1 2) #(1 2 3) #(2))
(list (flexvector->list (f 1 2 3)) (flexvector->list (f 1 2 3) 1 2) (reverse-flexvector->list (f 1 2 3)) (reverse-flexvector->list (f 1 2 3) 1) (v (list->flexvector '(1 2))) (v (reverse-list->flexvector '(1 2))))
;=> ((1 2 3) (2) (3 2 1) (3 2) #(1 2) #(2 1))
(list (flexvector->string (f #\a #\b #\c) 1) (v (string->flexvector "abc" 1)))
;=> ("bc" #(#\b #\c))
(flexvector->string (f 1))
;=> error
(list->flexvector 1)
;=> error list->flexvector
(list (let ((g (flexvector->generator (f 1 2)))) (let* ((a (g)) (b (g))) (list a b (eof-object? (g))))) (v (generator->flexvector (flexvector->generator (f 1 2 3)))))
;=> ((1 2 #t) #(1 2 3))
;; At least one vector
(flexvector-fold list 0)
;=> error wrong number of arguments
(flexvector-fold-right list 0)
;=> error wrong number of arguments
