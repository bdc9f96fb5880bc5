;; Vectors and strings: procedures that take procedures.
(vector-map (lambda (x) (* x x)) #(1 2 3))
;=> #(1 4 9)
(vector-map + #(1 2 3) #(10 20))
;=> #(11 22)
(let ((s '())) (vector-for-each (lambda (a b) (set! s (cons (+ a b) s))) #(1 2) #(10 20)) s)
;=> (22 11)
(vector-fold + 0 #(1 2 3))
;=> 6
(vector-index even? #(1 3 4))
;=> 2
(vector-binary-search #(1 3 5 7 9) 7 -)
;=> 3
(vector-binary-search #(1 3 5 7 9) 4 -)
;=> #f
(string-map char-upcase "abc")
;=> "ABC"
(string-map (lambda (c k) ((if (eqv? k #\u) char-upcase char-downcase) c)) "studlycaps xxx" "ululululul")
;=> "StUdLyCaPs"
(let ((v '())) (string-for-each (lambda (c) (set! v (cons (char->integer c) v))) "abcde") v)
;=> (101 100 99 98 97)
(list (string-count "banana" #\a) (string-index "banana" #\n) (string-index-right "banana" #\n) (string-index "abc" #\z) (string-count "banana" char-alphabetic? 2))
;=> (3 2 4 #f 4)
(string-filter char-alphabetic? "a1b2")
;=> "ab"
(let ((k* #f) (all '())) (let ((r (vector-map (lambda (x) (call/cc (lambda (k) (if (= x 2) (set! k* k)) x))) #(1 2 3)))) (set! all (cons r all)) (if (< (length all) 3) (k* (* (length all) 100)) all)))
;=> (#(1 200 3) #(1 100 3) #(1 2 3))
(let ((k* #f) (all '())) (let ((r (string-map (lambda (c) (call/cc (lambda (k) (if (char=? c #\b) (set! k* k)) c))) "abc"))) (set! all (cons r all)) (if (< (length all) 2) (k* #\λ) all)))
;=> ("aλc" "abc")
(vector-map + #(1 2) #(10 20 30) #(100 200))
;=> #(111 222)
(let ((s '())) (string-for-each (lambda (a b c) (set! s (cons (string a b c) s))) "abc" "12" "xyz") s)
;=> ("b2y" "a1x")
(list (vector-map car #()) (string-map char-upcase ""))
;=> (#() "")
(let ((v (vector 1 2 3))) (vector-map! (lambda (x) (* x x)) v) v)
;=> #(1 4 9)
(list (vector-fold-right (lambda (acc x) (cons x acc)) '() #(1 2 3)) (vector-count even? #(1 2 4)) (vector-any even? #(1 3)) (vector-every odd? #(1 3)) (vector-tabulate - 3) (string-tabulate (lambda (i) (integer->char (+ i 97))) 3))
;=> ((1 2 3) 2 #f #t #(0 -1 -2) "abc")
(list (string-any char-numeric? "ab1") (string-every char-alphabetic? "ab1") (string-fold cons '() "abc") (string-index "hello" #\l 3) (string-index-right "hello" #\l 0 3))
;=> (#t #f (#\c #\b #\a) 3 2)
(vector-map car '(1))
;=> error vector-map: expected a vector, got
(vector-map + #(1) '(1))
;=> error vector-map: expected a vector, got
(string-map char-upcase 'a)
;=> error string-map: expected a string, got
(string-map (lambda (c) 1) "abc")
;=> error string-map: expected a character from the procedure, got
(string-for-each car "ab" 5)
;=> error string-for-each: expected a string, got
