;; SRFI 25: multi-dimensional arrays.
(import (srfi 25))

(define m (array (shape 0 2 0 3) 1 2 3 4 5 6))
(define (row-major a)
  (let ((all '()))
    (do ((i (array-start a 0) (+ i 1))) ((= i (array-end a 0)) (reverse all))
      (do ((j (array-start a 1) (+ j 1))) ((= j (array-end a 1)))
        (set! all (cons (array-ref a i j) all))))))

(map array? (list m (shape) (make-array (shape)) (vector) 1))
;=> (#t #t #t #f #f)
(list (array-rank m) (array-start m 1) (array-end m 1) (array-rank (make-array (shape))))
;=> (2 0 3 0)
(list (array-ref m 1 2) (array-ref m #(0 1)) (array-ref m (array (shape 0 2) 1 0)) (array-ref m (array (shape 5 7) 0 2)))
;=> (6 2 4 3)
(let ((a (make-array (shape -1 1 5 7) 'x))) (array-set! a -1 5 'a) (array-set! a 0 6 'b) (array-set! a #(-1 6) 'c) (row-major a))
;=> (a c x b)
(let ((a (make-array (shape) 1))) (array-set! a 2) (array-set! a #() (+ 1 (array-ref a))) (list (array-ref a) (array-ref a #())))
;=> (3 3)
(let ((a (make-array (shape 0 1 0 1 0 1 0 1) 0))) (array-set! a 0 0 0 0 'deep) (array-ref a 0 0 0 0))
;=> deep
(let ((s (shape 1 4 2 9))) (list (array-ref s 0 0) (array-ref s 0 1) (array-ref s 1 0) (array-ref s 1 1) (array-rank s) (array-end s 0) (array-end s 1)))
;=> (1 4 2 9 2 2 2)
(let ((a (array (shape 1 4) 'a 'b 'c))) (map (lambda (i) (array-ref a i)) '(1 2 3)))
;=> (a b c)
;; Sharing
(define transposed (share-array m (shape 0 3 0 2) (lambda (i j) (values j i))))
(row-major transposed)
;=> (1 4 2 5 3 6)
(array-set! transposed 2 0 'x)
(array-ref m 0 2)
;=> x
(define i_4
  (let* ((i (make-array (shape 0 4 0 4) 0)) (d (share-array i (shape 0 4) (lambda (k) (values k k)))))
    (do ((k 0 (+ k 1))) ((= k 4)) (array-set! d k 1))
    i))
(row-major i_4)
;=> (1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1)
(let ((row (share-array m (shape 0 3) (lambda (j) (values 1 j))))) (map (lambda (j) (array-ref row j)) '(0 1 2)))
;=> (4 5 6)
(let* ((a (array (shape 0 6) 0 1 2 3 4 5)) (back (share-array a (shape 1 4) (lambda (i) (- 6 (* 2 (- i 1)) 1)))))
  (map (lambda (i) (array-ref back i)) '(1 2 3)))
;=> (5 3 1)
(let ((twice (share-array transposed (shape 0 2 0 2) (lambda (i j) (values (+ i 1) j))))) (row-major twice))
;=> (2 5 x 6)
(array? (share-array m (shape 0 0) (lambda (i) (values i 9))))
;=> #t
;; Errors
(array-ref m 2 0)
;=> error array-ref: index out of range 2
(array-ref m 0)
;=> error array-ref: wrong number
(array-ref m 0 0 0)
;=> error array-ref: wrong number
(array-ref 'm 0)
;=> error array-ref: expected an array
(array-set! m 0 -1 'x)
;=> error array-set!: index out of range -1
(array-set! (vector 1) 0 1)
;=> error array-set!: expected an array
(array (shape 0 2) 1 2 3)
;=> error array: the shape
(shape 1 0)
;=> error shape
(shape 1)
;=> error shape
(make-array m)
;=> error make-array: expected a shape
(array-end m 2)
;=> error array-end: no such dimension
(share-array m (shape 0 3) (lambda (i) (values i i)))
;=> error share-array: index out of range
