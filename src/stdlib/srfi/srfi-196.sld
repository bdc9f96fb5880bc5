;;; SRFI 196: ranges, sequences whose elements are computed by a procedure.
;;;
;;; A range is a length and an indexer; a range derived from another refers to the other's
;;; indexer with an offset. Precomputed elements are kept in a vector.

(define-library (srfi 196)
  (export range numeric-range iota-range vector-range string-range range-append
          range? range=?
          range-length range-ref range-first range-last
          range-split-at subrange range-segment range-take range-take-right range-drop range-drop-right
          range-count range-any range-every range-map range-map->list range-map->vector
          range-for-each range-filter-map range-filter-map->list
          range-filter range-filter->list range-remove range-remove->list
          range-fold range-fold-right range-reverse
          range-index range-index-right range-take-while range-take-while-right
          range-drop-while range-drop-while-right
          range->list range->vector range->string vector->range range->generator)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) any every fold)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type range
      (make-range length indexer)
      range?
      (length %length)
      (indexer indexer))

    (define (check-range who x)
      (unless (range? x)
        (error (string-append who ": expected a range, got") x)))

    (define (check-procedure who x)
      (unless (procedure? x)
        (error (string-append who ": expected a procedure, got") x)))

    (define (check-bounds who start end length)
      (unless (and (exact-integer? start) (exact-integer? end) (<= 0 start end length))
        (error (string-append who ": no such part of the range:") start end)))

    (define (natural? n)
      (and (exact-integer? n) (>= n 0)))

    ;; --- constructors ---

    (define (range length indexer)
      (unless (natural? length)
        (error "range: expected a length, got" length))
      (check-procedure "range" indexer)
      (make-range length indexer))

    (define numeric-range
      (case-lambda
        ((start end) (numeric-range start end 1))
        ((start end step)
         (unless (and (real? start) (real? end) (real? step))
           (error "numeric-range: expected real numbers, got" start end step))
         (when (zero? step)
           (error "numeric-range: the step is zero"))
         (make-range (max 0 (exact (ceiling (/ (- end start) step))))
                     (lambda (i) (+ start (* i step)))))))

    (define iota-range
      (case-lambda
        ((length) (iota-range length 0 1))
        ((length start) (iota-range length start 1))
        ((length start step)
         (unless (natural? length)
           (error "iota-range: expected a length, got" length))
         (unless (and (number? start) (number? step))
           (error "iota-range: expected numbers, got" start step))
         (make-range length (lambda (i) (+ start (* i step)))))))

    (define (vector-range vector)
      (make-range (vector-length vector) (lambda (i) (vector-ref vector i))))

    (define (string-range string)
      (make-range (string-length string) (lambda (i) (string-ref string i))))

    (define (vector->range vector)
      (vector-range (vector-copy vector)))

    (define (range-append . ranges)
      (for-each (lambda (r) (check-range "range-append" r)) ranges)
      (vector-range (apply vector-append (map range->vector ranges))))

    ;; --- access ---

    (define (range-length r)
      (check-range "range-length" r)
      (%length r))

    (define (range-ref r i)
      (check-range "range-ref" r)
      (unless (and (natural? i) (< i (%length r)))
        (error "range-ref: index out of range:" i))
      ((indexer r) i))

    (define (range-first r) (range-ref r 0))
    (define (range-last r) (range-ref r (- (range-length r) 1)))

    (define (range=? same? first . more)
      (every (lambda (r)
               (and (= (range-length r) (range-length first))
                    (range-every same? first r)))
             more))

    ;; --- parts ---

    (define (subrange r start end)
      (check-range "subrange" r)
      (check-bounds "subrange" start end (%length r))
      (let ((f (indexer r)))
        (make-range (- end start)
                    (if (= start 0) f (lambda (i) (f (+ start i)))))))

    (define (range-take r n) (subrange r 0 n))
    (define (range-drop r n) (subrange r n (range-length r)))
    (define (range-take-right r n) (subrange r (- (range-length r) n) (range-length r)))
    (define (range-drop-right r n) (subrange r 0 (- (range-length r) n)))
    (define (range-split-at r n)
      (values (range-take r n) (range-drop r n)))

    ;; The list of the parts of this length; the last may be shorter.
    (define (range-segment r length)
      (check-range "range-segment" r)
      (unless (and (natural? length) (> length 0))
        (error "range-segment: expected a positive length, got" length))
      (let loop ((end (%length r))
                 (start (* length (quotient (- (%length r) 1) length)))
                 (parts '()))
        (if (<= end 0)
            parts
            (loop start (- start length) (cons (subrange r start end) parts)))))

    (define (range-reverse r)
      (check-range "range-reverse" r)
      (let ((f (indexer r)) (last (- (%length r) 1)))
        (make-range (%length r) (lambda (i) (f (- last i))))))

    ;; --- loops ---

    ;; A procedure that applies f to the elements at an index, and the least length.
    (define (elementwise who f r more)
      (check-procedure who f)
      (check-range who r)
      (if (null? more)
          (let ((get (indexer r)))
            (values (lambda (i) (f (get i))) (%length r)))
          (let ((getters (map indexer (cons r more))))
            (values (lambda (i) (apply f (map (lambda (get) (get i)) getters)))
                    (apply min (map range-length (cons r more)))))))

    ;; (define-elementwise (name f at n) body ...): a procedure of f and ranges; in the
    ;; body, (at i) applies it, for i below n.
    (define-syntax define-elementwise
      (syntax-rules ()
        ((_ (name at n) body ...)
         (define (name f r . more)
           (let-values (((at n) (elementwise (symbol->string 'name) f r more)))
             body ...)))))

    (define-elementwise (range-for-each at n)
      (do ((i 0 (+ i 1)))
          ((= i n))
        (at i)))

    (define-elementwise (range-count at n)
      (let loop ((i 0) (count 0))
        (cond ((= i n) count)
              ((at i) (loop (+ i 1) (+ count 1)))
              (else (loop (+ i 1) count)))))

    (define-elementwise (range-any at n)
      (let loop ((i 0))
        (and (< i n)
             (or (at i) (loop (+ i 1))))))

    (define-elementwise (range-every at n)
      (let loop ((i 0) (last #t))
        (if (= i n)
            last
            (let ((value (at i)))
              (and value (loop (+ i 1) value))))))

    (define-elementwise (range-map->list at n)
      (let loop ((i (- n 1)) (list '()))
        (if (< i 0) list (loop (- i 1) (cons (at i) list)))))

    (define-elementwise (range-map->vector at n)
      (let ((vector (make-vector n)))
        (do ((i 0 (+ i 1)))
            ((= i n) vector)
          (vector-set! vector i (at i)))))

    (define-elementwise (range-filter-map->list at n)
      (let loop ((i 0) (list '()))
        (if (= i n)
            (reverse list)
            (let ((value (at i)))
              (loop (+ i 1) (if value (cons value list) list))))))

    (define-elementwise (range-index at n)
      (let loop ((i 0))
        (cond ((= i n) #f)
              ((at i) i)
              (else (loop (+ i 1))))))

    (define (range-index-right f r . more)
      (unless (every (lambda (other) (= (range-length other) (range-length r))) more)
        (error "range-index-right: the ranges differ in length:" r more))
      (let-values (((at n) (elementwise "range-index-right" f r more)))
        (let loop ((i (- n 1)))
          (cond ((< i 0) #f)
                ((at i) i)
                (else (loop (- i 1)))))))

    (define (range-map f r . more)
      (vector-range (apply range-map->vector f r more)))

    (define (range-filter-map f r . more)
      (list->range (apply range-filter-map->list f r more)))

    (define (list->range list)
      (vector-range (list->vector list)))

    (define (range-filter->list keep? r)
      (reverse (range-fold (lambda (list x) (if (keep? x) (cons x list) list)) '() r)))
    (define (range-remove->list drop? r)
      (range-filter->list (lambda (x) (not (drop? x))) r))
    (define (range-filter keep? r)
      (%check-procedure 'range-filter keep?)
      (list->range (range-filter->list keep? r)))
    (define (range-remove drop? r)
      (%check-procedure 'range-remove drop?)
      (list->range (range-remove->list drop? r)))

    (define (range-fold kons nil r . more)
      (check-procedure "range-fold" kons)
      (let ((state nil))
        (apply range-for-each
               (lambda elements (set! state (apply kons state elements)))
               r more)
        state))

    (define (range-fold-right kons nil r . more)
      (let ((n (apply min (map range-length (cons r more)))))
        (apply range-fold kons nil
               (map (lambda (r) (range-reverse (range-take r n))) (cons r more)))))

    ;; --- leading and trailing elements ---

    (define (first-other pred r)
      (or (range-index (lambda (x) (not (pred x))) r) (range-length r)))
    (define (after-last-other pred r)
      (let ((i (range-index-right (lambda (x) (not (pred x))) r)))
        (if i (+ i 1) 0)))

    (define (range-take-while pred r)
      (%check-procedure 'range-take-while pred)
      (range-take r (first-other pred r)))
    (define (range-drop-while pred r)
      (%check-procedure 'range-drop-while pred)
      (range-drop r (first-other pred r)))
    (define (range-take-while-right pred r)
      (%check-procedure 'range-take-while-right pred)
      (range-drop r (after-last-other pred r)))
    (define (range-drop-while-right pred r)
      (%check-procedure 'range-drop-while-right pred)
      (range-take r (after-last-other pred r)))

    ;; --- conversion ---

    (define (range->list r) (range-map->list values r))
    (define (range->vector r) (range-map->vector values r))
    (define (range->string r) (list->string (range->list r)))

    (define (range->generator r)
      (check-range "range->generator" r)
      (let ((i 0))
        (lambda ()
          (if (< i (%length r))
              (let ((x ((indexer r) i)))
                (set! i (+ i 1))
                x)
              (eof-object)))))))
