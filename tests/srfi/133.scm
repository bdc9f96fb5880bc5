;; SRFI 133: vectors.
(import (srfi 133))

(vector-unfold (lambda (i x) (values x (- x 1))) 10 0)
;=> #(0 -1 -2 -3 -4 -5 -6 -7 -8 -9)
(list (vector-unfold values 4) (vector-unfold values 0))
;=> (#(0 1 2 3) #())
(vector-unfold (lambda (i a b) (values (list i a b) (+ a 1) (* b 2))) 3 0 1)
;=> #((0 0 1) (1 1 2) (2 2 4))
(vector-unfold-right (lambda (i x) (values (cons i x) (+ x 1))) 5 0)
;=> #((0 . 4) (1 . 3) (2 . 2) (3 . 1) (4 . 0))
(vector-unfold-right (lambda (i) (* i i)) 4)
;=> #(0 1 4 9)
(vector-unfold values -1)
;=> error vector-unfold: expected a size
(vector-unfold-right values 1.5)
;=> error vector-unfold-right
(list (vector-copy #(a b c d e f g h i) 6) (vector-copy #(a b c d e f g h i) 3 6))
;=> (#(g h i) #(d e f))
(list (vector-reverse-copy #(5 4 3 2 1 0) 1 5) (vector-reverse-copy #(1 2 3)) (vector-reverse-copy #(1 2 3) 1))
;=> (#(1 2 3 4) #(3 2 1) #(3 2))
(vector-reverse-copy #(1 2 3) 2 1)
;=> error vector-reverse-copy
(vector-reverse-copy '(1))
;=> error vector-reverse-copy: expected a vector
(list (vector-append #(a #(b)) #(#(c))) (vector-concatenate '(#(a b) #(c d))) (vector-concatenate '()))
;=> (#(a #(b) #(c)) #(a b c d) #())
(list (vector-append-subvectors #(a b c d e) 0 2 #(f g h i j) 2 4) (vector-append-subvectors))
;=> (#(a b h i) #())
(vector-append-subvectors #(1 2) 0 3)
;=> error vector-append-subvectors
(vector-append-subvectors #(1 2) 0)
;=> error vector-append-subvectors
(map vector-empty? '(#(a) #(()) #(#()) #()))
;=> (#f #f #f #t)
(vector-empty? '())
;=> error vector-empty?
(list (vector= eq? #(a b c d) #(a b c d)) (vector= eq? #(a b c d) #(a b d c)) (vector= = #(1 2 3 4 5) #(1 2 3 4)) (vector= = #(1 2) #(1 2) #(1 2)) (vector= = #(1 2) #(1 2) #(1 3)))
;=> (#t #f #f #t #f)
(list (vector= eq?) (vector= eq? #(a)) (vector= eq? (vector (vector 'a)) (vector (vector 'a))) (vector= equal? (vector (vector 'a)) (vector (vector 'a))))
;=> (#t #t #f #t)
(vector= eq? #(a) '(a))
;=> error vector=
(list (vector-fold (lambda (tail elt) (cons elt tail)) '() #(1 2 3)) (vector-fold + 0 #(1 2 3) #(10 20)) (vector-fold list 'z #(a b) #(1 2)))
;=> ((3 2 1) 33 ((z a 1) b 2))
(list (vector-fold-right (lambda (tail elt) (cons elt tail)) '() #(a b c d)) (vector-fold-right list 'z #(a b c) #(1 2)))
;=> ((a b c d) ((z b 2) a 1))
(list (vector-map (lambda (x) (* x x)) #(1 2 3 4)) (vector-map * #(1 2 3 4 5) #(5 4 3 2 1)))
;=> (#(1 4 9 16) #(5 8 9 8 5))
(let ((v (vector 1 2 3)) (w (vector 1 2 3))) (vector-map! - v) (vector-map! + w #(10 20)) (list v w))
;=> (#(-1 -2 -3) #(11 22 3))
(let ((seen '())) (vector-for-each (lambda (x) (set! seen (cons x seen))) #(a b c)) seen)
;=> (c b a)
(list (vector-count even? #(3 1 4 1 5 9 2 5 6)) (vector-count < #(1 3 6 9) #(2 4 6 8 10 12)))
;=> (3 2)
(vector-cumulate + 0 #(3 1 4 1 5 9 2 5 6))
;=> #(3 4 8 9 14 23 25 30 36)
(vector-cumulate (lambda (acc x) (list acc x)) 'z #(a b))
;=> #((z a) ((z a) b))
(list (vector-index even? #(3 1 4 1 5 9)) (vector-index < #(3 1 4 1 5 9 2 5 6) #(2 7 1 8 2)) (vector-index = #(3 1 4 1 5 9 2 5 6) #(2 7 1 8 2)))
;=> (2 1 #f)
(list (vector-index-right odd? #(3 1 4 1 5 8)) (vector-index-right < #(3 1 5) #(2 7 1)) (vector-index-right odd? #(2)))
;=> (4 1 #f)
(vector-index-right < #(1) #(2 3))
;=> error vector-index-right
(list (vector-skip number? #(1 2 a b 3 4 c d)) (vector-skip number? #(1 2)) (vector-skip < #(1 2 9) #(2 3 4)))
;=> (2 #f 2)
(list (vector-skip-right number? #(1 2 a b 3 4)) (vector-skip-right = #(1 2 3) #(1 0 3)))
;=> (3 1)
(list (vector-binary-search #(1 3 5 7) 5 -) (vector-binary-search #(1 3 5 7) 4 -) (vector-binary-search #() 4 -))
;=> (2 #f #f)
(list (vector-any (lambda (x) (and (even? x) (* x x))) #(1 4 6)) (vector-any < #(3 1) #(2 7 8)) (vector-any even? #()) (vector-any list #(1 2) #(a b)))
;=> (16 #t #f (1 a))
(list (vector-every (lambda (x) (and (even? x) (* x x))) #(2 4 6)) (vector-every < #(3 1) #(2 7)) (vector-every even? #()) (vector-every list #(1 2) #(a b)))
;=> (36 #f #t (2 b))
(call-with-values (lambda () (vector-partition even? #(1 2 3 4 5 6 7))) list)
;=> (#(2 4 6 1 3 5 7) 3)
(call-with-values (lambda () (vector-partition even? #())) list)
;=> (#() 0)
(let ((v (vector 1 2 3 4 5))) (vector-swap! v 0 4) (vector-reverse! v 1 4) v)
;=> #(5 4 3 2 1)
(let ((v (vector 1 2 3 4 5))) (vector-reverse-copy! v 1 #(a b c d) 1) v)
;=> #(1 d c b 5)
(let ((v (vector 1 2 3 4 5))) (vector-reverse-copy! v 0 v 1 5) v)
;=> #(5 4 3 2 5)
(vector-reverse-copy! (vector 1 2) 1 #(1 2))
;=> error vector-reverse-copy!
(let ((v (vector 1 2 3 4 5))) (vector-unfold! (lambda (i x) (values (cons i x) (+ x 1))) v 1 3 0) v)
;=> #(1 (1 . 0) (2 . 1) 4 5)
(let ((v (vector 1 2 3 4 5))) (vector-unfold-right! (lambda (i x) (values (cons i x) (+ x 1))) v 1 3 0) v)
;=> #(1 (1 . 1) (2 . 0) 4 5)
(vector-unfold! values (vector 1 2) 1 3)
;=> error vector-unfold!
(list (reverse-vector->list #(1 2 3)) (reverse-vector->list #(1 2 3) 1) (reverse-list->vector '(1 2 3)) (vector->list #(1 2 3) 1 2))
;=> ((3 2 1) (3 2) #(3 2 1) (2))
(reverse-list->vector '(1 . 2))
;=> error reverse-list->vector
(list (vector->string #(#\a #\b)) (string->vector "ab"))
;=> ("ab" #(#\a #\b))
;; At least one vector
(vector-fold-right list 0)
;=> error wrong number of arguments
(vector-count list)
;=> error wrong number of arguments
(vector-index list)
;=> error wrong number of arguments
(vector-index-right list)
;=> error wrong number of arguments
(vector-skip list)
;=> error wrong number of arguments
(vector-skip-right list)
;=> error wrong number of arguments
(vector-any list)
;=> error wrong number of arguments
(vector-every list)
;=> error wrong number of arguments
