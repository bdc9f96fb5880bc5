;; SRFI 43: differences from SRFI 133, and that the rest is available.
(import (srfi 43))

(list (vector-copy #(a b c d e f g h i)) (vector-copy #(a b c d e f g h i) 6) (vector-copy #(a b c d e f g h i) 3 6) (vector-copy #(a b c d e f g h i) 6 12 'x))
;=> (#(a b c d e f g h i) #(g h i) #(d e f) #(g h i x x x))
(list (vector-length (vector-copy #(a b) 1 4)) (vector-copy #(a b) 2 4 0) (vector-copy #(a b) 0 1 0))
;=> (3 #(0 0) #(a))
(vector-copy #(a b) 3 4 0)
;=> error vector-copy
(vector-copy #(a b) 1 0 0)
;=> error vector-copy
(vector-copy '(a) 0 1 0)
;=> error vector-copy: expected a vector
(list (vector-fold (lambda (i len str) (max (string-length str) len)) 0 #("a" "abc" "ab")) (vector-fold (lambda (i tail elt) (cons (list i elt) tail)) '() #(a b)) (vector-fold (lambda (i acc x y) (+ acc (* i x y))) 0 #(1 2 3) #(4 5)))
;=> (3 ((1 b) (0 a)) 10)
(list (vector-fold-right (lambda (i tail elt) (cons elt tail)) '() #(1 2 3)) (vector-fold-right (lambda (i tail x y) (cons (list i x y) tail)) '() #(a b c) #(1 2)))
;=> ((1 2 3) ((0 a 1) (1 b 2)))
(vector-fold + 0 '(1))
;=> error vector-fold: expected a vector
(list (vector-map (lambda (i x) (* x x)) (vector-unfold (lambda (i x) (values x (+ x 1))) 4 1)) (vector-map (lambda (i x y) (list i (* x y))) #(1 2) #(5 4 3)))
;=> (#(1 4 9 16) #((0 5) (1 8)))
(let ((v (vector 1 2 3)) (w (vector 1 2 3))) (vector-map! (lambda (i x) (+ (* 10 i) x)) v) (vector-map! + w #(5 5)) (list v w))
;=> (#(1 12 23) #(6 8 3))
(vector-map! + 5)
;=> error vector-map!: expected a vector
(let ((seen '())) (vector-for-each (lambda (i x) (set! seen (cons (list i x) seen))) #("a" "b")) (vector-for-each (lambda (i x y) (set! seen (cons (list i x y) seen))) #(a) #(b c)) seen)
;=> ((0 a b) (1 "b") (0 "a"))
(list (vector-count (lambda (i x) (even? x)) #(3 1 4 1 5 9 2 5 6)) (vector-count (lambda (i x y) (< x y)) #(1 3 6 9) #(2 4 6 8 10 12)) (vector-count (lambda (i x) (= i x)) #(0 2 2)))
;=> (3 2 2)
;; shared with SRFI 133
(list (vector-unfold-right (lambda (i x) (values (cons i x) (+ x 1))) 5 0) (vector-reverse-copy #(5 4 3 2 1 0) 1 5) (vector-append #(x) #(y)) (vector-concatenate '(#(a b) #(c d))))
;=> (#((0 . 4) (1 . 3) (2 . 2) (3 . 1) (4 . 0)) #(1 2 3 4) #(x y) #(a b c d))
(list (vector-empty? #()) (vector= eq? #(a b) #(a b)) (vector-index even? #(3 1 4)) (vector-index-right even? #(4 2 1)) (vector-skip number? #(1 2 a)) (vector-skip-right number? #(a 1)))
;=> (#t #t 2 1 2 0)
(list (vector-binary-search #(#\a #\c #\e) #\c (lambda (a b) (- (char->integer a) (char->integer b)))) (vector-any < #(3 1) #(2 7)) (vector-every < #(1 2) #(2 3)))
;=> (1 #t #t)
(let ((v (vector 1 2 3 4 5))) (vector-swap! v 0 4) (vector-reverse! v 1 4) (vector-fill! v 0 4) (vector-copy! v 0 #(a)) (vector-reverse-copy! v 1 #(x y)) v)
;=> #(a y x 2 0)
(list (vector->list #(1 2 3) 1) (reverse-vector->list #(1 2 3) 1) (list->vector '(1 2)) (reverse-list->vector '(1 2)))
;=> ((2 3) (3 2) #(1 2) #(2 1))
;; At least one vector
(vector-fold list 0)
;=> error wrong number of arguments
(vector-fold-right list 0)
;=> error wrong number of arguments
(vector-count list)
;=> error wrong number of arguments
(vector-index list)
;=> error wrong number of arguments
(vector-every list)
;=> error wrong number of arguments
