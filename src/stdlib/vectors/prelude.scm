;;; Vectors and strings: the procedures of R7RS 6.7, 6.8 and 6.10 that take
;;; procedures, and what programs use of SRFI 13, 130 and 133.
;;;
;;; Results go through a list, as in lists.scm, and for the same reason.

(define vector-map
  (case-lambda
    ((f vec)
     (if (vector? vec)
         (let ((end (vector-length vec)))
           (let loop ((i 0) (acc '()))
             (if (< i end)
                 (loop (+ i 1) (cons (f (vector-ref vec i)) acc))
                 (%reverse-list->vector acc))))
         (%type-error 'vector-map "a vector" vec)))
    ((f vec . more)
     (let* ((vecs (cons vec more)) (end (%shortest 'vector-map vecs)))
       (let loop ((i 0) (acc '()))
         (if (< i end)
             (loop (+ i 1) (cons (apply f (%refs vecs i)) acc))
             (%reverse-list->vector acc)))))))

(define vector-for-each
  (case-lambda
    ((f vec)
     (if (vector? vec)
         (let ((end (vector-length vec)))
           (let loop ((i 0))
             (if (< i end)
                 (begin (f (vector-ref vec i)) (loop (+ i 1))))))
         (%type-error 'vector-for-each "a vector" vec)))
    ((f vec . more)
     (let* ((vecs (cons vec more)) (end (%shortest 'vector-for-each vecs)))
       (let loop ((i 0))
         (if (< i end)
             (begin (apply f (%refs vecs i)) (loop (+ i 1)))))))))

(define (vector-map! f vec)
  (let ((end (vector-length vec)))
    (let loop ((i 0))
      (if (< i end)
          (begin (vector-set! vec i (f (vector-ref vec i))) (loop (+ i 1)))))))

(define vector-fold
  (case-lambda
    ((f seed vec)
     (let ((end (vector-length vec)))
       (let loop ((i 0) (acc seed))
         (if (< i end) (loop (+ i 1) (f acc (vector-ref vec i))) acc))))
    ((f seed vec . more)
     (let* ((vecs (cons vec more)) (end (%shortest 'vector-fold vecs)))
       (let loop ((i 0) (acc seed))
         (if (< i end) (loop (+ i 1) (apply f acc (%refs vecs i))) acc))))))

(define (vector-fold-right f seed vec)
  (let loop ((i (- (vector-length vec) 1)) (acc seed))
    (if (< i 0) acc (loop (- i 1) (f acc (vector-ref vec i))))))

(define vector-index
  (case-lambda
    ((pred vec)
     (let ((end (vector-length vec)))
       (let loop ((i 0))
         (if (< i end)
             (if (pred (vector-ref vec i)) i (loop (+ i 1)))
             #f))))
    ((pred vec . more)
     (let* ((vecs (cons vec more)) (end (%shortest 'vector-index vecs)))
       (let loop ((i 0))
         (if (< i end)
             (if (apply pred (%refs vecs i)) i (loop (+ i 1)))
             #f))))))

(define (vector-count pred vec)
  (let ((end (vector-length vec)))
    (let loop ((i 0) (n 0))
      (if (< i end)
          (loop (+ i 1) (if (pred (vector-ref vec i)) (+ n 1) n))
          n))))

(define (vector-any pred vec)
  (let ((end (vector-length vec)))
    (let loop ((i 0))
      (if (< i end)
          (or (pred (vector-ref vec i)) (loop (+ i 1)))
          #f))))

(define (vector-every pred vec)
  (let ((end (vector-length vec)))
    (let loop ((i 0) (last #t))
      (if (< i end)
          (let ((x (pred (vector-ref vec i))))
            (if x (loop (+ i 1) x) #f))
          last))))

(define (vector-tabulate f n)
  (if (%index? n)
      (let loop ((i 0) (acc '()))
        (if (< i n)
            (loop (+ i 1) (cons (f i) acc))
            (%reverse-list->vector acc)))
      (%type-error 'vector-tabulate "an index" n)))

(define (make-initialized-vector n f)
  (vector-tabulate f n))

(define (vector-binary-search vec key compare)
  (let loop ((low 0) (high (vector-length vec)))
    (if (< low high)
        (let* ((middle (quotient (+ low high) 2))
               (order (compare (vector-ref vec middle) key)))
          (cond ((zero? order) middle)
                ((negative? order) (loop (+ middle 1) high))
                (else (loop low middle))))
        #f)))

(define string-map
  (case-lambda
    ((f str)
     (if (string? str)
         (let ((end (string-length str)))
           (let loop ((i 0) (acc '()))
             (if (< i end)
                 (loop (+ i 1) (cons (f (string-ref str i)) acc))
                 (%reverse-list->string 'string-map acc))))
         (%type-error 'string-map "a string" str)))
    ((f str . more)
     (let* ((strs (cons str more)) (end (%shortest 'string-map strs)))
       (let loop ((i 0) (acc '()))
         (if (< i end)
             (loop (+ i 1) (cons (apply f (%refs strs i)) acc))
             (%reverse-list->string 'string-map acc)))))))

(define string-for-each
  (case-lambda
    ((f str)
     (if (string? str)
         (let ((end (string-length str)))
           (let loop ((i 0))
             (if (< i end)
                 (begin (f (string-ref str i)) (loop (+ i 1))))))
         (%type-error 'string-for-each "a string" str)))
    ((f str . more)
     (let* ((strs (cons str more)) (end (%shortest 'string-for-each strs)))
       (let loop ((i 0))
         (if (< i end)
             (begin (apply f (%refs strs i)) (loop (+ i 1)))))))))

(define (string-tabulate f n)
  (if (%index? n)
      (let loop ((i 0) (acc '()))
        (if (< i n)
            (loop (+ i 1) (cons (f i) acc))
            (%reverse-list->string 'string-tabulate acc)))
      (%type-error 'string-tabulate "an index" n)))

(define string-count
  (case-lambda
    ((str pred) (string-count str pred 0 (string-length str)))
    ((str pred start) (string-count str pred start (string-length str)))
    ((str pred start end)
     (let ((pred (%char-test pred)))
       (let loop ((i start) (n 0))
         (if (< i end)
             (loop (+ i 1) (if (pred (string-ref str i)) (+ n 1) n))
             n))))))

(define string-index
  (case-lambda
    ((str pred) (string-index str pred 0 (string-length str)))
    ((str pred start) (string-index str pred start (string-length str)))
    ((str pred start end)
     (let ((pred (%char-test pred)))
       (let loop ((i start))
         (if (< i end)
             (if (pred (string-ref str i)) i (loop (+ i 1)))
             #f))))))

(define string-index-right
  (case-lambda
    ((str pred) (string-index-right str pred 0 (string-length str)))
    ((str pred start) (string-index-right str pred start (string-length str)))
    ((str pred start end)
     (let ((pred (%char-test pred)))
       (let loop ((i (- end 1)))
         (if (< i start)
             #f
             (if (pred (string-ref str i)) i (loop (- i 1)))))))))

;; A predicate on characters, from one or from a character.
(define (%char-test x)
  (if (char? x) (lambda (c) (eq? c x)) x))

(define (string-any pred str)
  (let ((end (string-length str)) (pred (%char-test pred)))
    (let loop ((i 0))
      (if (< i end)
          (or (pred (string-ref str i)) (loop (+ i 1)))
          #f))))

(define (string-every pred str)
  (let ((end (string-length str)) (pred (%char-test pred)))
    (let loop ((i 0) (last #t))
      (if (< i end)
          (let ((x (pred (string-ref str i))))
            (if x (loop (+ i 1) x) #f))
          last))))

(define (string-fold f seed str)
  (let ((end (string-length str)))
    (let loop ((i 0) (acc seed))
      (if (< i end) (loop (+ i 1) (f (string-ref str i) acc)) acc))))

(define (string-filter pred str)
  (let ((end (string-length str)) (pred (%char-test pred)))
    (let loop ((i 0) (acc '()))
      (if (< i end)
          (let ((c (string-ref str i)))
            (loop (+ i 1) (if (pred c) (cons c acc) acc)))
          (%reverse-list->string 'string-filter acc)))))
