;;; SRFI 43: vector library. It is SRFI 133 except for these procedures: they also pass the
;;; index, first; and vector-copy may extend past the end.

(define-library (srfi 43)
  (export
    ;; constructors
    make-vector vector vector-unfold vector-unfold-right vector-copy vector-reverse-copy
    vector-append vector-concatenate
    ;; predicates and selectors
    vector? vector-empty? vector= vector-ref vector-length
    ;; iteration
    vector-fold vector-fold-right vector-map vector-map! vector-for-each vector-count
    ;; searching
    vector-index vector-index-right vector-skip vector-skip-right vector-binary-search
    vector-any vector-every
    ;; mutators
    vector-set! vector-swap! vector-fill! vector-reverse! vector-copy! vector-reverse-copy!
    ;; conversion
    vector->list reverse-vector->list list->vector reverse-list->vector)
  (import (except (scheme base) vector-map vector-for-each vector-copy)
          (prefix (only (scheme base) vector-copy) base:)
          (scheme case-lambda)
          (only (srfi 133)
                vector-unfold vector-unfold-right vector-reverse-copy vector-concatenate
                vector-empty? vector= vector-index vector-index-right vector-skip
                vector-skip-right vector-binary-search vector-any vector-every vector-swap!
                vector-reverse! vector-reverse-copy! reverse-vector->list
                reverse-list->vector)
          (only (cairn checks) %check-procedure))
  (begin
    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))

    (define (size who vec)
      (if (vector? vec) (vector-length vec) (wrong who "a vector" vec)))

    ;; The length of the shortest of several vectors, and their elements at an index.
    (define (shortest who vecs)
      (apply min (map (lambda (vec) (size who vec)) vecs)))
    (define (refs vecs i)
      (map (lambda (vec) (vector-ref vec i)) vecs))

    (define vector-copy
      (case-lambda
        ((vec) (base:vector-copy vec))
        ((vec start) (base:vector-copy vec start))
        ((vec start end)
         (if (and (vector? vec) (exact-integer? end) (> end (vector-length vec)))
             (vector-copy vec start end #f)
             (base:vector-copy vec start end)))
        ((vec start end fill)
         (let ((n (size 'vector-copy vec)))
           (unless (and (exact-integer? start) (exact-integer? end)
                        (<= 0 start n) (<= start end))
             (error "vector-copy: no such range:" start end))
           (let ((new (make-vector (- end start) fill)))
             (vector-copy! new 0 vec start (min end n))
             new)))))

    (define vector-fold
      (case-lambda
        ((f seed vec)
         (%check-procedure 'vector-fold f)
         (let ((n (size 'vector-fold vec)))
           (let loop ((i 0) (acc seed))
             (if (= i n) acc (loop (+ i 1) (f i acc (vector-ref vec i)))))))
        ((f seed vec . more)
         (%check-procedure 'vector-fold f)
         (let ((vecs (cons vec more)))
           (let ((n (shortest 'vector-fold vecs)))
             (let loop ((i 0) (acc seed))
               (if (= i n) acc (loop (+ i 1) (apply f i acc (refs vecs i))))))))))

    (define vector-fold-right
      (case-lambda
        ((f seed vec)
         (%check-procedure 'vector-fold-right f)
         (let loop ((i (- (size 'vector-fold-right vec) 1)) (acc seed))
           (if (< i 0) acc (loop (- i 1) (f i acc (vector-ref vec i))))))
        ((f seed vec . more)
         (%check-procedure 'vector-fold-right f)
         (let ((vecs (cons vec more)))
           (let loop ((i (- (shortest 'vector-fold-right vecs) 1)) (acc seed))
             (if (< i 0) acc (loop (- i 1) (apply f i acc (refs vecs i)))))))))

    (define (vector-map f vec . more)
      (%check-procedure 'vector-map f)
      (let* ((n (shortest 'vector-map (cons vec more))) (new (make-vector n)))
        (fill! new n f vec more)
        new))

    (define (vector-map! f vec . more)
      (%check-procedure 'vector-map! f)
      (fill! vec (shortest 'vector-map! (cons vec more)) f vec more))

    ;; Sets the first n elements of `to` to the results of f for those of the vectors.
    (define (fill! to n f vec more)
      (if (null? more)
          (do ((i 0 (+ i 1))) ((= i n))
            (vector-set! to i (f i (vector-ref vec i))))
          (do ((i 0 (+ i 1))) ((= i n))
            (vector-set! to i (apply f i (vector-ref vec i) (refs more i))))))

    (define vector-for-each
      (case-lambda
        ((f vec)
         (%check-procedure 'vector-for-each f)
         (let ((n (size 'vector-for-each vec)))
           (do ((i 0 (+ i 1))) ((= i n))
             (f i (vector-ref vec i)))))
        ((f vec . more)
         (%check-procedure 'vector-for-each f)
         (let ((vecs (cons vec more)))
           (let ((n (shortest 'vector-for-each vecs)))
             (do ((i 0 (+ i 1))) ((= i n))
               (apply f i (refs vecs i))))))))

    (define vector-count
      (case-lambda
        ((pred vec)
         (%check-procedure 'vector-count pred)
         (vector-fold (lambda (i n x) (if (pred i x) (+ n 1) n)) 0 vec))
        ((pred vec . more)
         (%check-procedure 'vector-count pred)
         (apply vector-fold
                (lambda (i n . xs) (if (apply pred i xs) (+ n 1) n))
                0
                (cons vec more)))))))
