;;; SRFI 95: sorting and merging of lists, vectors and strings, with an optional procedure that
;;; computes the key.

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
        ((sequence less?)
         (if (string? sequence)
             (list->string (base:sort (string->list sequence) less?))
             (base:sort sequence less?)))
        ((sequence less? key) (sort sequence (by less? key)))))

    ;; Sorts in place: a list keeps its pairs, which get other elements.
    (define sort!
      (case-lambda
        ((sequence less?)
         (cond ((vector? sequence) (base:sort! sequence less?))
               ((string? sequence) (string-copy! sequence 0 (sort sequence less?)))
               (else
                (do ((pairs sequence (cdr pairs))
                     (sorted (base:sort sequence less?) (cdr sorted)))
                    ((null? sorted))
                  (set-car! pairs (car sorted)))))
         sequence)
        ((sequence less? key) (sort! sequence (by less? key)))))

    (define merge
      (case-lambda
        ((a b less?)
         (check-list 'merge a)
         (check-list 'merge b)
         (base:merge less? a b))
        ((a b less? key) (merge a b (by less? key)))))

    ;; Builds the list from the pairs of both.
    (define merge!
      (case-lambda
        ((a b less?)
         (check-list 'merge! a)
         (check-list 'merge! b)
         (let ((head (list #f)))
           (let loop ((last head) (a a) (b b))
             (cond ((null? a) (set-cdr! last b))
                   ((null? b) (set-cdr! last a))
                   ((less? (car b) (car a))
                    (set-cdr! last b)
                    (loop b a (cdr b)))
                   (else
                    (set-cdr! last a)
                    (loop a (cdr a) b))))
           (cdr head)))
        ((a b less? key) (merge! a b (by less? key)))))

    (define sorted?
      (case-lambda
        ((sequence less?) (sorted? sequence less? (lambda (x) x)))
        ((sequence less? key)
         (let ((items (items-of 'sorted? sequence)))
           (or (null? items)
               (let loop ((x (key (car items))) (rest (cdr items)))
                 (or (null? rest)
                     (let ((y (key (car rest))))
                       (and (not (less? y x)) (loop y (cdr rest)))))))))))

    (define (items-of who sequence)
      (cond ((vector? sequence) (vector->list sequence))
            ((string? sequence) (string->list sequence))
            (else (check-list who sequence) sequence)))

    (define (check-list who x)
      (unless (list? x)
        (error (string-append (symbol->string who) ": expected a list, got") x)))))
