;;; SRFI 214: flexvectors, vectors of adjustable size.
;;;
;;; A flexvector is a vector and the number of its elements in use. A full vector is replaced by
;;; one twice as long, so that adding at the back takes amortised constant time. Unused elements
;;; hold #f, and keep nothing alive.

(define-library (srfi 214)
  (export
    ;; constructors
    make-flexvector flexvector flexvector-unfold flexvector-unfold-right flexvector-copy
    flexvector-reverse-copy flexvector-append flexvector-concatenate
    flexvector-append-subvectors
    ;; predicates and selectors
    flexvector? flexvector-empty? flexvector=?
    flexvector-ref flexvector-front flexvector-back flexvector-length
    ;; mutators
    flexvector-add! flexvector-add-front! flexvector-add-back! flexvector-add-all!
    flexvector-append! flexvector-remove! flexvector-remove-front! flexvector-remove-back!
    flexvector-remove-range! flexvector-clear! flexvector-set! flexvector-swap!
    flexvector-fill! flexvector-reverse! flexvector-copy! flexvector-reverse-copy!
    ;; iteration
    flexvector-fold flexvector-fold-right flexvector-map flexvector-map/index
    flexvector-map! flexvector-map/index! flexvector-append-map flexvector-append-map/index
    flexvector-filter flexvector-filter/index flexvector-filter! flexvector-filter/index!
    flexvector-for-each flexvector-for-each/index flexvector-count flexvector-cumulate
    ;; searching
    flexvector-index flexvector-index-right flexvector-skip flexvector-skip-right
    flexvector-binary-search flexvector-any flexvector-every flexvector-partition
    ;; conversion
    flexvector->vector vector->flexvector flexvector->list reverse-flexvector->list
    list->flexvector reverse-list->flexvector flexvector->string string->flexvector
    flexvector->generator generator->flexvector)
  (import (scheme base)
          (scheme case-lambda)
          (only (scheme cxr) caddr cdddr)
          (only (cairn base) partition vector-reverse! reverse-vector->list)
          (only (srfi 158) generator->list)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type <flexvector>
      (make items size)
      flexvector?
      (items items set-items!)
      (size size set-size!))

    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))
    (define (check who x)
      (unless (flexvector? x) (wrong who "a flexvector" x)))
    (define (check-index who i limit)
      (unless (and (exact-integer? i) (< -1 i limit))
        (wrong who "an index of the flexvector" i)))
    (define (check-list who x)
      (unless (list? x) (wrong who "a list" x)))

    (define (wrap vec) (make vec (vector-length vec)))

    ;; Defines a procedure with the optional arguments start and end, which are clamped to the
    ;; range of the sequence.
    (define-syntax define-ranged
      (syntax-rules ()
        ((_ (name arg ...) (what is? length-of sequence start end) body ...)
         (define name
           (case-lambda
             ((arg ...) (name arg ... 0))
             ((arg ... from)
              (unless (is? sequence) (wrong 'name what sequence))
              (name arg ... from (length-of sequence)))
             ((arg ... from to)
              (unless (is? sequence) (wrong 'name what sequence))
              (let* ((n (length-of sequence))
                     (start (clamped 'name from n))
                     (end (clamped 'name to n)))
                (when (< end start)
                  (error (string-append (symbol->string 'name) ": end is before start:")
                         from to))
                body ...)))))
        ((_ (name arg ...) (fv start end) body ...)
         (define-ranged (name arg ...) ("a flexvector" flexvector? size fv start end)
           body ...))))

    (define (clamped who i n)
      (unless (exact-integer? i) (wrong who "an exact integer" i))
      (max 0 (min i n)))

    ;; Makes room for n elements.
    (define (ensure! fv n)
      (let ((old (items fv)))
        (when (> n (vector-length old))
          (let ((new (make-vector (max n 4 (* 2 (vector-length old))) #f)))
            (vector-copy! new 0 old 0 (size fv))
            (set-items! fv new)))))

    ;; Moves the elements from i on by n places to the back; the old elements remain in place.
    (define (open! fv i n)
      (let ((old (size fv)))
        (ensure! fv (+ old n))
        (vector-copy! (items fv) (+ i n) (items fv) i old)
        (set-size! fv (+ old n))))

    ;; Removes the elements from start to end.
    (define (close! fv start end)
      (let* ((old (size fv)) (new (- old (- end start))))
        (vector-copy! (items fv) start (items fv) end old)
        (vector-fill! (items fv) #f new old)
        (set-size! fv new)))

    ;;; Constructors

    (define make-flexvector
      (case-lambda
        ((n) (make-flexvector n #f))
        ((n fill)
         (unless (and (exact-integer? n) (>= n 0)) (wrong 'make-flexvector "a size" n))
         (make (make-vector n fill) n))))

    (define (flexvector . xs) (wrap (list->vector xs)))

    (define (flexvector-unfold stop? mapper successor . seeds)
      (wrap (list->vector (reverse (unfolded stop? mapper successor seeds)))))

    (define (flexvector-unfold-right stop? mapper successor . seeds)
      (wrap (list->vector (unfolded stop? mapper successor seeds))))

    ;; The list of the results of mapper for the seeds, in reverse order.
    (define (unfolded stop? mapper successor seeds)
      (if (and (pair? seeds) (null? (cdr seeds)))
          (let loop ((seed (car seeds)) (acc '()))
            (if (stop? seed)
                acc
                (loop (successor seed) (cons (mapper seed) acc))))
          (let loop ((seeds seeds) (acc '()))
            (if (apply stop? seeds)
                acc
                (let ((x (apply mapper seeds)))
                  (let-values ((seeds (apply successor seeds)))
                    (loop seeds (cons x acc))))))))

    (define-ranged (flexvector-copy fv) (fv start end)
      (wrap (vector-copy (items fv) start end)))

    (define-ranged (flexvector-reverse-copy fv) (fv start end)
      (let ((copy (vector-copy (items fv) start end)))
        (vector-reverse! copy)
        (wrap copy)))

    (define (flexvector-append . fvs)
      (appended 'flexvector-append fvs))

    (define (flexvector-concatenate fvs)
      (check-list 'flexvector-concatenate fvs)
      (appended 'flexvector-concatenate fvs))

    (define (appended who fvs)
      (let ((new (wrap (vector))))
        (append-all! who new fvs)
        new))

    ;; Adds the elements of the others to the first.
    (define (append-all! who fv others)
      (for-each (lambda (other) (check who other)) others)
      (let ((sizes (map size others)))
        (ensure! fv (apply + (size fv) sizes))
        (for-each (lambda (other n)
                    (let ((old (size fv)))
                      (vector-copy! (items fv) old (items other) 0 n)
                      (set-size! fv (+ old n))))
                  others
                  sizes)))

    (define (flexvector-append-subvectors . args)
      (let loop ((rest args) (parts '()))
        (cond ((null? rest) (appended 'flexvector-append-subvectors (reverse parts)))
              ((and (pair? (cdr rest)) (pair? (cddr rest)))
               (check 'flexvector-append-subvectors (car rest))
               (loop (cdddr rest)
                     (cons (flexvector-copy (car rest) (cadr rest) (caddr rest)) parts)))
              (else (wrong 'flexvector-append-subvectors
                           "triples of flexvector, start and end" args)))))

    ;;; Predicates and selectors

    (define (flexvector-length fv)
      (check 'flexvector-length fv)
      (size fv))

    (define (flexvector-empty? fv)
      (check 'flexvector-empty? fv)
      (= (size fv) 0))

    (define (flexvector=? same? . fvs)
      (define (two a b)
        (let ((n (size a)))
          (and (= n (size b))
               (let loop ((i 0))
                 (or (= i n)
                     (and (same? (vector-ref (items a) i) (vector-ref (items b) i))
                          (loop (+ i 1))))))))
      (for-each (lambda (fv) (check 'flexvector=? fv)) fvs)
      (or (null? fvs)
          (let loop ((a (car fvs)) (rest (cdr fvs)))
            (or (null? rest)
                (and (two a (car rest)) (loop (car rest) (cdr rest)))))))

    (define (flexvector-ref fv i)
      (check 'flexvector-ref fv)
      (check-index 'flexvector-ref i (size fv))
      (vector-ref (items fv) i))

    (define (check-not-empty who fv)
      (check who fv)
      (when (= (size fv) 0)
        (error (string-append (symbol->string who) ": the flexvector is empty"))))

    (define (flexvector-front fv)
      (check-not-empty 'flexvector-front fv)
      (vector-ref (items fv) 0))

    (define (flexvector-back fv)
      (check-not-empty 'flexvector-back fv)
      (vector-ref (items fv) (- (size fv) 1)))

    ;;; Mutators

    (define flexvector-add!
      (case-lambda
        ((fv i x)
         (check 'flexvector-add! fv)
         (check-index 'flexvector-add! i (+ (size fv) 1))
         (open! fv i 1)
         (vector-set! (items fv) i x)
         fv)
        ((fv i . xs) (add-list! 'flexvector-add! fv i xs))))

    (define (add-list! who fv i xs)
      (check who fv)
      (check-index who i (+ (size fv) 1))
      (check-list who xs)
      (open! fv i (length xs))
      (let loop ((i i) (xs xs))
        (unless (null? xs)
          (vector-set! (items fv) i (car xs))
          (loop (+ i 1) (cdr xs))))
      fv)

    (define (flexvector-add-all! fv i xs) (add-list! 'flexvector-add-all! fv i xs))

    (define (flexvector-add-front! fv . xs) (add-list! 'flexvector-add-front! fv 0 xs))

    (define flexvector-add-back!
      (case-lambda
        ((fv x)
         (check 'flexvector-add-back! fv)
         (push! fv x)
         fv)
        ((fv . xs)
         (check 'flexvector-add-back! fv)
         (add-list! 'flexvector-add-back! fv (size fv) xs))))

    (define (push! fv x)
      (let ((n (size fv)))
        (ensure! fv (+ n 1))
        (vector-set! (items fv) n x)
        (set-size! fv (+ n 1))))

    (define (flexvector-append! fv . others)
      (check 'flexvector-append! fv)
      (append-all! 'flexvector-append! fv others)
      fv)

    (define (flexvector-remove! fv i)
      (check 'flexvector-remove! fv)
      (check-index 'flexvector-remove! i (size fv))
      (remove-at! fv i))

    (define (remove-at! fv i)
      (let ((x (vector-ref (items fv) i)))
        (close! fv i (+ i 1))
        x))

    (define (flexvector-remove-front! fv)
      (check-not-empty 'flexvector-remove-front! fv)
      (remove-at! fv 0))

    (define (flexvector-remove-back! fv)
      (check-not-empty 'flexvector-remove-back! fv)
      (remove-at! fv (- (size fv) 1)))

    (define-ranged (flexvector-remove-range! fv) (fv start end)
      (close! fv start end)
      fv)

    (define (flexvector-clear! fv)
      (check 'flexvector-clear! fv)
      (set-items! fv (vector))
      (set-size! fv 0)
      fv)

    (define (flexvector-set! fv i x)
      (check 'flexvector-set! fv)
      (check-index 'flexvector-set! i (+ (size fv) 1))
      (if (= i (size fv))
          (push! fv x)
          (let ((old (vector-ref (items fv) i)))
            (vector-set! (items fv) i x)
            old)))

    (define (flexvector-swap! fv i j)
      (check 'flexvector-swap! fv)
      (check-index 'flexvector-swap! i (size fv))
      (check-index 'flexvector-swap! j (size fv))
      (let* ((vec (items fv)) (x (vector-ref vec i)))
        (vector-set! vec i (vector-ref vec j))
        (vector-set! vec j x)
        fv))

    (define-ranged (flexvector-fill! fv x) (fv start end)
      (vector-fill! (items fv) x start end)
      fv)

    (define (flexvector-reverse! fv)
      (check 'flexvector-reverse! fv)
      (vector-reverse! (items fv) 0 (size fv))
      fv)

    (define-ranged (flexvector-copy! to at from) (from start end)
      (copy-into! 'flexvector-copy! to at from start end)
      to)

    (define-ranged (flexvector-reverse-copy! to at from) (from start end)
      (copy-into! 'flexvector-reverse-copy! to at from start end)
      (vector-reverse! (items to) at (+ at (- end start)))
      to)

    (define (copy-into! who to at from start end)
      (check who to)
      (check-index who at (+ (size to) 1))
      (let ((past (+ at (- end start))))
        (ensure! to past)
        (vector-copy! (items to) at (items from) start end)
        (set-size! to (max (size to) past))))

    ;;; Iteration

    ;; The length of the shortest of several flexvectors.
    (define (shortest who fvs)
      (for-each (lambda (fv) (check who fv)) fvs)
      (apply min (map size fvs)))

    (define (refs fvs i)
      (map (lambda (fv) (vector-ref (items fv) i)) fvs))

    ;; Procedures that call f with the elements at an index, optionally preceded by the index.
    (define (on-elements f fv more)
      (if (null? more)
          (lambda (i) (f (vector-ref (items fv) i)))
          (lambda (i) (apply f (vector-ref (items fv) i) (refs more i)))))
    (define (on-index-and-elements f fv more)
      (if (null? more)
          (lambda (i) (f i (vector-ref (items fv) i)))
          (lambda (i) (apply f i (vector-ref (items fv) i) (refs more i)))))

    (define flexvector-fold
      (case-lambda
        ((f seed fv)
         (%check-procedure 'flexvector-fold f)
         (check 'flexvector-fold fv)
         (let ((n (size fv)))
           (let loop ((i 0) (acc seed))
             (if (= i n) acc (loop (+ i 1) (f acc (vector-ref (items fv) i)))))))
        ((f seed fv . more)
         (%check-procedure 'flexvector-fold f)
         (let ((fvs (cons fv more)))
           (let ((n (shortest 'flexvector-fold fvs)))
             (let loop ((i 0) (acc seed))
               (if (= i n) acc (loop (+ i 1) (apply f acc (refs fvs i))))))))))

    (define flexvector-fold-right
      (case-lambda
        ((f seed fv)
         (%check-procedure 'flexvector-fold-right f)
         (check 'flexvector-fold-right fv)
         (let loop ((i (- (size fv) 1)) (acc seed))
           (if (< i 0) acc (loop (- i 1) (f acc (vector-ref (items fv) i))))))
        ((f seed fv . more)
         (%check-procedure 'flexvector-fold-right f)
         (let ((fvs (cons fv more)))
           (let loop ((i (- (shortest 'flexvector-fold-right fvs) 1)) (acc seed))
             (if (< i 0) acc (loop (- i 1) (apply f acc (refs fvs i)))))))))

    ;; Defines a procedure of f and flexvectors, and a variant that also passes the index to f:
    ;; in the body, `at` calls f for an index below n.
    (define-syntax define-walks
      (syntax-rules ()
        ((_ (name name/index) (at n fv who) body ...)
         (begin
           (define (name f fv . more)
             (%check-procedure 'name f)
             (let ((who 'name)
                   (n (shortest 'name (cons fv more)))
                   (at (on-elements f fv more)))
               body ...))
           (define (name/index f fv . more)
             (%check-procedure 'name/index f)
             (let ((who 'name/index)
                   (n (shortest 'name/index (cons fv more)))
                   (at (on-index-and-elements f fv more)))
               body ...))))))

    (define (fill-with! vec n at)
      (do ((i 0 (+ i 1))) ((= i n))
        (vector-set! vec i (at i))))

    (define-walks (flexvector-map flexvector-map/index) (at n fv who)
      (let ((new (make-vector n)))
        (fill-with! new n at)
        (wrap new)))

    (define-walks (flexvector-map! flexvector-map/index!) (at n fv who)
      (fill-with! (items fv) n at)
      fv)

    (define-walks (flexvector-for-each flexvector-for-each/index) (at n fv who)
      (do ((i 0 (+ i 1))) ((= i n))
        (at i)))

    (define-walks (flexvector-append-map flexvector-append-map/index) (at n fv who)
      (let loop ((i 0) (parts '()))
        (if (< i n)
            (let ((part (at i)))
              (check who part)
              (loop (+ i 1) (cons part parts)))
            (appended who (reverse parts)))))

    ;; The list of the elements below n whose indices satisfy `take?`, in reverse order.
    (define (chosen fv n take?)
      (let loop ((i 0) (acc '()))
        (if (= i n)
            acc
            (let ((x (vector-ref (items fv) i)))
              (loop (+ i 1) (if (take? i) (cons x acc) acc))))))

    (define-walks (flexvector-filter flexvector-filter/index) (at n fv who)
      (wrap (list->vector (reverse (chosen fv n at)))))

    (define-walks (flexvector-filter! flexvector-filter/index!) (at n fv who)
      (let ((kept (list->vector (reverse (chosen fv n at)))))
        (set-items! fv kept)
        (set-size! fv (vector-length kept))
        fv))

    (define (flexvector-count pred fv . more)
      (%check-procedure 'flexvector-count pred)
      (let ((n (shortest 'flexvector-count (cons fv more))) (at (on-elements pred fv more)))
        (let loop ((i 0) (count 0))
          (if (= i n) count (loop (+ i 1) (if (at i) (+ count 1) count))))))

    (define (flexvector-cumulate f seed fv)
      (check 'flexvector-cumulate fv)
      (let* ((n (size fv)) (new (make-vector n)))
        (let loop ((i 0) (acc seed))
          (if (= i n)
              (wrap new)
              (let ((acc (f acc (vector-ref (items fv) i))))
                (vector-set! new i acc)
                (loop (+ i 1) acc))))))

    ;;; Searching

    ;; The first, or last, index below n for which `at` is true, or false.
    (define (index-where at n wanted)
      (let loop ((i 0))
        (cond ((= i n) #f)
              ((eq? (and (at i) #t) wanted) i)
              (else (loop (+ i 1))))))
    (define (last-index-where at n wanted)
      (let loop ((i (- n 1)))
        (cond ((< i 0) #f)
              ((eq? (and (at i) #t) wanted) i)
              (else (loop (- i 1))))))

    (define (common-size who fvs)
      (let ((n (shortest who fvs)))
        (for-each (lambda (fv)
                    (unless (= (size fv) n) (wrong who "flexvectors of one length" fvs)))
                  fvs)
        n))

    (define (flexvector-index pred fv . more)
      (%check-procedure 'flexvector-index pred)
      (index-where (on-elements pred fv more)
                   (shortest 'flexvector-index (cons fv more))
                   #t))
    (define (flexvector-skip pred fv . more)
      (%check-procedure 'flexvector-skip pred)
      (index-where (on-elements pred fv more)
                   (shortest 'flexvector-skip (cons fv more))
                   #f))
    (define (flexvector-index-right pred fv . more)
      (%check-procedure 'flexvector-index-right pred)
      (last-index-where (on-elements pred fv more)
                        (common-size 'flexvector-index-right (cons fv more))
                        #t))
    (define (flexvector-skip-right pred fv . more)
      (%check-procedure 'flexvector-skip-right pred)
      (last-index-where (on-elements pred fv more)
                        (common-size 'flexvector-skip-right (cons fv more))
                        #f))

    (define-ranged (flexvector-binary-search fv key compare) (fv start end)
      (let loop ((low start) (high end))
        (and (< low high)
             (let* ((middle (quotient (+ low high) 2))
                    (order (compare (vector-ref (items fv) middle) key)))
               (cond ((zero? order) middle)
                     ((negative? order) (loop (+ middle 1) high))
                     (else (loop low middle)))))))

    (define (flexvector-any pred fv . more)
      (%check-procedure 'flexvector-any pred)
      (let ((n (shortest 'flexvector-any (cons fv more))) (at (on-elements pred fv more)))
        (let loop ((i 0))
          (and (< i n)
               (or (at i) (loop (+ i 1)))))))

    (define (flexvector-every pred fv . more)
      (%check-procedure 'flexvector-every pred)
      (let ((n (shortest 'flexvector-every (cons fv more))) (at (on-elements pred fv more)))
        (let loop ((i 0) (last #t))
          (if (= i n)
              last
              (let ((x (at i)))
                (and x (loop (+ i 1) x)))))))

    (define (flexvector-partition pred fv)
      (check 'flexvector-partition fv)
      (let-values (((in out) (partition pred (vector->list (items fv) 0 (size fv)))))
        (values (wrap (list->vector in)) (wrap (list->vector out)))))

    ;;; Conversion

    (define-ranged (flexvector->vector fv) (fv start end)
      (vector-copy (items fv) start end))

    (define-ranged (vector->flexvector vec) ("a vector" vector? vector-length vec start end)
      (wrap (vector-copy vec start end)))

    (define-ranged (flexvector->list fv) (fv start end)
      (vector->list (items fv) start end))

    (define-ranged (reverse-flexvector->list fv) (fv start end)
      (reverse-vector->list (items fv) start end))

    (define (list->flexvector xs)
      (check-list 'list->flexvector xs)
      (wrap (list->vector xs)))

    (define (reverse-list->flexvector xs)
      (check-list 'reverse-list->flexvector xs)
      (wrap (list->vector (reverse xs))))

    (define-ranged (flexvector->string fv) (fv start end)
      (vector->string (items fv) start end))

    (define-ranged (string->flexvector str) ("a string" string? string-length str start end)
      (wrap (string->vector str start end)))

    (define (flexvector->generator fv)
      (check 'flexvector->generator fv)
      (let ((i 0))
        (lambda ()
          (if (< i (size fv))
              (let ((x (vector-ref (items fv) i)))
                (set! i (+ i 1))
                x)
              (eof-object)))))

    (define (generator->flexvector gen)
      (list->flexvector (generator->list gen)))))
