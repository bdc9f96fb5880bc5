;;; SRFI 162: comparators sublibrary. Variables bound to common comparators, and the
;;; least and greatest of several objects.

(define-library (srfi 162)
  (export comparator-max comparator-min comparator-max-in-list comparator-min-in-list
          default-comparator boolean-comparator real-comparator char-comparator
          char-ci-comparator string-comparator string-ci-comparator pair-comparator
          list-comparator vector-comparator eq-comparator eqv-comparator equal-comparator)
  (import (scheme base) (scheme char) (srfi 128))
  (begin
    (define default-comparator (make-default-comparator))
    (define boolean-comparator
      (make-comparator boolean? boolean=? (lambda (a b) (and (not a) b)) boolean-hash))
    (define real-comparator (make-comparator real? = < number-hash))
    (define char-comparator (make-comparator char? char=? char<? char-hash))
    (define char-ci-comparator (make-comparator char? char-ci=? char-ci<? char-ci-hash))
    (define string-comparator (make-comparator string? string=? string<? string-hash))
    (define string-ci-comparator
      (make-comparator string? string-ci=? string-ci<? string-ci-hash))
    (define pair-comparator (make-pair-comparator default-comparator default-comparator))
    (define list-comparator
      (make-list-comparator default-comparator list? null? car cdr))
    (define vector-comparator
      (make-vector-comparator default-comparator vector? vector-length vector-ref))
    (define eq-comparator (make-eq-comparator))
    (define eqv-comparator (make-eqv-comparator))
    (define equal-comparator (make-equal-comparator))

    ;; The first element such that no other one is better.
    (define (best better? items)
      (let loop ((best (car items)) (items (cdr items)))
        (if (null? items)
            best
            (loop (if (better? (car items) best) (car items) best) (cdr items)))))

    (define (comparator-min-in-list comparator items)
      (when (null? items) (error "comparator-min-in-list: the list is empty"))
      (best (comparator-ordering-predicate comparator) items))
    (define (comparator-max-in-list comparator items)
      (when (null? items) (error "comparator-max-in-list: the list is empty"))
      (let ((less? (comparator-ordering-predicate comparator)))
        (best (lambda (a b) (less? b a)) items)))

    (define (comparator-min comparator x . more)
      (comparator-min-in-list comparator (cons x more)))
    (define (comparator-max comparator x . more)
      (comparator-max-in-list comparator (cons x more)))))
