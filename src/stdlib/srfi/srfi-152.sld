;;; SRFI 152: a string library consistent with R7RS, built on R7RS and SRFI 13 and 130.

(define-library (srfi 152)
  (export
    string? string-null? string-every string-any
    make-string string string-tabulate string-unfold string-unfold-right
    string->vector string->list vector->string list->string reverse-list->string
    string-length string-ref substring string-copy
    string-take string-take-right string-drop string-drop-right
    string-pad string-pad-right string-trim string-trim-right string-trim-both
    string-replace
    string=? string<? string>? string<=? string>=?
    string-ci=? string-ci<? string-ci>? string-ci<=? string-ci>=?
    string-prefix-length string-suffix-length string-prefix? string-suffix?
    string-index string-index-right string-skip string-skip-right
    string-contains string-contains-right
    string-take-while string-take-while-right string-drop-while string-drop-while-right
    string-span string-break
    string-append string-concatenate string-concatenate-reverse string-join
    string-fold string-fold-right string-map string-for-each
    string-count string-filter string-remove
    string-replicate string-segment string-split
    read-string write-string
    string-set! string-fill! string-copy!)
  (import (scheme base)
          (scheme char)
          (srfi 13 ranges)
          (only (srfi 13)
                string-null? string-every string-any string-tabulate string-unfold
                string-unfold-right reverse-list->string string-take string-take-right
                string-drop string-drop-right string-pad string-pad-right string-replace
                string-prefix-length string-suffix-length string-prefix? string-suffix?
                string-index string-index-right string-skip string-skip-right
                string-contains string-concatenate string-concatenate-reverse string-join
                string-fold string-fold-right string-count string-filter)
          (only (srfi 130)
                string-contains-right string-trim string-trim-right string-trim-both
                string-remove string-replicate string-split))
  (begin
    ;; The end of the longest prefix, or start of the longest suffix, whose characters satisfy
    ;; pred.
    (define (prefix-end s pred start end)
      (or (string-skip s pred start end) end))
    (define (suffix-start s pred start end)
      (let ((last (string-skip-right s pred start end)))
        (if last (+ last 1) start)))

    (define-ranged (string-take-while (s pred) s start end)
      (string-copy s start (prefix-end s pred start end)))
    (define-ranged (string-drop-while (s pred) s start end)
      (string-copy s (prefix-end s pred start end) end))
    (define-ranged (string-take-while-right (s pred) s start end)
      (string-copy s (suffix-start s pred start end) end))
    (define-ranged (string-drop-while-right (s pred) s start end)
      (string-copy s start (suffix-start s pred start end)))

    (define (split-at s at start end)
      (values (string-copy s start at) (string-copy s at end)))

    (define-ranged (string-span (s pred) s start end)
      (split-at s (prefix-end s pred start end) start end))
    (define-ranged (string-break (s pred) s start end)
      (split-at s (or (string-index s pred start end) end) start end))

    (define (string-segment s k)
      (check-string 'string-segment s)
      (unless (and (exact-integer? k) (> k 0))
        (error "string-segment: expected a positive length, got" k))
      (let ((n (string-length s)))
        (let loop ((start 0) (segments '()))
          (if (< start n)
              (let ((end (min n (+ start k))))
                (loop end (cons (string-copy s start end) segments)))
              (reverse segments)))))))
