;;; Sorting (SRFI 132, and the older (sort sequence less?) of SRFI 95).
;;;
;;; A merge sort of lists: runs of the items are sorted, and halves are merged, log n deep.
;;; Merging two descending runs yields an ascending one and vice versa, without modifying them;
;;; so a continuation captured by `less?` may be entered again after the sort has returned,
;;; without changing its result. The sort is stable: of two items neither of which is less than
;;; the other, the first stays first. Vectors are sorted as lists. `%sort-simple` handles the
;;; usual orders of numbers, characters and strings, and sorts without calling back.

(define (sort seq less?)
  (if (procedure? seq)
      (%sort 'sort less? seq)
      (%sort 'sort seq less?)))

(define (sort! seq less?)
  (if (procedure? seq)
      (%sort! 'sort! less? seq)
      (%sort! 'sort! seq less?)))

(define (list-sort less? items)
  (if (procedure? items)
      (%sort 'list-sort less? items)
      (%sort 'list-sort items less?)))

(define vector-sort
  (case-lambda
    ((less? vec)
     (if (procedure? vec)
         (%sort 'vector-sort less? vec)
         (%sort 'vector-sort vec less?)))
    ((less? vec start)
     (%sort 'vector-sort (vector-copy vec start) less?))
    ((less? vec start end)
     (%sort 'vector-sort (vector-copy vec start end) less?))))

(define vector-sort!
  (case-lambda
    ((less? vec)
     (if (procedure? vec)
         (%sort! 'vector-sort! less? vec)
         (%sort! 'vector-sort! vec less?)))
    ((less? vec start)
     (vector-copy! vec start (vector-sort less? vec start)))
    ((less? vec start end)
     (vector-copy! vec start (vector-sort less? vec start end)))))

(define (%sort who seq less?)
  (cond ((not (procedure? less?)) (%type-error who "a procedure" less?))
        ((vector? seq) (list->vector (%sort-list less? (vector->list seq))))
        ((list? seq) (%sort-list less? seq))
        (else (%type-error who "a list or a vector" seq))))

(define (%sort! who seq less?)
  (if (vector? seq)
      (vector-copy! seq 0 (%sort who seq less?))
      (%sort who seq less?)))

(define (%sort-list less? items)
  (or (%sort-simple less? items)
      (if (pair? items)
          (%sort-run less? items (length items) #t #f)
          '())))

;; The first n items, n > 0, as a fresh list: sorted if `up` is #t and `down` is #f, in reverse
;; if it is the other way round.
(define (%sort-run less? items n up down)
  (cond ((eq? n 1) (cons (car items) '()))
        ((eq? n 2)
         (let ((x (car items)) (y (car (cdr items))))
           (if (if (less? y x) up down)
               (cons y (cons x '()))
               (cons x (cons y '())))))
        (else
         (let* ((half (quotient n 2))
                (left (%sort-run less? items half down up)))
           (%merge less? left (%sort-run less? (list-tail items half) (- n half) down up) up down)))))

;; Merges two nonempty runs into one of the opposite order: ascending if `up` is #t.
(define (%merge less? left right up down)
  (let loop ((a left) (b right) (merged '()))
    (if (if (less? (car b) (car a)) up down)
        (let ((merged (cons (car a) merged)) (rest (cdr a)))
          (if (pair? rest) (loop rest b merged) (append-reverse b merged)))
        (let ((merged (cons (car b) merged)) (rest (cdr b)))
          (if (pair? rest) (loop a rest merged) (append-reverse a merged))))))

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
