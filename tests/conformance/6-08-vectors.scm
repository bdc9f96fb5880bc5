;; R7RS 6.8: vectors.
#(0 (2 2 2 2) "Anna")
;=> #(0 (2 2 2 2) "Anna")
(vector? #(1))
;=> #t
(vector? '(1))
;=> #f
(vector? "a")
;=> #f
(vector? #u8(1))
;=> #f
(vector? #())
;=> #t
(make-vector 3 'x)
;=> #(x x x)
(vector-length (make-vector 3))
;=> 3
(make-vector 0)
;=> #()
(make-vector 0 'a)
;=> #()
(make-vector -1)
;=> error
(make-vector 1.0)
;=> error
(make-vector 'a)
;=> error
(let ((v (make-vector 2 (list 1)))) (eq? (vector-ref v 0) (vector-ref v 1)))
;=> #t
(vector 'a 'b 'c)
;=> #(a b c)
(vector)
;=> #()
(vector-length #(1 2 3))
;=> 3
(vector-length #())
;=> 0
(vector-length '(1))
;=> error
(vector-ref '#(1 1 2 3 5 8 13 21)
            5)
;=> 8
(vector-ref '#(1 1 2 3 5 8 13 21)
            (exact
             (round (* 2 (acos -1)))))
;=> 13
(vector-ref #(1 2) 2)
;=> error
(vector-ref #(1 2) -1)
;=> error
(vector-ref #(1 2) 1.0)
;=> error
(vector-ref #() 0)
;=> error
(vector-ref '(1 2) 0)
;=> error
(vector-ref #(1 2) 'x)
;=> error
(vector-ref #(1 2) (expt 2 62))
;=> error
(vector-ref #(1 2))
;=> error
(let ((vec (vector 0 '(2 2 2 2) "Anna")))
  (vector-set! vec 1 '("Sue" "Sue"))
  vec)
;=> #(0 ("Sue" "Sue") "Anna")
(guard (e (#t 'error)) (vector-set! '#(0 1 2) 1 "doe") 'not-signalled)
;=> one-of error | not-signalled
(vector-set! (vector 1 2) 2 0)
;=> error
(vector-set! (vector 1 2) -1 0)
;=> error
(vector-set! '(1 2) 0 0)
;=> error
(vector-set! (vector 1 2) 0)
;=> error
(vector->list '#(dah dah didah))
;=> (dah dah didah)
(vector->list '#(dah dah didah) 1 2)
;=> (dah)
(list->vector '(dididit dah))
;=> #(dididit dah)
(vector->list #())
;=> ()
(vector->list #(1 2 3) 1)
;=> (2 3)
(vector->list #(1 2 3) 3)
;=> ()
(vector->list #(1 2 3) 4)
;=> error
(vector->list #(1 2 3) 2 1)
;=> error
(vector->list #(1 2 3) 0 4)
;=> error
(vector->list '(1))
;=> error
(list->vector '())
;=> #()
(list->vector '(1 . 2))
;=> error
(list->vector 5)
;=> error
(string->vector "ABC")
;=> #(#\A #\B #\C)
(vector->string
 #(#\1 #\2 #\3))
;=> "123"
(string->vector "")
;=> #()
(string->vector "abcde" 2)
;=> #(#\c #\d #\e)
(string->vector "abcde" 1 3)
;=> #(#\b #\c)
(string->vector "abc" 4)
;=> error
(string->vector "abc" 2 1)
;=> error
(vector->string #())
;=> ""
(vector->string #(#\a #\b #\c) 1)
;=> "bc"
(vector->string #(#\a #\λ #\x1F600 #\d) 1 3)
;=> "λ😀"
(vector->string #(#\a 1 #\b) 2)
;=> "b"
(vector->string #(#\a 1))
;=> error
(vector->string #(#\a) 0 2)
;=> error
(vector->string "abc")
;=> error
(define a #(1 8 2 8))
(define b (vector-copy a))
(vector-set! b 0 3)
b
;=> #(3 8 2 8)
(define c (vector-copy b 1 3))
c
;=> #(8 2)
a
;=> #(1 8 2 8)
(vector-copy #())
;=> #()
(vector-copy #(1 2 3) 1)
;=> #(2 3)
(vector-copy #(1 2 3) 3)
;=> #()
(vector-copy #(1 2 3) 4)
;=> error
(vector-copy #(1 2 3) 2 1)
;=> error
(vector-copy #(1 2 3) 0 4)
;=> error
(vector-copy '(1))
;=> error
(define a (vector 1 2 3 4 5))
(define b (vector 10 20 30 40 50))
(vector-copy! b 1 a 0 2)
b
;=> #(10 1 2 40 50)
(let ((v (vector 1 2 3 4 5))) (vector-copy! v 0 #(a b)) v)
;=> #(a b 3 4 5)
(let ((v (vector 1 2 3 4 5))) (vector-copy! v 2 #(a b c d) 1) v)
;=> #(1 2 b c d)
(let ((v (vector 1 2 3 4 5))) (vector-copy! v 1 v 0 3) v)
;=> #(1 1 2 3 5)
(let ((v (vector 1 2 3 4 5))) (vector-copy! v 0 v 2 5) v)
;=> #(3 4 5 4 5)
(let ((v (vector 1 2 3))) (vector-copy! v 0 v) v)
;=> #(1 2 3)
(let ((v (vector 1 2 3))) (vector-copy! v 3 #()) v)
;=> #(1 2 3)
(let ((v (vector 1 2 3))) (vector-copy! v 1 #(a) 1 1) v)
;=> #(1 2 3)
(vector-copy! (vector 1 2) 1 #(a b))
;=> error
(vector-copy! (vector 1 2) 3 #())
;=> error
(vector-copy! (vector 1 2) -1 #(a))
;=> error
(vector-copy! (vector 1 2 3) 0 #(a b c) 2 1)
;=> error
(vector-copy! (vector 1 2 3) 0 #(a b c) 0 4)
;=> error
(vector-append #(a b c) #(d e f))
;=> #(a b c d e f)
(vector-append)
;=> #()
(vector-append #(1))
;=> #(1)
(vector-append #(1) #() #(2 3) #())
;=> #(1 2 3)
(let* ((v (vector 1 2)) (w (vector-append v))) (vector-set! w 0 'x) v)
;=> #(1 2)
(vector-append #(1) '(2))
;=> error
(define a (vector 1 2 3 4 5))
(vector-fill! a 'smash 2 4)
a
;=> #(1 2 smash smash 5)
(let ((v (vector 1 2 3))) (vector-fill! v 'x) v)
;=> #(x x x)
(let ((v (vector 1 2 3))) (vector-fill! v 'x 1) v)
;=> #(1 x x)
(let ((v (vector 1 2 3))) (vector-fill! v 'x 3) v)
;=> #(1 2 3)
(vector-fill! (vector 1 2 3) 'x 2 1)
;=> error
(vector-fill! (vector 1 2 3) 'x 0 4)
;=> error
(vector-fill! '(1) 'x)
;=> error
