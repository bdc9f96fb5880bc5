;;; SRFI 127: lazy sequences.
;;;
;;; A lazy sequence is a list that may end in a generator instead of (), which yields the
;;; remaining elements. `lseq-cdr` replaces the generator by a pair as soon as it is reached.
;;; Sequences derived from others are implemented by generators over them.

(define-library (srfi 127)
  (export
    generator->lseq lseq? lseq=? lseq-car lseq-cdr (rename lseq-car lseq-first)
    (rename lseq-cdr lseq-rest) lseq-ref lseq-take lseq-drop
    lseq-realize lseq->generator lseq-length lseq-append lseq-zip
    lseq-map lseq-for-each lseq-filter lseq-remove
    lseq-find lseq-find-tail lseq-any lseq-every lseq-index lseq-take-while lseq-drop-while
    lseq-member lseq-memq lseq-memv)
  (import (scheme base)
          (scheme case-lambda)
          (only (srfi 158) gappend gfilter gmap gremove gtake-while)
          (only (cairn checks) %check-procedure))
  (begin
    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))

    ;; Whether the sequence ends here; an error if it is not a sequence.
    (define (end? who lseq)
      (cond ((pair? lseq) #f)
            ((null? lseq) #t)
            (else (wrong who "a lazy sequence" lseq))))

    (define (check-index who i)
      (unless (and (exact-integer? i) (>= i 0))
        (wrong who "an exact integer that is not negative" i)))

    (define (generator->lseq gen)
      (let ((x (gen)))
        (if (eof-object? x) '() (cons x gen))))

    ;; The generator of the elements. It never reads ahead.
    (define (walk who lseq)
      (end? who lseq)
      (let ((last (cons #f lseq)))
        (lambda ()
          (let ((rest (lseq-cdr last)))
            (if (end? who rest)
                (eof-object)
                (begin
                  (set! last rest)
                  (car rest)))))))

    (define (lseq->generator lseq) (walk 'lseq->generator lseq))

    (define (lseq? x)
      (let loop ((slow x) (fast x))
        (cond ((not (pair? fast)) (or (null? fast) (procedure? fast)))
              ((not (pair? (cdr fast))) (loop slow (cdr fast)))
              (else
               (let ((slow (cdr slow)) (fast (cddr fast)))
                 (and (not (eq? slow fast)) (loop slow fast)))))))

    (define (lseq=? same? a b)
      (let loop ((a a) (b b))
        (cond ((end? 'lseq=? a) (end? 'lseq=? b))
              ((end? 'lseq=? b) #f)
              ((eq? a b) #t)
              ((same? (car a) (car b)) (loop (lseq-cdr a) (lseq-cdr b)))
              (else #f))))

    ;;; Selectors

    (define (lseq-car lseq)
      (if (pair? lseq) (car lseq) (wrong 'lseq-car "a lazy sequence with elements" lseq)))

    (define (lseq-cdr lseq)
      (unless (pair? lseq) (wrong 'lseq-cdr "a lazy sequence with elements" lseq))
      (let ((rest (cdr lseq)))
        (if (procedure? rest)
            (let ((rest (generator->lseq rest)))
              (set-cdr! lseq rest)
              rest)
            rest)))

    (define (lseq-ref lseq i)
      (check-index 'lseq-ref i)
      (let loop ((lseq lseq) (k i))
        (cond ((end? 'lseq-ref lseq) (wrong 'lseq-ref "an index in the sequence" i))
              ((= k 0) (car lseq))
              (else (loop (lseq-cdr lseq) (- k 1))))))

    (define (lseq-take lseq i)
      (check-index 'lseq-take i)
      (let ((next (walk 'lseq-take lseq)) (left i))
        (generator->lseq
         (lambda ()
           (if (= left 0)
               (eof-object)
               (let ((x (next)))
                 (when (eof-object? x) (wrong 'lseq-take "no more than the sequence has" i))
                 (set! left (- left 1))
                 x))))))

    (define (lseq-drop lseq i)
      (check-index 'lseq-drop i)
      (let loop ((lseq lseq) (k i))
        (cond ((= k 0) lseq)
              ((end? 'lseq-drop lseq) (wrong 'lseq-drop "no more than the sequence has" i))
              (else (loop (lseq-cdr lseq) (- k 1))))))

    ;;; The whole sequence

    (define (lseq-realize lseq)
      (let loop ((rest lseq))
        (if (end? 'lseq-realize rest) lseq (loop (lseq-cdr rest)))))

    (define (lseq-length lseq)
      (let loop ((rest lseq) (n 0))
        (if (end? 'lseq-length rest) n (loop (lseq-cdr rest) (+ n 1)))))

    (define (lseq-append . lseqs)
      (generator->lseq
       (apply gappend (map (lambda (lseq) (walk 'lseq-append lseq)) lseqs))))

    (define (lseq-zip lseq . more)
      (made-of 'lseq-zip gmap list (cons lseq more)))

    ;; The sequence that a generator on these sequences yields.
    (define (made-of who operation f lseqs)
      (generator->lseq
       (apply operation f (map (lambda (lseq) (walk who lseq)) lseqs))))

    ;;; Mapping and filtering

    (define (lseq-map f lseq . more)
      (%check-procedure 'lseq-map f)
      (made-of 'lseq-map gmap f (cons lseq more)))
    (define (lseq-filter pred lseq)
      (%check-procedure 'lseq-filter pred)
      (made-of 'lseq-filter gfilter pred (list lseq)))
    (define (lseq-remove pred lseq)
      (%check-procedure 'lseq-remove pred)
      (made-of 'lseq-remove gremove pred (list lseq)))
    (define (lseq-take-while pred lseq)
      (%check-procedure 'lseq-take-while pred)
      (made-of 'lseq-take-while gtake-while pred (list lseq)))

    ;; Whether one of several sequences ends here.
    (define (some-end? who lseqs)
      (and (pair? lseqs)
           (or (end? who (car lseqs)) (some-end? who (cdr lseqs)))))

    (define lseq-for-each
      (case-lambda
        ((f lseq)
         (%check-procedure 'lseq-for-each f)
         (let loop ((lseq lseq))
           (unless (end? 'lseq-for-each lseq)
             (f (car lseq))
             (loop (lseq-cdr lseq)))))
        ((f lseq . more)
         (%check-procedure 'lseq-for-each f)
         (let ((lseqs (cons lseq more)))
           (let loop ((lseqs lseqs))
             (unless (some-end? 'lseq-for-each lseqs)
               (apply f (map car lseqs))
               (loop (map lseq-cdr lseqs))))))))

    ;;; Searching

    (define (lseq-find pred lseq)
      (%check-procedure 'lseq-find pred)
      (let ((tail (tail-with 'lseq-find pred lseq)))
        (and tail (car tail))))

    (define (lseq-find-tail pred lseq)
      (%check-procedure 'lseq-find-tail pred)
      (tail-with 'lseq-find-tail pred lseq))

    (define (tail-with who pred lseq)
      (let loop ((lseq lseq))
        (cond ((end? who lseq) #f)
              ((pred (car lseq)) lseq)
              (else (loop (lseq-cdr lseq))))))

    (define (lseq-drop-while pred lseq)
      (%check-procedure 'lseq-drop-while pred)
      (let loop ((lseq lseq))
        (if (and (not (end? 'lseq-drop-while lseq)) (pred (car lseq)))
            (loop (lseq-cdr lseq))
            lseq)))

    (define lseq-any
      (case-lambda
        ((pred lseq)
         (%check-procedure 'lseq-any pred)
         (let loop ((lseq lseq))
           (and (not (end? 'lseq-any lseq))
                (or (pred (car lseq)) (loop (lseq-cdr lseq))))))
        ((pred lseq . more)
         (%check-procedure 'lseq-any pred)
         (let loop ((lseqs (cons lseq more)))
           (and (not (some-end? 'lseq-any lseqs))
                (or (apply pred (map car lseqs)) (loop (map lseq-cdr lseqs))))))))

    (define lseq-every
      (case-lambda
        ((pred lseq)
         (%check-procedure 'lseq-every pred)
         (let loop ((lseq lseq) (last #t))
           (if (end? 'lseq-every lseq)
               last
               (let ((x (pred (car lseq))))
                 (and x (loop (lseq-cdr lseq) x))))))
        ((pred lseq . more)
         (%check-procedure 'lseq-every pred)
         (let loop ((lseqs (cons lseq more)) (last #t))
           (if (some-end? 'lseq-every lseqs)
               last
               (let ((x (apply pred (map car lseqs))))
                 (and x (loop (map lseq-cdr lseqs) x))))))))

    (define (lseq-index pred lseq . more)
      (%check-procedure 'lseq-index pred)
      (let loop ((lseqs (cons lseq more)) (i 0))
        (cond ((some-end? 'lseq-index lseqs) #f)
              ((apply pred (map car lseqs)) i)
              (else (loop (map lseq-cdr lseqs) (+ i 1))))))

    (define lseq-member
      (case-lambda
        ((x lseq) (lseq-member x lseq equal?))
        ((x lseq same?) (tail-with 'lseq-member (lambda (y) (same? x y)) lseq))))
    (define (lseq-memq x lseq) (tail-with 'lseq-memq (lambda (y) (eq? x y)) lseq))
    (define (lseq-memv x lseq) (tail-with 'lseq-memv (lambda (y) (eqv? x y)) lseq))))
