;;; SRFI 151: bitwise operations. The operations on whole integers are in (cairn base); here are
;;; those on fields, and on bits as booleans.

(define-library (srfi 151)
  (export bitwise-not bitwise-and bitwise-ior bitwise-xor bitwise-eqv bitwise-nand bitwise-nor
          bitwise-andc1 bitwise-andc2 bitwise-orc1 bitwise-orc2
          arithmetic-shift bit-count integer-length bitwise-if
          bit-set? copy-bit bit-swap any-bit-set? every-bit-set? first-set-bit
          bit-field bit-field-any? bit-field-every? bit-field-clear bit-field-set
          bit-field-replace bit-field-replace-same bit-field-rotate bit-field-reverse
          bits->list list->bits bits->vector vector->bits bits
          bitwise-fold bitwise-for-each bitwise-unfold make-bitwise-generator)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) bitwise-not bitwise-and bitwise-ior bitwise-xor arithmetic-shift
                bit-count integer-length bit-set? first-set-bit))
  (begin
    ;; --- whole integers

    (define (bitwise-eqv . integers)
      (let loop ((acc -1) (rest integers))
        (if (null? rest)
            acc
            (loop (bitwise-not (bitwise-xor acc (car rest))) (cdr rest)))))

    (define (bitwise-nand i j) (bitwise-not (bitwise-and i j)))
    (define (bitwise-nor i j) (bitwise-not (bitwise-ior i j)))
    (define (bitwise-andc1 i j) (bitwise-and (bitwise-not i) j))
    (define (bitwise-andc2 i j) (bitwise-and i (bitwise-not j)))
    (define (bitwise-orc1 i j) (bitwise-ior (bitwise-not i) j))
    (define (bitwise-orc2 i j) (bitwise-ior i (bitwise-not j)))

    (define (bitwise-if mask i j)
      (bitwise-ior (bitwise-and mask i) (bitwise-andc1 mask j)))

    (define (any-bit-set? test i) (not (zero? (bitwise-and test i))))
    (define (every-bit-set? test i) (= test (bitwise-and test i)))

    ;; --- single bits

    (define (check-index who index)
      (unless (and (exact-integer? index) (not (negative? index)))
        (error (string-append who ": expected the index of a bit, got") index)))

    (define (copy-bit index i bit)
      (check-index "copy-bit" index)
      (let ((mask (arithmetic-shift 1 index)))
        (if bit
            (bitwise-ior i mask)
            (bitwise-andc2 i mask))))

    (define (bit-swap index1 index2 i)
      (check-index "bit-swap" index1)
      (check-index "bit-swap" index2)
      (copy-bit index1 (copy-bit index2 i (bit-set? index1 i)) (bit-set? index2 i)))

    ;; --- fields

    (define (ones n) (- (arithmetic-shift 1 n) 1))

    (define (check-field who start end)
      (check-index who start)
      (check-index who end)
      (when (> start end)
        (error (string-append who ": the field ends before it starts") start end)))

    ;; The ones of a field, in their place.
    (define (field-mask who start end)
      (check-field who start end)
      (arithmetic-shift (ones (- end start)) start))

    (define (bit-field i start end)
      (check-field "bit-field" start end)
      (bitwise-and (arithmetic-shift i (- start)) (ones (- end start))))

    (define (bit-field-any? i start end)
      (any-bit-set? (field-mask "bit-field-any?" start end) i))
    (define (bit-field-every? i start end)
      (every-bit-set? (field-mask "bit-field-every?" start end) i))
    (define (bit-field-clear i start end)
      (bitwise-andc2 i (field-mask "bit-field-clear" start end)))
    (define (bit-field-set i start end)
      (bitwise-ior i (field-mask "bit-field-set" start end)))

    (define (bit-field-replace to from start end)
      (bitwise-if (field-mask "bit-field-replace" start end) (arithmetic-shift from start) to))
    (define (bit-field-replace-same to from start end)
      (bitwise-if (field-mask "bit-field-replace-same" start end) from to))

    (define (bit-field-rotate i count start end)
      (check-field "bit-field-rotate" start end)
      (let ((width (- end start)))
        (if (zero? width)
            i
            (let ((field (bit-field i start end))
                  (count (modulo count width)))
              (bit-field-replace i
                                 (bitwise-ior (arithmetic-shift field count)
                                              (arithmetic-shift field (- count width)))
                                 start
                                 end)))))

    (define (bit-field-reverse i start end)
      (check-field "bit-field-reverse" start end)
      (let loop ((field (bit-field i start end)) (n (- end start)) (reversed 0))
        (if (zero? n)
            (bit-field-replace i reversed start end)
            (loop (arithmetic-shift field -1)
                  (- n 1)
                  (bitwise-ior (arithmetic-shift reversed 1) (bitwise-and field 1))))))

    ;; --- bits as booleans

    (define bits->list
      (case-lambda
        ((i) (bits->list i (integer-length i)))
        ((i len)
         (check-index "bits->list" len)
         (let loop ((k (- len 1)) (bits '()))
           (if (negative? k)
               bits
               (loop (- k 1) (cons (bit-set? k i) bits)))))))

    (define bits->vector
      (case-lambda
        ((i) (bits->vector i (integer-length i)))
        ((i len)
         (check-index "bits->vector" len)
         (let ((bits (make-vector len #f)))
           (do ((k 0 (+ k 1)))
               ((= k len) bits)
             (vector-set! bits k (bit-set? k i)))))))

    (define (list->bits bits)
      (let loop ((bits (reverse bits)) (i 0))
        (cond ((null? bits) i)
              ((boolean? (car bits))
               (loop (cdr bits) (+ (* 2 i) (if (car bits) 1 0))))
              (else (error "list->bits: expected a boolean, got" (car bits))))))
    (define (vector->bits bits) (list->bits (vector->list bits)))
    (define (bits . bits) (list->bits bits))

    ;; --- folding and unfolding

    (define (bitwise-fold f seed i)
      (let ((n (integer-length i)))
        (let loop ((k 0) (acc seed))
          (if (= k n)
              acc
              (loop (+ k 1) (f (bit-set? k i) acc))))))

    (define (bitwise-for-each f i)
      (let ((n (integer-length i)))
        (do ((k 0 (+ k 1)))
            ((= k n))
          (f (bit-set? k i)))))

    (define (bitwise-unfold stop? mapper successor seed)
      (let loop ((seed seed) (bits '()))
        (if (stop? seed)
            (list->bits (reverse bits))
            (loop (successor seed) (cons (and (mapper seed) #t) bits)))))

    (define make-bitwise-generator
      (case-lambda
        ((i) (make-bitwise-generator i 0))
        ((i start)
         (check-index "make-bitwise-generator" start)
         (let ((rest (arithmetic-shift i (- start))))
           (lambda ()
             (let ((bit (odd? rest)))
               (set! rest (arithmetic-shift rest -1))
               bit))))))))
