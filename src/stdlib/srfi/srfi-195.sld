;;; SRFI 195: boxes of any number of values.
;;;
;;; A box of one value is that of (cairn base), so that SRFI 111 can use it; a box of another
;;; number of values is a record with a vector.

(define-library (srfi 195)
  (export box box? unbox set-box! box-arity unbox-value set-box-value!)
  (import (scheme base)
          (scheme case-lambda)
          (prefix (only (cairn base) box box? unbox set-box!) single:))
  (begin
    (define-record-type multiple-box
      (make-multiple elements)
      multiple?
      (elements elements))

    (define box
      (case-lambda
        ((value) (single:box value))
        (all (make-multiple (list->vector all)))))

    (define (box? x) (or (single:box? x) (multiple? x)))

    (define (unbox box)
      (if (multiple? box)
          (vector->values (elements box))
          (single:unbox box)))

    (define (vector->values v) (apply values (vector->list v)))

    (define set-box!
      (case-lambda
        ((box value)
         (if (multiple? box)
             (set-elements! box (list value))
             (single:set-box! box value)))
        ((box . all) (set-elements! box all))))

    (define (set-elements! box all)
      (unless (= (length all) (arity 'set-box! box))
        (error "set-box!: wrong number of values for" box all))
      (vector-copy! (elements box) 0 (list->vector all)))

    (define (arity name box)
      (cond ((multiple? box) (vector-length (elements box)))
            ((single:box? box) 1)
            (else (error (string-append (symbol->string name) ": expected a box, got") box))))

    (define (box-arity box) (arity 'box-arity box))

    (define (check-index name box i)
      (unless (and (exact-integer? i) (< -1 i (arity name box)))
        (error (string-append (symbol->string name) ": index out of range") i)))

    (define (unbox-value box i)
      (check-index 'unbox-value box i)
      (if (multiple? box)
          (vector-ref (elements box) i)
          (single:unbox box)))

    (define (set-box-value! box i value)
      (check-index 'set-box-value! box i)
      (if (multiple? box)
          (vector-set! (elements box) i value)
          (single:set-box! box value)))))
