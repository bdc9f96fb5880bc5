;;; SRFI 178's bitvectors: their representation, and the procedures that create, read, fill,
;;; copy and convert them.

(define-library (cairn bitvectors)
  (export bit->integer bit->boolean
          make-bitvector bitvector bitvector-unfold bitvector-unfold-right bitvector-copy
          bitvector-reverse-copy bitvector-append bitvector-concatenate
          bitvector-append-subbitvectors
          bitvector? bitvector-empty? bitvector=? bitvector=
          bitvector-ref/int bitvector-ref/bool bitvector-length
          bitvector-set! bitvector-swap! bitvector-fill! bitvector-reverse!
          bitvector-copy! bitvector-reverse-copy!
          bitvector->list/int bitvector->list/bool
          reverse-bitvector->list/int reverse-bitvector->list/bool
          list->bitvector reverse-list->bitvector
          bitvector->vector/int bitvector->vector/bool vector->bitvector
          reverse-bitvector->vector/int reverse-bitvector->vector/bool
          reverse-vector->bitvector
          bitvector->string string->bitvector bitvector->integer integer->bitvector
          make-bitvector/int-generator make-bitvector/bool-generator make-bitvector-accumulator
          ;; for (cairn bitvectors operations)
          tabulate check-field)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) arithmetic-shift bitwise-and)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type bitvector
      (make bits)
      bitvector?
      (bits bits))

    ;; A bit, given as 0 and 1 or as a boolean.
    (define (bit->integer x)
      (cond ((or (eqv? x 0) (eqv? x 1)) x)
            ((boolean? x) (if x 1 0))
            (else (error "bitvector: expected a bit, got" x))))

    (define (bit->boolean bit) (= (bit->integer bit) 1))

    (define (bitvector-length v) (bytevector-length (bits v)))
    (define (bitvector-ref/int v i) (bytevector-u8-ref (bits v) i))
    (define (bitvector-ref/bool v i) (= 1 (bitvector-ref/int v i)))
    (define (bitvector-set! v i bit) (bytevector-u8-set! (bits v) i (bit->integer bit)))

    (define (check-field who v start end)
      (unless (and (exact-integer? start) (exact-integer? end)
                   (<= 0 start end (bitvector-length v)))
        (error (string-append who ": no such range") start end)))

    ;; --- constructors ---

    (define make-bitvector
      (case-lambda
        ((n) (make (make-bytevector n 0)))
        ((n bit) (make (make-bytevector n (bit->integer bit))))))

    (define (bitvector . bits) (list->bitvector bits))

    ;; The bitvector of the bits (f i) for i below n.
    (define (tabulate n f)
      (let ((bytes (make-bytevector n)))
        (do ((i 0 (+ i 1)))
            ((= i n) (make bytes))
          (bytevector-u8-set! bytes i (f i)))))

    ;; Fills the bits at the indices from `start` on, `step` apart, in order.
    (define (unfolded f n start step seeds)
      (let ((v (make-bitvector n)))
        (let loop ((left n) (i start) (seeds seeds))
          (if (= left 0)
              v
              (call-with-values
                (lambda () (apply f i seeds))
                (lambda (bit . seeds)
                  (bitvector-set! v i bit)
                  (loop (- left 1) (+ i step) seeds)))))))

    (define (bitvector-unfold f n . seeds)
      (%check-procedure 'bitvector-unfold f)
      (unfolded f n 0 1 seeds))
    (define (bitvector-unfold-right f n . seeds)
      (%check-procedure 'bitvector-unfold-right f)
      (unfolded f n (- n 1) -1 seeds))

    (define bitvector-copy
      (case-lambda
        ((v) (make (bytevector-copy (bits v))))
        ((v start) (make (bytevector-copy (bits v) start)))
        ((v start end) (make (bytevector-copy (bits v) start end)))))

    ;; (define-ranged (name v start end) body): the range defaults to all of v.
    (define-syntax define-ranged
      (syntax-rules ()
        ((_ (name v start end) body ...)
         (define name
           (case-lambda
             ((v) (name v 0))
             ((v start) (name v start (bitvector-length v)))
             ((v start end)
              (check-field (symbol->string 'name) v start end)
              body ...))))))

    (define-ranged (bitvector-reverse-copy v start end)
      (tabulate (- end start) (lambda (i) (bitvector-ref/int v (- end i 1)))))

    (define (bitvector-append . vs) (bitvector-concatenate vs))
    (define (bitvector-concatenate vs)
      (make (apply bytevector-append (map bits vs))))

    ;; Each vector is followed by a start and an end.
    (define (bitvector-append-subbitvectors . arguments)
      (let loop ((rest arguments) (parts '()))
        (if (null? rest)
            (bitvector-concatenate (reverse parts))
            (loop (cdr (cdr (cdr rest)))
                  (cons (bitvector-copy (car rest) (cadr rest) (car (cddr rest))) parts)))))

    ;; --- comparison ---

    (define (bitvector-empty? v) (= 0 (bitvector-length v)))

    (define (bitvector=? . vs)
      (or (null? vs)
          (let ((first (bits (car vs))))
            (let loop ((rest (cdr vs)))
              (or (null? rest)
                  (and (equal? first (bits (car rest))) (loop (cdr rest))))))))

    ;; The name in earlier drafts.
    (define bitvector= bitvector=?)

    ;; --- mutation ---

    (define (bitvector-swap! v i j)
      (let ((bit (bitvector-ref/int v i)))
        (bitvector-set! v i (bitvector-ref/int v j))
        (bitvector-set! v j bit)))

    (define bitvector-fill!
      (case-lambda
        ((v bit) (bitvector-fill! v bit 0))
        ((v bit start) (bitvector-fill! v bit start (bitvector-length v)))
        ((v bit start end)
         (check-field "bitvector-fill!" v start end)
         (let ((bit (bit->integer bit)))
           (do ((i start (+ i 1)))
               ((= i end))
             (bitvector-set! v i bit))))))

    (define-ranged (bitvector-reverse! v start end)
      (do ((i start (+ i 1))
           (j (- end 1) (- j 1)))
          ((>= i j))
        (bitvector-swap! v i j)))

    (define bitvector-copy!
      (case-lambda
        ((to at from) (bytevector-copy! (bits to) at (bits from)))
        ((to at from start) (bytevector-copy! (bits to) at (bits from) start))
        ((to at from start end) (bytevector-copy! (bits to) at (bits from) start end))))

    (define bitvector-reverse-copy!
      (case-lambda
        ((to at from) (bitvector-reverse-copy! to at from 0))
        ((to at from start) (bitvector-reverse-copy! to at from start (bitvector-length from)))
        ((to at from start end)
         (bitvector-copy! to at (bitvector-reverse-copy from start end)))))

    ;; --- conversion ---

    (define-ranged (bitvector->list/int v start end)
      (let loop ((i (- end 1)) (list '()))
        (if (< i start) list (loop (- i 1) (cons (bitvector-ref/int v i) list)))))
    (define (bitvector->list/bool v . range)
      (map bit->boolean (apply bitvector->list/int v range)))
    (define (reverse-bitvector->list/int v . range)
      (reverse (apply bitvector->list/int v range)))
    (define (reverse-bitvector->list/bool v . range)
      (reverse (apply bitvector->list/bool v range)))

    (define (list->bitvector list)
      (make (apply bytevector (map bit->integer list))))
    (define (reverse-list->bitvector list)
      (list->bitvector (reverse list)))

    (define (bitvector->vector/int v . range)
      (list->vector (apply bitvector->list/int v range)))
    (define (bitvector->vector/bool v . range)
      (list->vector (apply bitvector->list/bool v range)))
    (define (reverse-bitvector->vector/int v . range)
      (list->vector (apply reverse-bitvector->list/int v range)))
    (define (reverse-bitvector->vector/bool v . range)
      (list->vector (apply reverse-bitvector->list/bool v range)))
    (define (vector->bitvector vector . range)
      (list->bitvector (apply vector->list vector range)))
    (define (reverse-vector->bitvector vector . range)
      (reverse-list->bitvector (apply vector->list vector range)))

    (define (bitvector->string v)
      (list->string
        (cons #\# (cons #\* (map (lambda (bit) (if (= bit 1) #\1 #\0)) (bitvector->list/int v))))))

    ;; The bitvector of a literal #*1010, or #f.
    (define (string->bitvector string)
      (let ((chars (string->list string)))
        (and (>= (length chars) 2)
             (char=? (car chars) #\#)
             (char=? (cadr chars) #\*)
             (let loop ((chars (cddr chars)) (bits '()))
               (cond ((null? chars) (reverse-list->bitvector bits))
                     ((char=? (car chars) #\0) (loop (cdr chars) (cons 0 bits)))
                     ((char=? (car chars) #\1) (loop (cdr chars) (cons 1 bits)))
                     (else #f))))))

    ;; Bit 0 is the least significant one.
    (define (bitvector->integer v)
      (let loop ((i (- (bitvector-length v) 1)) (n 0))
        (if (< i 0) n (loop (- i 1) (+ (* 2 n) (bitvector-ref/int v i))))))

    (define integer->bitvector
      (case-lambda
        ((n) (integer->bitvector n (let loop ((n n) (size 0))
                                     (if (= n 0) size (loop (quotient n 2) (+ size 1))))))
        ((n size)
         (tabulate size (lambda (i) (bitwise-and 1 (arithmetic-shift n (- i))))))))

    ;; --- generators ---

    (define (generator v get)
      (let ((i 0))
        (lambda ()
          (if (< i (bitvector-length v))
              (begin
                (set! i (+ i 1))
                (get v (- i 1)))
              (eof-object)))))

    (define (make-bitvector/int-generator v) (generator v bitvector-ref/int))
    (define (make-bitvector/bool-generator v) (generator v bitvector-ref/bool))

    (define (make-bitvector-accumulator)
      (let ((bits '()))
        (lambda (x)
          (if (eof-object? x)
              (reverse-list->bitvector bits)
              (set! bits (cons (bit->integer x) bits))))))))
