;;; Sorting (SRFI 132, and the older (sort sequence less?) of SRFI 95).
;;;
;;; A merge sort of lists: the first n items are copied, and the runs of the
;;; copy are merged in place, half with half, log n deep. It is stable: of two
;;; items that are not less than each other, the first stays first. Vectors are
;;; sorted as lists. `%sort-simple` knows the usual orders of numbers,
;;; characters and strings, and sorts without calling back.

(define (sort seq less?)
  (if (procedure? seq)
      (%sort 'sort less? seq)
      (%sort 'sort seq less?)))

(define (sort! seq less?)
  (if (procedure? seq)
      (%sort! 'sort! less? seq)
      (%sort! 'sort! seq less?)))

(define (list-sort less? items)
  (if (procedure? less?)
      (%sort 'list-sort items less?)
      (%sort 'list-sort less? items)))

(define vector-sort
  (case-lambda
    ((less? vec)
     (if (procedure? less?)
         (%sort 'vector-sort vec less?)
         (%sort 'vector-sort less? vec)))
    ((less? vec start)
     (%sort 'vector-sort (vector-copy vec start) less?))
    ((less? vec start end)
     (%sort 'vector-sort (vector-copy vec start end) less?))))

(define vector-sort!
  (case-lambda
    ((less? vec)
     (if (procedure? less?)
         (%sort! 'vector-sort! vec less?)
         (%sort! 'vector-sort! less? vec)))
    ((less? vec start)
     (vector-copy! vec start (vector-sort less? vec start)))
    ((less? vec start end)
     (vector-copy! vec start (vector-sort less? vec start end)))))

(define (%sort who seq less?)
  (cond ((vector? seq) (list->vector (%sort-list less? (vector->list seq))))
        ((list? seq) (%sort-list less? seq))
        (else (%type-error who "a list or a vector" seq))))

(define (%sort! who seq less?)
  (if (vector? seq)
      (vector-copy! seq 0 (%sort who seq less?))
      (%sort who seq less?)))

(define (%sort-list less? items)
  (or (%sort-simple less? items)
      (if (pair? items)
          (%sort-run less? items (length items))
          '())))

;; The first n items, n > 0, sorted: a fresh list.
(define (%sort-run less? items n)
  (cond ((eq? n 1) (cons (car items) '()))
        ((eq? n 2)
         (let ((x (car items)) (y (car (cdr items))))
           (if (less? y x)
               (cons y (cons x '()))
               (cons x (cons y '())))))
        (else
         (let* ((half (quotient n 2))
                (left (%sort-run less? items half)))
           (%merge less? left (%sort-run less? (list-tail items half) (- n half)))))))

;; Two sorted lists, neither empty, merged into one by changing their cdrs.
(define (%merge less? left right)
  (let ((head (cons #f '())))
    (let loop ((last head) (a left) (b right))
      (if (less? (car b) (car a))
          (let ((next (cdr b)))
            (set-cdr! last b)
            (if (pair? next) (loop b a next) (set-cdr! b a)))
          (let ((next (cdr a)))
            (set-cdr! last a)
            (if (pair? next) (loop a next b) (set-cdr! a b)))))
    (cdr head)))

(define (merge less? left right)
  (let loop ((a left) (b right) (acc '()))
    (cond ((null? a) (append (reverse acc) b))
          ((null? b) (append (reverse acc) a))
          ((less? (car b) (car a)) (loop a (cdr b) (cons (car b) acc)))
          (else (loop (cdr a) b (cons (car a) acc))))))

(define (list-sorted? less? items)
  (or (null? items)
      (let loop ((x (car items)) (rest (cdr items)))
        (or (null? rest)
            (and (not (less? (car rest) x))
                 (loop (car rest) (cdr rest)))))))
