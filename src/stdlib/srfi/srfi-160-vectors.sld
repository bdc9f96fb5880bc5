;;; SRFI 160: the vectors of one type of numbers. This is a template: @ stands for the name of
;;; the type. The optional arguments of all procedures on ranges are a start and an end.

(define-library (srfi 160 @)
  (export
    ;; constructors
    make-@vector @vector @vector-unfold @vector-unfold-right
    @vector-copy @vector-reverse-copy @vector-append @vector-concatenate
    @vector-append-subvectors
    ;; predicates and selectors
    @? @vector? @vector-empty? @vector= @vector-ref @vector-length
    ;; iteration
    @vector-take @vector-take-right @vector-drop @vector-drop-right @vector-segment
    @vector-fold @vector-fold-right @vector-map @vector-map! @vector-for-each
    @vector-count @vector-cumulate
    ;; searching
    @vector-take-while @vector-take-while-right @vector-drop-while @vector-drop-while-right
    @vector-index @vector-index-right @vector-skip @vector-skip-right
    @vector-any @vector-every @vector-partition @vector-filter @vector-remove
    ;; mutators
    @vector-set! @vector-swap! @vector-fill! @vector-reverse! @vector-copy!
    @vector-reverse-copy! @vector-unfold! @vector-unfold-right!
    ;; conversion
    @vector->list list->@vector reverse-@vector->list reverse-list->@vector
    @vector->vector vector->@vector
    ;; the rest
    make-@vector-generator @vector-comparator write-@vector)
  (import (scheme base)
          (scheme case-lambda)
          (scheme write)
          (cairn homogeneous)
          (only (cairn base) list-index)
          (srfi 128)
          (srfi 160 base))
  (begin
    ;; --- ranges

    ;; Calls f with the bounds given by optional arguments.
    (define (with-range who v range f)
      (let* ((length (@vector-length v))
             (start (if (pair? range) (car range) 0))
             (end (if (and (pair? range) (pair? (cdr range))) (cadr range) length)))
        (check-range who start end length)
        (f start end)))

    (define (check-range who start end length)
      (unless (and (exact-integer? start) (exact-integer? end) (<= 0 start end length))
        (error (string-append who ": no such range") start end)))

    (define (check-count who n length)
      (check-range who 0 n length))

    ;; The vector of the numbers (f i) for i from 0 up to n.
    (define (tabulate n f)
      (let ((v (make-@vector n)))
        (do ((i 0 (+ i 1)))
            ((= i n) v)
          (@vector-set! v i (f i)))))

    ;; The number of the type, see (srfi 160 base); #f for bytevectors.
    (define type
      (list-index (lambda (tag) (eq? tag '@)) '(s8 u16 s16 u32 s32 u64 s64 f32 f64 c64 c128)))

    (define (slice v start end)
      (if type (%numbers-copy type v start end) (bytevector-copy v start end)))
    (define (copy! to at from start end)
      (if type
          (%numbers-copy! type to at from start end)
          (bytevector-copy! to at from start end)))
    (define (fill! v x start end)
      (if type
          (%numbers-fill! type v x start end)
          (do ((i start (+ i 1))) ((= i end)) (@vector-set! v i x))))

    ;; --- constructors

    (define (@vector-unfold! f v start end seed)
      (check-range "@vector-unfold!" start end (@vector-length v))
      (let loop ((i start) (seed seed))
        (when (< i end)
          (let-values (((x seed) (f i seed)))
            (@vector-set! v i x)
            (loop (+ i 1) seed)))))
    (define (@vector-unfold-right! f v start end seed)
      (check-range "@vector-unfold-right!" start end (@vector-length v))
      (let loop ((i (- end 1)) (seed seed))
        (when (>= i start)
          (let-values (((x seed) (f i seed)))
            (@vector-set! v i x)
            (loop (- i 1) seed)))))

    (define (@vector-unfold f n seed)
      (let ((v (make-@vector n)))
        (@vector-unfold! f v 0 n seed)
        v))
    (define (@vector-unfold-right f n seed)
      (let ((v (make-@vector n)))
        (@vector-unfold-right! f v 0 n seed)
        v))

    (define (@vector-copy v . range)
      (with-range "@vector-copy" v range (lambda (start end) (slice v start end))))
    (define (@vector-reverse-copy v . range)
      (with-range "@vector-reverse-copy" v range
                  (lambda (start end)
                    (tabulate (- end start) (lambda (i) (@vector-ref v (- end i 1)))))))

    (define (@vector-append . vectors) (@vector-concatenate vectors))
    (define (@vector-concatenate vectors)
      (let ((result (make-@vector (apply + (map @vector-length vectors)))))
        (let loop ((at 0) (vectors vectors))
          (cond ((null? vectors) result)
                (else
                 (copy! result at (car vectors) 0 (@vector-length (car vectors)))
                 (loop (+ at (@vector-length (car vectors))) (cdr vectors)))))))
    (define (@vector-append-subvectors . args)
      (let loop ((args args) (slices '()))
        (cond ((null? args) (@vector-concatenate (reverse slices)))
              ((and (pair? (cdr args)) (pair? (cddr args)))
               (loop (cdddr args)
                     (cons (@vector-copy (car args) (cadr args) (car (cddr args))) slices)))
              (else (error "@vector-append-subvectors: no range for a vector" (car args))))))
    (define (cdddr x) (cdr (cddr x)))

    ;; --- predicates

    (define (@vector-empty? v) (zero? (@vector-length v)))

    (define (@vector= . vectors)
      (define (same? a b)
        (let ((n (@vector-length a)))
          (and (= n (@vector-length b))
               (let loop ((i 0))
                 (or (= i n)
                     (and (= (@vector-ref a i) (@vector-ref b i)) (loop (+ i 1))))))))
      (or (null? vectors)
          (let loop ((a (car vectors)) (rest (cdr vectors)))
            (or (null? rest)
                (and (same? a (car rest)) (loop (car rest) (cdr rest)))))))

    ;; --- iteration

    (define (@vector-take v n)
      (check-count "@vector-take" n (@vector-length v))
      (slice v 0 n))
    (define (@vector-take-right v n)
      (let ((length (@vector-length v)))
        (check-count "@vector-take-right" n length)
        (slice v (- length n) length)))
    (define (@vector-drop v n)
      (let ((length (@vector-length v)))
        (check-count "@vector-drop" n length)
        (slice v n length)))
    (define (@vector-drop-right v n)
      (let ((length (@vector-length v)))
        (check-count "@vector-drop-right" n length)
        (slice v 0 (- length n))))

    (define (@vector-segment v n)
      (unless (and (exact-integer? n) (positive? n))
        (error "@vector-segment: expected a length, got" n))
      (let ((length (@vector-length v)))
        (let loop ((start 0))
          (if (>= start length)
              '()
              (let ((end (min length (+ start n))))
                (cons (slice v start end) (loop end)))))))

    (define (least-length v vectors) (apply min (@vector-length v) (map @vector-length vectors)))

    ;; A procedure that applies f to the numbers at an index.
    (define (at-index f v vectors)
      (if (null? vectors)
          (lambda (i) (f (@vector-ref v i)))
          (lambda (i) (apply f (@vector-ref v i) (refs vectors i)))))
    (define (refs vectors i) (map (lambda (v) (@vector-ref v i)) vectors))

    ;; The same with the accumulator as first argument.
    (define (folding f v vectors)
      (if (null? vectors)
          (lambda (acc i) (f acc (@vector-ref v i)))
          (lambda (acc i) (apply f acc (@vector-ref v i) (refs vectors i)))))

    (define (@vector-fold f seed v . vectors)
      (let ((n (least-length v vectors)) (step (folding f v vectors)))
        (let loop ((i 0) (acc seed))
          (if (= i n) acc (loop (+ i 1) (step acc i))))))
    (define (@vector-fold-right f seed v . vectors)
      (let ((step (folding f v vectors)))
        (let loop ((i (- (least-length v vectors) 1)) (acc seed))
          (if (negative? i) acc (loop (- i 1) (step acc i))))))

    (define (@vector-map f v . vectors)
      (tabulate (least-length v vectors) (at-index f v vectors)))
    (define (@vector-map! f v . vectors)
      (let ((n (least-length v vectors)) (value (at-index f v vectors)))
        (do ((i 0 (+ i 1)))
            ((= i n))
          (@vector-set! v i (value i)))))
    (define (@vector-for-each f v . vectors)
      (let ((n (least-length v vectors)) (visit (at-index f v vectors)))
        (do ((i 0 (+ i 1)))
            ((= i n))
          (visit i))))
    (define (@vector-count pred v . vectors)
      (let ((n (least-length v vectors)) (holds? (at-index pred v vectors)))
        (let loop ((i 0) (count 0))
          (cond ((= i n) count)
                ((holds? i) (loop (+ i 1) (+ count 1)))
                (else (loop (+ i 1) count))))))
    (define (@vector-cumulate f seed v)
      (@vector-unfold (lambda (i acc)
                        (let ((acc (f acc (@vector-ref v i))))
                          (values acc acc)))
                      (@vector-length v)
                      seed))

    ;; --- searching

    (define (@vector-index pred v . vectors)
      (let ((n (least-length v vectors)) (holds? (at-index pred v vectors)))
        (let loop ((i 0))
          (and (< i n)
               (if (holds? i) i (loop (+ i 1)))))))
    (define (@vector-index-right pred v . vectors)
      (let ((holds? (at-index pred v vectors)))
        (let loop ((i (- (least-length v vectors) 1)))
          (and (>= i 0)
               (if (holds? i) i (loop (- i 1)))))))

    (define (no pred) (lambda numbers (not (apply pred numbers))))
    (define (@vector-skip pred v . vectors)
      (apply @vector-index (no pred) v vectors))
    (define (@vector-skip-right pred v . vectors)
      (apply @vector-index-right (no pred) v vectors))

    (define (@vector-take-while pred v)
      (slice v 0 (or (@vector-skip pred v) (@vector-length v))))
    (define (@vector-drop-while pred v)
      (slice v (or (@vector-skip pred v) (@vector-length v)) (@vector-length v)))
    ;; The index from which all numbers satisfy pred.
    (define (start-of-last pred v)
      (let ((i (@vector-skip-right pred v)))
        (if i (+ i 1) 0)))
    (define (@vector-take-while-right pred v)
      (slice v (start-of-last pred v) (@vector-length v)))
    (define (@vector-drop-while-right pred v)
      (slice v 0 (start-of-last pred v)))

    (define (@vector-any pred v . vectors)
      (let ((n (least-length v vectors)) (value (at-index pred v vectors)))
        (let loop ((i 0))
          (and (< i n)
               (or (value i) (loop (+ i 1)))))))
    (define (@vector-every pred v . vectors)
      (let ((n (least-length v vectors)) (value (at-index pred v vectors)))
        (let loop ((i 0) (last #t))
          (if (= i n)
              last
              (let ((x (value i)))
                (and x (loop (+ i 1) x)))))))

    (define (@vector-filter pred v)
      (reverse-list->@vector
       (@vector-fold (lambda (acc x) (if (pred x) (cons x acc) acc)) '() v)))
    (define (@vector-remove pred v) (@vector-filter (no pred) v))
    (define (@vector-partition pred v)
      (let ((in (@vector-filter pred v)))
        (values (@vector-append in (@vector-remove pred v)) (@vector-length in))))

    ;; --- mutators

    (define (@vector-swap! v i j)
      (let ((x (@vector-ref v i)))
        (@vector-set! v i (@vector-ref v j))
        (@vector-set! v j x)))

    (define (@vector-fill! v x . range)
      (with-range "@vector-fill!" v range (lambda (start end) (fill! v x start end))))

    (define (@vector-reverse! v . range)
      (with-range "@vector-reverse!" v range
                  (lambda (start end)
                    (do ((i start (+ i 1))
                         (j (- end 1) (- j 1)))
                        ((>= i j))
                      (@vector-swap! v i j)))))

    (define (@vector-copy! to at from . range)
      (with-range "@vector-copy!" from range
                  (lambda (start end)
                    (check-target "@vector-copy!" to at (- end start))
                    (copy! to at from start end))))
    (define (@vector-reverse-copy! to at from . range)
      (let ((reversed (apply @vector-reverse-copy from range)))
        (check-target "@vector-reverse-copy!" to at (@vector-length reversed))
        (copy! to at reversed 0 (@vector-length reversed))))
    ;; Whether there is room for n numbers from an index on.
    (define (check-target who to at n)
      (unless (exact-integer? at) (error (string-append who ": expected an index, got") at))
      (check-range who at (+ at n) (@vector-length to)))

    ;; --- conversion

    (define (reverse-@vector->list v . range) (reverse (apply @vector->list v range)))
    (define (reverse-list->@vector numbers) (list->@vector (reverse numbers)))
    (define (@vector->vector v . range) (list->vector (apply @vector->list v range)))
    (define (vector->@vector v . range) (list->@vector (apply vector->list v range)))

    ;; --- the rest

    (define (make-@vector-generator v)
      (let ((i 0) (n (@vector-length v)))
        (lambda ()
          (if (= i n)
              (eof-object)
              (let ((x (@vector-ref v i)))
                (set! i (+ i 1))
                x)))))

    (define @vector-comparator
      (make-vector-comparator (make-default-comparator) @vector? @vector-length @vector-ref))

    (define write-@vector
      (case-lambda
        ((v) (write-@vector v (current-output-port)))
        ((v port)
         (display "#@" port)
         (write (@vector->list v) port))))))
