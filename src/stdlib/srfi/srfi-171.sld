;;; SRFI 171: transducers.
;;;
;;; A reducer is called with no arguments for the initial value, with one for the last step, and
;;; with two, the result so far and an input, for each step between. A transducer derives a
;;; reducer from another one. A stateful transducer creates its state when it receives the
;;; reducer, so that it can be reused.

(define-library (srfi 171)
  (export
    rcons reverse-rcons rcount rany revery
    list-transduce vector-transduce string-transduce bytevector-u8-transduce port-transduce
    generator-transduce
    tmap tfilter tremove tfilter-map treplace tdrop tdrop-while ttake ttake-while
    tconcatenate tappend-map tflatten tdelete-neighbor-duplicates tdelete-duplicates
    tsegment tpartition tadd-between tenumerate tlog)
  (import (scheme base)
          (scheme case-lambda)
          (scheme write)
          (only (cairn base)
                hash-table? make-hash-table hash-table-contains? hash-table-set!
                hash-table-ref/default)
          (srfi 171 meta)
          (only (cairn checks) %check-procedure))
  (begin
    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))

    (define (check-count who n)
      (unless (and (exact-integer? n) (>= n 0))
        (wrong who "an exact integer that is not negative" n)))

    ;;; Applying transducers

    (define-syntax define-transduction
      (syntax-rules ()
        ((_ name reduce)
         (define name
           (case-lambda
             ((transducer f source) (name transducer f (f) source))
             ((transducer f identity source)
              (let ((reducer (transducer f)))
                (reducer (reduce reducer identity source)))))))))

    (define-transduction list-transduce list-reduce)
    (define-transduction vector-transduce vector-reduce)
    (define-transduction string-transduce string-reduce)
    (define-transduction bytevector-u8-transduce bytevector-u8-reduce)
    (define-transduction generator-transduce generator-reduce)

    (define port-transduce
      (case-lambda
        ((transducer f reader) (generator-transduce transducer f reader))
        ((transducer f reader port) (port-transduce transducer f (f) reader port))
        ((transducer f identity reader port)
         (let ((reducer (transducer f)))
           (reducer (port-reduce reducer identity reader port))))))

    ;;; Reducers

    (define rcons
      (case-lambda
        (() '())
        ((items) (reverse items))
        ((items x) (cons x items))))

    (define reverse-rcons
      (case-lambda
        (() '())
        ((items) items)
        ((items x) (cons x items))))

    (define rcount
      (case-lambda
        (() 0)
        ((n) n)
        ((n x) (+ n 1))))

    (define (rany pred)
      (case-lambda
        (() #f)
        ((result) result)
        ((result x)
         (let ((y (pred x)))
           (if y (reduced y) #f)))))

    (define (revery pred)
      (case-lambda
        (() #t)
        ((result) result)
        ((result x) (or (pred x) (reduced #f)))))

    ;;; Transducers

    ;; The reducer that handles an input this way, and otherwise behaves like the given one.
    (define-syntax step
      (syntax-rules ()
        ((_ reducer (result x) body ...)
         (case-lambda
           (() (reducer))
           ((result) (reducer result))
           ((result x) body ...)))))

    (define (tmap f)
      (lambda (reducer)
        (step reducer (result x)
          (reducer result (f x)))))

    (define (tfilter pred)
      (lambda (reducer)
        (step reducer (result x)
          (if (pred x) (reducer result x) result))))

    (define (tremove pred)
      (lambda (reducer)
        (step reducer (result x)
          (if (pred x) result (reducer result x)))))

    (define (tfilter-map f)
      (lambda (reducer)
        (step reducer (result x)
          (let ((y (f x)))
            (if y (reducer result y) result)))))

    (define (treplace mapping)
      (tmap (replacement mapping)))

    (define (replacement mapping)
      (cond ((procedure? mapping) mapping)
            ((hash-table? mapping) (lambda (x) (hash-table-ref/default mapping x x)))
            ((list? mapping)
             (lambda (x)
               (let ((entry (assoc x mapping)))
                 (if entry (cdr entry) x))))
            (else
             (wrong 'treplace "an association list, a hash table or a procedure" mapping))))

    (define (tdrop n)
      (check-count 'tdrop n)
      (lambda (reducer)
        (let ((left n))
          (step reducer (result x)
            (if (> left 0)
                (begin
                  (set! left (- left 1))
                  result)
                (reducer result x))))))

    (define (tdrop-while pred)
      (lambda (reducer)
        (let ((dropping? #t))
          (step reducer (result x)
            (if (and dropping? (pred x))
                result
                (begin
                  (set! dropping? #f)
                  (reducer result x)))))))

    (define (ttake n)
      (check-count 'ttake n)
      (lambda (reducer)
        (let ((left n))
          (step reducer (result x)
            (if (= left 0)
                (ensure-reduced result)
                (let ((result (reducer result x)))
                  (set! left (- left 1))
                  (if (= left 0) (ensure-reduced result) result)))))))

    (define ttake-while
      (case-lambda
        ((pred) (ttake-while pred (lambda (result x) result)))
        ((pred last)
         (%check-procedure 'ttake-while pred)
         (lambda (reducer)
           (let ((taking? #t))
             (step reducer (result x)
               (if (and taking? (pred x))
                   (reducer result x)
                   (begin
                     (set! taking? #f)
                     (ensure-reduced (last result x))))))))))

    (define (tconcatenate reducer)
      (let ((preserving (preserving-reduced reducer)))
        (step reducer (result items)
          (list-reduce preserving result items))))

    (define (tappend-map f)
      (lambda (reducer) ((tmap f) (tconcatenate reducer))))

    (define (tflatten reducer)
      (define (flatten result x)
        (if (list? x)
            (list-reduce (preserving-reduced flatten) result x)
            (reducer result x)))
      (step reducer (result x)
        (flatten result x)))

    ;; A marker for the absence of an input.
    (define nothing (list 'nothing))

    (define tdelete-neighbor-duplicates
      (case-lambda
        (() (tdelete-neighbor-duplicates equal?))
        ((same?)
         (lambda (reducer)
           (let ((last nothing))
             (step reducer (result x)
               (if (and (not (eq? last nothing)) (same? last x))
                   result
                   (begin
                     (set! last x)
                     (reducer result x)))))))))

    (define tdelete-duplicates
      (case-lambda
        (() (tdelete-duplicates equal?))
        ((same?)
         (lambda (reducer)
           (let ((new? (once same?)))
             (step reducer (result x)
               (if (new? x) (reducer result x) result)))))))

    ;; A procedure that tells whether it is called with an object for the first time.
    (define (once same?)
      (if (memq same? (list eq? eqv? equal?))
          (let ((seen (make-hash-table same?)))
            (lambda (x)
              (and (not (hash-table-contains? seen x))
                   (begin
                     (hash-table-set! seen x #t)
                     #t))))
          (let ((seen '()))
            (lambda (x)
              (and (not (member x seen (lambda (x y) (same? y x))))
                   (begin
                     (set! seen (cons x seen))
                     #t))))))

    ;; The last step of a reducer that may still hold a group, which becomes an input first.
    (define (flush reducer result group)
      (reducer
       (if (null? group)
           result
           (let ((result (reducer result (reverse group))))
             (if (reduced? result) (unreduce result) result)))))

    (define (tsegment n)
      (unless (and (exact-integer? n) (> n 0))
        (wrong 'tsegment "an exact integer that is positive" n))
      (lambda (reducer)
        (let ((group '()) (size 0))
          (case-lambda
            (() (reducer))
            ((result)
             (let ((last group))
               (set! group '())
               (flush reducer result last)))
            ((result x)
             (set! group (cons x group))
             (set! size (+ size 1))
             (if (< size n)
                 result
                 (let ((full (reverse group)))
                   (set! group '())
                   (set! size 0)
                   (reducer result full))))))))

    (define (tpartition pred)
      (lambda (reducer)
        (let ((group '()) (kind nothing))
          (case-lambda
            (() (reducer))
            ((result)
             (let ((last group))
               (set! group '())
               (flush reducer result last)))
            ((result x)
             (let ((before kind))
               (set! kind (pred x))
               (if (or (null? group) (equal? kind before))
                   (begin
                     (set! group (cons x group))
                     result)
                   (let ((full (reverse group)))
                     (set! group (list x))
                     (reducer result full)))))))))

    (define (tadd-between value)
      (lambda (reducer)
        (let ((first? #t))
          (step reducer (result x)
            (if first?
                (begin
                  (set! first? #f)
                  (reducer result x))
                (let ((result (reducer result value)))
                  (if (reduced? result) result (reducer result x))))))))

    (define tenumerate
      (case-lambda
        (() (tenumerate 0))
        ((start)
         (lambda (reducer)
           (let ((i start))
             (step reducer (result x)
               (let ((entry (cons i x)))
                 (set! i (+ i 1))
                 (reducer result entry))))))))

    (define tlog
      (case-lambda
        (() (tlog (lambda (result x) (write x) (newline))))
        ((log)
         (lambda (reducer)
           (step reducer (result x)
             (log result x)
             (reducer result x))))))))
