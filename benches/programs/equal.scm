;;; equal -- equal? on long lists, deep trees, vectors and strings.
(import (scheme base) (scheme write))

(define (make-tree depth leaf)
  (if (= depth 0)
      (vector leaf (number->string depth) 1.5 #\c)
      (cons (make-tree (- depth 1) leaf) (make-tree (- depth 1) leaf))))

(define (make-list-of-strings n)
  (let loop ((i 0) (items '()))
    (if (= i n) items (loop (+ i 1) (cons (string-append "item " (number->string i)) items)))))

(define (count-equal a b rounds)
  (do ((i 0 (+ i 1))
       (count 0 (if (equal? a b) (+ count 1) count)))
      ((= i rounds) count)))

(define (main rounds)
  (let ((tree-a (make-tree 10 'x))
        (tree-b (make-tree 10 'x))
        (tree-c (make-tree 10 'y))
        (list-a (make-list-of-strings 1000))
        (list-b (make-list-of-strings 1000))
        (vector-a (make-vector 5000 '(1 2)))
        (vector-b (make-vector 5000 (list 1 2))))
    (display
      (list (count-equal tree-a tree-b rounds)
            (count-equal tree-a tree-c rounds)
            (count-equal list-a list-b rounds)
            (count-equal vector-a vector-b rounds)
            (length (member "item 3" list-a))))
    (newline)))

(main 900)
