;;; SRFI 95: sorting and merging, with an optional procedure that gives the key.

(define-library (srfi 95)
  (export sorted? merge merge! sort sort!)
  (import (scheme base)
          (scheme case-lambda)
          (prefix (only (cairn base) sort sort! merge) base:))
  (begin
    (define (by less? key)
      (lambda (a b) (less? (key a) (key b))))

    (define sort
      (case-lambda
        ((sequence less?) (base:sort sequence less?))
        ((sequence less? key) (base:sort sequence (by less? key)))))
    (define sort!
      (case-lambda
        ((sequence less?) (base:sort! sequence less?))
        ((sequence less? key) (base:sort! sequence (by less? key)))))
    (define merge
      (case-lambda
        ((a b less?) (base:merge less? a b))
        ((a b less? key) (base:merge (by less? key) a b))))
    (define merge! merge)

    (define sorted?
      (case-lambda
        ((sequence less?) (sorted? sequence less? (lambda (x) x)))
        ((sequence less? key)
         (let ((items (if (vector? sequence) (vector->list sequence) sequence)))
           (or (null? items)
               (let loop ((x (key (car items))) (rest (cdr items)))
                 (or (null? rest)
                     (let ((y (key (car rest))))
                       (and (not (less? y x)) (loop y (cdr rest)))))))))))))
