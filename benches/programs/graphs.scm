;;; graphs -- breadth-first and depth-first search, components and a
;;; topological order, on graphs as vectors of adjacency lists.
(import (scheme base) (scheme write))

(define (make-graph n degree)
  (let ((graph (make-vector n '())))
    (do ((i 0 (+ i 1)))
        ((= i n) graph)
      (do ((k 1 (+ k 1)))
          ((> k degree))
        (let ((j (modulo (+ (* i k 31) (* k k 17) (quotient (* i i) k)) n)))
          (vector-set! graph i (cons j (vector-ref graph i))))))))

;; The sum of the distances from START to all that it reaches.
(define (breadth-first graph start)
  (let ((distance (make-vector (vector-length graph) #f)))
    (vector-set! distance start 0)
    (let loop ((now (list start)) (next '()) (d 1) (sum 0))
      (cond ((pair? now)
             (let each ((out (vector-ref graph (car now))) (next next) (sum sum))
               (cond ((null? out) (loop (cdr now) next d sum))
                     ((vector-ref distance (car out)) (each (cdr out) next sum))
                     (else
                      (vector-set! distance (car out) d)
                      (each (cdr out) (cons (car out) next) (+ sum d))))))
            ((pair? next) (loop next '() (+ d 1) sum))
            (else sum)))))

;; Nodes in the order in which depth-first search leaves them.
(define (finish-order graph)
  (let ((seen (make-vector (vector-length graph) #f)) (order '()))
    (define (visit node)
      (unless (vector-ref seen node)
        (vector-set! seen node #t)
        (for-each visit (vector-ref graph node))
        (set! order (cons node order))))
    (do ((i 0 (+ i 1)))
        ((= i (vector-length graph)) order)
      (visit i))))

(define (transpose graph)
  (let ((back (make-vector (vector-length graph) '())))
    (do ((i 0 (+ i 1)))
        ((= i (vector-length graph)) back)
      (for-each
        (lambda (j) (vector-set! back j (cons i (vector-ref back j))))
        (vector-ref graph i)))))

;; Strongly connected components, by Kosaraju.
(define (count-components graph)
  (let ((back (transpose graph)) (seen (make-vector (vector-length graph) #f)))
    (define (visit node)
      (unless (vector-ref seen node)
        (vector-set! seen node #t)
        (for-each visit (vector-ref back node))))
    (let loop ((nodes (finish-order graph)) (count 0))
      (cond ((null? nodes) count)
            ((vector-ref seen (car nodes)) (loop (cdr nodes) count))
            (else
             (visit (car nodes))
             (loop (cdr nodes) (+ count 1)))))))

(define (main n rounds)
  (do ((i 0 (+ i 1))
       (sum 0
            (let ((graph (make-graph (+ n i) 4)))
              (+ sum
                 (breadth-first graph i)
                 (breadth-first (transpose graph) i)
                 (count-components graph)))))
      ((= i rounds) (display sum) (newline))))

(main 4000 50)
