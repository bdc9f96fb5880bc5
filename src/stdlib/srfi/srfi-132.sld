;;; SRFI 132: sort libraries. All sorts are the stable merge sort of (cairn base).
;;;
;;; Selection partitions into three: less than the pivot, equal to it, greater. After a few bad
;;; pivots it sorts the rest, so that it never takes quadratic time.

(define-library (srfi 132)
  (export
    list-sorted? vector-sorted?
    list-sort list-stable-sort list-sort! list-stable-sort!
    vector-sort vector-stable-sort vector-sort! vector-stable-sort!
    (rename merge list-merge) list-merge! vector-merge vector-merge!
    list-delete-neighbor-dups list-delete-neighbor-dups!
    vector-delete-neighbor-dups vector-delete-neighbor-dups!
    vector-find-median vector-find-median! vector-select! vector-separate!)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base)
                list-sort vector-sort vector-sort! list-sorted? merge vector-swap!
                integer-length))
  (begin
    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))

    (define (size who vec)
      (if (vector? vec) (vector-length vec) (wrong who "a vector" vec)))

    (define (check-range who vec start end)
      (unless (and (exact-integer? start) (exact-integer? end)
                   (<= 0 start end (size who vec)))
        (error (string-append (symbol->string who) ": no such range of the vector:")
               start end)))

    ;; Defines a procedure with the optional arguments start and end, a range of vec.
    (define-syntax define-ranged
      (syntax-rules ()
        ((_ (name arg ...) (vec start end) body ...)
         (define name
           (case-lambda
             ((arg ...) (name arg ... 0 (size 'name vec)))
             ((arg ... start) (name arg ... start (size 'name vec)))
             ((arg ... start end)
              (check-range 'name vec start end)
              body ...))))))

    ;;; Other names of the sorts, which name themselves in errors

    (define (check-order who less?)
      (unless (procedure? less?) (wrong who "a procedure" less?)))

    (define-syntax define-list-sorts
      (syntax-rules ()
        ((_ name ...)
         (begin
           (define (name less? items)
             (check-order 'name less?)
             (unless (list? items) (wrong 'name "a list" items))
             (list-sort less? items))
           ...))))

    (define-list-sorts list-stable-sort list-sort! list-stable-sort!)

    (define-ranged (vector-stable-sort less? vec) (vec start end)
      (check-order 'vector-stable-sort less?)
      (vector-sort less? vec start end))

    (define-ranged (vector-stable-sort! less? vec) (vec start end)
      (check-order 'vector-stable-sort! less?)
      (vector-sort! less? vec start end))

    (define-ranged (vector-sorted? less? vec) (vec start end)
      (or (= start end)
          (let loop ((x (vector-ref vec start)) (i (+ start 1)))
            (or (= i end)
                (let ((y (vector-ref vec i)))
                  (and (not (less? y x)) (loop y (+ i 1))))))))

    ;;; Merging

    (define (list-merge! less? left right)
      (define (merge-into last a b)
        (cond ((null? a) (set-cdr! last b))
              ((null? b) (set-cdr! last a))
              ((less? (car b) (car a))
               (set-cdr! last b)
               (merge-into b a (cdr b)))
              (else
               (set-cdr! last a)
               (merge-into a (cdr a) b))))
      (unless (list? left) (wrong 'list-merge! "a list" left))
      (unless (list? right) (wrong 'list-merge! "a list" right))
      (let ((head (list #f)))
        (merge-into head left right)
        (cdr head)))

    (define vector-merge
      (case-lambda
        ((less? a b) (vector-merge less? a b 0))
        ((less? a b start1) (vector-merge less? a b start1 (size 'vector-merge a)))
        ((less? a b start1 end1) (vector-merge less? a b start1 end1 0))
        ((less? a b start1 end1 start2)
         (vector-merge less? a b start1 end1 start2 (size 'vector-merge b)))
        ((less? a b start1 end1 start2 end2)
         (check-range 'vector-merge a start1 end1)
         (check-range 'vector-merge b start2 end2)
         (let ((to (make-vector (+ (- end1 start1) (- end2 start2)))))
           (merge-vectors! less? to 0 a start1 end1 b start2 end2)
           to))))

    (define vector-merge!
      (case-lambda
        ((less? to a b) (vector-merge! less? to a b 0))
        ((less? to a b start) (vector-merge! less? to a b start 0))
        ((less? to a b start start1)
         (vector-merge! less? to a b start start1 (size 'vector-merge! a)))
        ((less? to a b start start1 end1) (vector-merge! less? to a b start start1 end1 0))
        ((less? to a b start start1 end1 start2)
         (vector-merge! less? to a b start start1 end1 start2 (size 'vector-merge! b)))
        ((less? to a b start start1 end1 start2 end2)
         (check-range 'vector-merge! a start1 end1)
         (check-range 'vector-merge! b start2 end2)
         (unless (exact-integer? start) (wrong 'vector-merge! "an index" start))
         (check-range 'vector-merge! to start (+ start (- end1 start1) (- end2 start2)))
         (merge-vectors! less? to start a start1 end1 b start2 end2))))

    (define (merge-vectors! less? to at a i end1 b j end2)
      (let loop ((at at) (i i) (j j))
        (cond ((= i end1) (vector-copy! to at b j end2))
              ((= j end2) (vector-copy! to at a i end1))
              (else
               (let ((x (vector-ref a i)) (y (vector-ref b j)))
                 (if (less? y x)
                     (begin (vector-set! to at y) (loop (+ at 1) i (+ j 1)))
                     (begin (vector-set! to at x) (loop (+ at 1) (+ i 1) j))))))))

    ;;; Removes neighbours that are equal, keeping the first.

    (define (list-delete-neighbor-dups same? items)
      (unless (list? items) (wrong 'list-delete-neighbor-dups "a list" items))
      (if (null? items)
          '()
          (let loop ((x (car items)) (rest (cdr items)) (acc '()))
            (cond ((null? rest) (reverse (cons x acc)))
                  ((same? x (car rest)) (loop x (cdr rest) acc))
                  (else (loop (car rest) (cdr rest) (cons x acc)))))))

    (define (list-delete-neighbor-dups! same? items)
      (unless (list? items) (wrong 'list-delete-neighbor-dups! "a list" items))
      (unless (null? items)
        (let loop ((last items) (rest (cdr items)))
          (cond ((null? rest) (set-cdr! last '()))
                ((same? (car last) (car rest)) (loop last (cdr rest)))
                (else
                 (set-cdr! last rest)
                 (loop rest (cdr rest))))))
      items)

    (define-ranged (vector-delete-neighbor-dups same? vec) (vec start end)
      (let ((copy (vector-copy vec start end)))
        (vector-copy copy 0 (vector-delete-neighbor-dups! same? copy))))

    (define-ranged (vector-delete-neighbor-dups! same? vec) (vec start end)
      (if (= start end)
          end
          (let loop ((i (+ start 1)) (last start))
            (cond ((= i end) (+ last 1))
                  ((same? (vector-ref vec last) (vector-ref vec i)) (loop (+ i 1) last))
                  (else
                   (vector-set! vec (+ last 1) (vector-ref vec i))
                   (loop (+ i 1) (+ last 1)))))))

    ;;; Selection

    ;; Moves to index k the element that sorting the range would put there, with nothing greater
    ;; before it, and nothing less after it.
    (define (select! less? vec k start end)
      (let loop ((start start) (end end) (tries (* 2 (integer-length (- end start)))))
        (if (or (< (- end start) 8) (= tries 0))
            (vector-sort! less? vec start end)
            (let-values (((low high) (partition! less? vec (pivot less? vec start end) start end)))
              (cond ((< k low) (loop start low (- tries 1)))
                    ((>= k high) (loop high end (- tries 1))))))))

    ;; The median of three elements.
    (define (pivot less? vec start end)
      (let ((a (vector-ref vec start))
            (b (vector-ref vec (quotient (+ start end) 2)))
            (c (vector-ref vec (- end 1))))
        (if (less? a b)
            (cond ((less? b c) b) ((less? a c) c) (else a))
            (cond ((less? a c) a) ((less? b c) c) (else b)))))

    ;; Moves the elements less than x to the front and the greater ones to the end; returns the
    ;; range of the others.
    (define (partition! less? vec x start end)
      (let loop ((low start) (i start) (high end))
        (if (= i high)
            (values low high)
            (let ((y (vector-ref vec i)))
              (cond ((less? y x)
                     (vector-swap! vec low i)
                     (loop (+ low 1) (+ i 1) high))
                    ((less? x y)
                     (vector-swap! vec i (- high 1))
                     (loop low i (- high 1)))
                    (else (loop low (+ i 1) high)))))))

    (define-ranged (vector-select! less? vec k) (vec start end)
      (unless (and (exact-integer? k) (< -1 k (- end start)))
        (wrong 'vector-select! "a rank in the range" k))
      (select! less? vec (+ start k) start end)
      (vector-ref vec (+ start k)))

    (define-ranged (vector-separate! less? vec k) (vec start end)
      (unless (and (exact-integer? k) (<= 0 k (- end start)))
        (wrong 'vector-separate! "a number of elements in the range" k))
      (when (< k (- end start))
        (select! less? vec (+ start k) start end)))

    (define (average a b) (/ (+ a b) 2))

    (define vector-find-median
      (case-lambda
        ((less? vec default) (vector-find-median less? vec default average))
        ((less? vec default mean)
         (let* ((n (size 'vector-find-median vec)) (half (quotient n 2)))
           (if (= n 0)
               default
               (let ((copy (vector-copy vec)))
                 (select! less? copy half 0 n)
                 (if (odd? n)
                     (vector-ref copy half)
                     (mean (greatest less? copy half) (vector-ref copy half)))))))))

    ;; The greatest of the first n elements.
    (define (greatest less? vec n)
      (let loop ((x (vector-ref vec 0)) (i 1))
        (if (= i n)
            x
            (let ((y (vector-ref vec i)))
              (loop (if (less? y x) x y) (+ i 1))))))

    (define vector-find-median!
      (case-lambda
        ((less? vec default) (vector-find-median! less? vec default average))
        ((less? vec default mean)
         (let* ((n (size 'vector-find-median! vec)) (half (quotient n 2)))
           (vector-sort! less? vec)
           (cond ((= n 0) default)
                 ((odd? n) (vector-ref vec half))
                 (else (mean (vector-ref vec (- half 1)) (vector-ref vec half))))))))))
