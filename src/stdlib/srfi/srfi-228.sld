;;; SRFI 228: comparators made of comparators.

(define-library (srfi 228)
  (export make-wrapper-comparator make-product-comparator make-sum-comparator
          comparator-one comparator-zero)
  (import (scheme base) (only (cairn base) every) (srfi 128))
  (begin
    (define (check name comparator)
      (unless (comparator? comparator)
        (error (string-append name ": expected a comparator, got") comparator)))

    ;; Compares the objects of a type by what they contain.
    (define (make-wrapper-comparator type-test unwrap contents)
      (check "make-wrapper-comparator" contents)
      (let ((same? (comparator-equality-predicate contents))
            (less? (and (comparator-ordered? contents) (comparator-ordering-predicate contents)))
            (hash (and (comparator-hashable? contents) (comparator-hash-function contents))))
        (make-comparator
         type-test
         (lambda (a b) (same? (unwrap a) (unwrap b)))
         (and less? (lambda (a b) (less? (unwrap a) (unwrap b))))
         (and hash (lambda (a) (hash (unwrap a)))))))

    ;; Any two objects are the same.
    (define comparator-one
      (make-comparator (lambda (a) #t) (lambda (a b) #t) (lambda (a b) #f) (lambda (a) 0)))

    ;; There are no objects.
    (define comparator-zero
      (let ((fail (lambda (a . more) (error "comparator-zero: expected no object, got" a))))
        (make-comparator (lambda (a) #f) fail fail fail)))

    ;; Compares by each comparator in turn, the leftmost first.
    (define (make-product-comparator . comparators)
      (for-each (lambda (comparator) (check "make-product-comparator" comparator)) comparators)
      (if (null? comparators)
          comparator-one
          (make-comparator
           (lambda (a) (every (lambda (comparator) (comparator-test-type comparator a)) comparators))
           (lambda (a b)
             (every (lambda (comparator) ((comparator-equality-predicate comparator) a b)) comparators))
           (and (every comparator-ordered? comparators)
                (lambda (a b)
                  (let loop ((rest comparators))
                    (and (pair? rest)
                         (or ((comparator-ordering-predicate (car rest)) a b)
                             (and ((comparator-equality-predicate (car rest)) a b)
                                  (loop (cdr rest))))))))
           (and (every comparator-hashable? comparators)
                (lambda (a)
                  (let loop ((rest comparators) (hash 5381))
                    (if (null? rest)
                        hash
                        (loop (cdr rest)
                              (modulo (+ (* 33 hash) (comparator-hash (car rest) a)) 33554393)))))))))

    ;; Compares objects of several types: those of a comparator further left come first.
    (define (make-sum-comparator . comparators)
      (for-each (lambda (comparator) (check "make-sum-comparator" comparator)) comparators)
      (letrec
          ;; The comparators from the one on that is for an object; none is the empty list.
          ((from
            (lambda (a)
              (let loop ((rest comparators))
                (if (or (null? rest) (comparator-test-type (car rest) a)) rest (loop (cdr rest))))))
           (relevant
            (lambda (a)
              (let ((found (from a)))
                (when (null? found) (error "make-sum-comparator: no comparator is for" a))
                found))))
        (if (null? comparators)
            comparator-zero
            (make-comparator
             (lambda (a) (pair? (from a)))
             (lambda (a b)
               (let ((of-a (relevant a)) (of-b (relevant b)))
                 (and (eq? of-a of-b) ((comparator-equality-predicate (car of-a)) a b))))
             (and (every comparator-ordered? comparators)
                  (lambda (a b)
                    (let ((of-a (relevant a)) (of-b (relevant b)))
                      (if (eq? of-a of-b)
                          ((comparator-ordering-predicate (car of-a)) a b)
                          (> (length of-a) (length of-b))))))
             (and (every comparator-hashable? comparators)
                  (lambda (a) (comparator-hash (car (relevant a)) a)))))))))
