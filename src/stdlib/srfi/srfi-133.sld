;;; SRFI 133: vector library. Procedures for one vector come from (cairn base).
;;;
;;; Several vectors are walked in step up to the end of the shortest; only the searches from the
;;; right require vectors of the same length.

(define-library (srfi 133)
  (export
    ;; constructors
    make-vector vector vector-unfold vector-unfold-right vector-copy vector-reverse-copy
    vector-append vector-concatenate vector-append-subvectors
    ;; predicates
    vector? vector-empty? vector=
    ;; selectors
    vector-ref vector-length
    ;; iteration
    vector-fold vector-fold-right vector-map vector-map! vector-for-each vector-count
    vector-cumulate
    ;; searching
    vector-index vector-index-right vector-skip vector-skip-right vector-binary-search
    vector-any vector-every vector-partition
    ;; mutators
    vector-set! vector-swap! vector-fill! vector-reverse! vector-copy! vector-reverse-copy!
    vector-unfold! vector-unfold-right!
    ;; conversion
    vector->list reverse-vector->list list->vector reverse-list->vector
    vector->string string->vector)
  (import (scheme base)
          (scheme case-lambda)
          (only (scheme cxr) caddr cdddr)
          (only (cairn base)
                vector-fold vector-index vector-binary-search vector-swap! vector-reverse!
                reverse-vector->list)
          (prefix (only (cairn base)
                        vector-fold-right vector-map! vector-count vector-any vector-every)
                  one:)
          (only (cairn checks) %check-procedure))
  (begin
    (define (wrong who what x)
      (error (string-append who ": expected " what ", got") x))

    (define (size who vec)
      (if (vector? vec) (vector-length vec) (wrong who "a vector" vec)))

    (define (check-range who vec start end)
      (unless (and (exact-integer? start) (exact-integer? end)
                   (<= 0 start end (size who vec)))
        (error (string-append who ": no such range of the vector:") start end)))

    (define (check-size who n)
      (unless (and (exact-integer? n) (>= n 0)) (wrong who "a size" n)))

    ;; The length of the shortest of several vectors, and their elements at an index.
    (define (shortest who vecs)
      (let loop ((n (size who (car vecs))) (rest (cdr vecs)))
        (if (pair? rest)
            (loop (min n (size who (car rest))) (cdr rest))
            n)))
    (define (common-size who vecs)
      (let ((n (size who (car vecs))))
        (for-each (lambda (vec)
                    (unless (= (size who vec) n) (wrong who "vectors of one length" vecs)))
                  (cdr vecs))
        n))
    (define (refs vecs i)
      (map (lambda (vec) (vector-ref vec i)) vecs))

    ;;; Constructors

    ;; Sets the elements from `from` to before `to`, in steps of 1 or -1, to the results of f
    ;; for the index and the seeds.
    (define (generate! f vec from to step seeds)
      (cond ((null? seeds)
             (do ((i from (+ i step))) ((= i to))
               (vector-set! vec i (f i))))
            ((null? (cdr seeds))
             (let loop ((i from) (seed (car seeds)))
               (unless (= i to)
                 (let-values (((x seed) (f i seed)))
                   (vector-set! vec i x)
                   (loop (+ i step) seed)))))
            (else
             (let loop ((i from) (seeds seeds))
               (unless (= i to)
                 (let-values (((x . seeds) (apply f i seeds)))
                   (vector-set! vec i x)
                   (loop (+ i step) seeds)))))))

    (define (vector-unfold f n . seeds)
      (%check-procedure 'vector-unfold f)
      (check-size "vector-unfold" n)
      (let ((vec (make-vector n)))
        (generate! f vec 0 n 1 seeds)
        vec))
    (define (vector-unfold-right f n . seeds)
      (%check-procedure 'vector-unfold-right f)
      (check-size "vector-unfold-right" n)
      (let ((vec (make-vector n)))
        (generate! f vec (- n 1) -1 -1 seeds)
        vec))
    (define (vector-unfold! f vec start end . seeds)
      (check-range "vector-unfold!" vec start end)
      (generate! f vec start end 1 seeds))
    (define (vector-unfold-right! f vec start end . seeds)
      (check-range "vector-unfold-right!" vec start end)
      (generate! f vec (- end 1) (- start 1) -1 seeds))

    (define vector-reverse-copy
      (case-lambda
        ((vec) (vector-reverse-copy vec 0 (size "vector-reverse-copy" vec)))
        ((vec start) (vector-reverse-copy vec start (size "vector-reverse-copy" vec)))
        ((vec start end)
         (check-range "vector-reverse-copy" vec start end)
         (let ((copy (vector-copy vec start end)))
           (vector-reverse! copy)
           copy))))

    (define vector-reverse-copy!
      (case-lambda
        ((to at from)
         (vector-reverse-copy! to at from 0 (size "vector-reverse-copy!" from)))
        ((to at from start)
         (vector-reverse-copy! to at from start (size "vector-reverse-copy!" from)))
        ((to at from start end)
         (check-range "vector-reverse-copy!" from start end)
         (unless (exact-integer? at) (wrong "vector-reverse-copy!" "an index" at))
         (check-range "vector-reverse-copy!" to at (+ at (- end start)))
         (vector-copy! to at from start end)
         (vector-reverse! to at (+ at (- end start))))))

    (define (vector-concatenate vecs)
      (unless (list? vecs) (wrong "vector-concatenate" "a list of vectors" vecs))
      (apply vector-append vecs))

    (define (vector-append-subvectors . args)
      (define who "vector-append-subvectors")
      (define (total args)
        (let loop ((args args) (n 0))
          (if (null? args)
              n
              (begin
                (check-range who (car args) (cadr args) (caddr args))
                (loop (cdddr args) (+ n (- (caddr args) (cadr args))))))))
      (unless (zero? (remainder (length args) 3))
        (wrong who "triples of vector, start and end" args))
      (let ((new (make-vector (total args))))
        (let loop ((args args) (at 0))
          (if (null? args)
              new
              (let ((start (cadr args)) (end (caddr args)))
                (vector-copy! new at (car args) start end)
                (loop (cdddr args) (+ at (- end start))))))))

    ;;; Predicates

    (define (vector-empty? vec) (eqv? (size "vector-empty?" vec) 0))

    (define (vector= same? . vecs)
      (define (two a b)
        (let ((n (size "vector=" a)))
          (and (= n (size "vector=" b))
               (let loop ((i 0))
                 (or (= i n)
                     (and (same? (vector-ref a i) (vector-ref b i))
                          (loop (+ i 1))))))))
      (or (null? vecs)
          (let loop ((a (car vecs)) (rest (cdr vecs)))
            (if (null? rest)
                (and (size "vector=" a) #t)
                (and (two a (car rest)) (loop (car rest) (cdr rest)))))))

    ;;; Iteration

    (define vector-fold-right
      (case-lambda
        ((f seed vec) (one:vector-fold-right f seed vec))
        ((f seed vec . more)
         (let ((vecs (cons vec more)))
           (let loop ((i (- (shortest "vector-fold-right" vecs) 1)) (acc seed))
             (if (< i 0) acc (loop (- i 1) (apply f acc (refs vecs i)))))))))

    (define vector-map!
      (case-lambda
        ((f vec) (one:vector-map! f vec))
        ((f vec . more)
         (let* ((vecs (cons vec more)) (n (shortest "vector-map!" vecs)))
           (do ((i 0 (+ i 1))) ((= i n))
             (vector-set! vec i (apply f (refs vecs i))))))))

    (define vector-count
      (case-lambda
        ((pred vec) (one:vector-count pred vec))
        ((pred vec . more)
         (let ((vecs (cons vec more)))
           (let ((n (shortest "vector-count" vecs)))
             (let loop ((i 0) (count 0))
               (cond ((= i n) count)
                     ((apply pred (refs vecs i)) (loop (+ i 1) (+ count 1)))
                     (else (loop (+ i 1) count)))))))))

    (define (vector-cumulate f seed vec)
      (let* ((n (size "vector-cumulate" vec)) (new (make-vector n)))
        (let loop ((i 0) (acc seed))
          (if (= i n)
              new
              (let ((acc (f acc (vector-ref vec i))))
                (vector-set! new i acc)
                (loop (+ i 1) acc))))))

    ;;; Searching

    (define vector-index-right
      (case-lambda
        ((pred vec)
         (%check-procedure 'vector-index-right pred)
         (let loop ((i (- (size "vector-index-right" vec) 1)))
           (cond ((< i 0) #f)
                 ((pred (vector-ref vec i)) i)
                 (else (loop (- i 1))))))
        ((pred vec . more)
         (%check-procedure 'vector-index-right pred)
         (let ((vecs (cons vec more)))
           (let loop ((i (- (common-size "vector-index-right" vecs) 1)))
             (cond ((< i 0) #f)
                   ((apply pred (refs vecs i)) i)
                   (else (loop (- i 1)))))))))

    (define vector-skip
      (case-lambda
        ((pred vec)
         (%check-procedure 'vector-skip pred)
         (vector-index (lambda (x) (not (pred x))) vec))
        ((pred vec . more)
         (%check-procedure 'vector-skip pred)
         (apply vector-index (lambda xs (not (apply pred xs))) vec more))))

    (define vector-skip-right
      (case-lambda
        ((pred vec)
         (%check-procedure 'vector-skip-right pred)
         (vector-index-right (lambda (x) (not (pred x))) vec))
        ((pred vec . more)
         (%check-procedure 'vector-skip-right pred)
         (apply vector-index-right (lambda xs (not (apply pred xs))) vec more))))

    (define vector-any
      (case-lambda
        ((pred vec) (one:vector-any pred vec))
        ((pred vec . more)
         (let ((vecs (cons vec more)))
           (let ((n (shortest "vector-any" vecs)))
             (let loop ((i 0))
               (and (< i n)
                    (or (apply pred (refs vecs i)) (loop (+ i 1))))))))))

    (define vector-every
      (case-lambda
        ((pred vec) (one:vector-every pred vec))
        ((pred vec . more)
         (let ((vecs (cons vec more)))
           (let ((n (shortest "vector-every" vecs)))
             (let loop ((i 0) (last #t))
               (if (= i n)
                   last
                   (let ((x (apply pred (refs vecs i))))
                     (and x (loop (+ i 1) x))))))))))

    ;; The elements that do not satisfy pred go to the end in reverse order, and are then
    ;; reversed.
    (define (vector-partition pred vec)
      (%check-procedure 'vector-partition pred)
      (let* ((n (size "vector-partition" vec)) (new (make-vector n)))
        (let loop ((i 0) (in 0) (out n))
          (if (= i n)
              (begin
                (vector-reverse! new in n)
                (values new in))
              (let ((x (vector-ref vec i)))
                (if (pred x)
                    (begin (vector-set! new in x) (loop (+ i 1) (+ in 1) out))
                    (begin (vector-set! new (- out 1) x) (loop (+ i 1) in (- out 1)))))))))

    ;;; Conversion

    (define (reverse-list->vector items)
      (unless (list? items) (wrong "reverse-list->vector" "a list" items))
      (list->vector (reverse items)))))
