;; Sorting and merging.
(sort '(3 1 2) <)
;=> (1 2 3)
(sort < '(3 1 2))
;=> (1 2 3)
(sort '() <)
;=> ()
(sort '(1) <)
;=> (1)
(sort #(3 1 2) >)
;=> #(3 2 1)
(list-sort < '(3 1 2 5 4 0))
;=> (0 1 2 3 4 5)
(vector-sort < #(3 1 2))
;=> #(1 2 3)
(let ((v (vector 3 1 2))) (sort! v <) v)
;=> #(1 2 3)
(let ((v (vector 9 3 1 2 0))) (vector-sort! < v 1 4) v)
;=> #(9 1 2 3 0)
(sort '((1 . a) (0 . b) (1 . c) (0 . d) (1 . e)) (lambda (a b) (< (car a) (car b))))
;=> ((0 . b) (0 . d) (1 . a) (1 . c) (1 . e))
(let* ((l (list-tabulate 1000 (lambda (i) (modulo (* i 7919) 1009)))) (s (sort l <))) (and (list-sorted? < s) (= (length s) 1000) (= (apply + l) (apply + s))))
;=> #t
(merge < '(1 3 5) '(2 3 4))
;=> (1 2 3 3 4 5)
;; the usual orders, and mixed elements
(list (sort '(3 1.5 2) <) (sort '("b" "a") string<?) (sort '(#\b #\a) char<?) (sort (list 1/2 0.25 1) >))
;=> ((1.5 2 3) ("a" "b") (#\a #\b) (1 1/2 0.25))
(sort '(1 a) <)
;=> error
(sort '(1 2 . 3) <)
;=> error sort: expected a list or a vector, got
(sort 5 (lambda (a b) #t))
;=> error sort: expected a list or a vector, got
(sort '(2 1) 5)
;=> error
(let* ((l (list 3 1 2)) (s (sort l (lambda (a b) (< a b))))) (list l s))
;=> ((3 1 2) (1 2 3))
(let ((v (vector 5 4 3 2 1))) (list (vector-sort < v 1) (vector-sort < v 1 3) v))
;=> (#(1 2 3 4) #(3 4) #(5 4 3 2 1))
(call/cc (lambda (k) (sort '(3 1 2) (lambda (a b) (k 'escaped)))))
;=> escaped
(let loop ((n 0)) (if (= n 40) 'ok (let ((l (list-tabulate n (lambda (i) (modulo (* i 17) 23))))) (if (equal? (sort l (lambda (a b) (< a b))) (sort l <)) (loop (+ n 1)) n))))
;=> ok

;; a continuation captured by the order is entered after the sort has returned: the returned result
;; does not change
(define (sorted-three-times sort items)
  (let ((k #f) (count 0) (results '()))
    (define (before? a b)
      (if (and (= a 5) (not k)) (call/cc (lambda (c) (set! k c))))
      (< a b))
    (let ((result (sort before? items)))
      (set! count (+ count 1))
      (set! results (cons result results))
      (if (< count 3) (k #f))
      results)))
(sorted-three-times list-sort '(3 1 4 1 5 9 2 6))
;=> ((1 1 2 3 4 5 6 9) (1 1 2 3 4 5 6 9) (1 1 2 3 4 5 6 9))
(sorted-three-times (lambda (less? items) (vector->list (vector-sort less? (list->vector items)))) '(3 1 4 1 5 9 2 6))
;=> ((1 1 2 3 4 5 6 9) (1 1 2 3 4 5 6 9) (1 1 2 3 4 5 6 9))
(sorted-three-times (lambda (less? items) (sort items less?)) '(5 5 4 1 5 9 2 6 0))
;=> ((0 1 2 4 5 5 5 6 9) (0 1 2 4 5 5 5 6 9) (0 1 2 4 5 5 5 6 9))
(sorted-three-times (lambda (less? items) (merge less? items '(4 5 6))) '(1 5 9))
;=> ((1 4 5 5 6 9) (1 4 5 5 6 9) (1 4 5 5 6 9))
(let* ((items (map (lambda (i) (cons (modulo (* i 7919) 13) i)) (iota 200)))
       (sorted (sort items (lambda (a b) (< (car a) (car b))))))
  (let loop ((rest sorted))
    (or (null? (cdr rest))
        (and (let ((a (car rest)) (b (cadr rest)))
               (or (< (car a) (car b)) (and (= (car a) (car b)) (< (cdr a) (cdr b)))))
             (loop (cdr rest))))))
;=> #t

;; an order that is not a procedure
(list-sort '() '(3 2 1))
;=> error list-sort: expected a procedure, got
(sort '(3 2 1) 5)
;=> error sort: expected a procedure, got
(sort '() 5)
;=> error sort: expected a procedure, got
(vector-sort! (vector 1) 'x)
;=> error vector-sort!: expected a procedure, got
