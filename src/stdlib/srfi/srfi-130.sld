;;; SRFI 130: cursor-based strings. Strings are indexed in constant time, so a cursor is an
;;; index, and most procedures are those of SRFI 13.

(define-library (srfi 130)
  (export
    string-cursor? string-cursor-start string-cursor-end string-cursor-next string-cursor-prev
    string-cursor-forward string-cursor-back
    string-cursor=? string-cursor<? string-cursor>? string-cursor<=? string-cursor>=?
    string-cursor-diff string-cursor->index string-index->cursor
    string-null? string-every string-any
    string-tabulate string-unfold string-unfold-right
    (rename string->list string->list/cursors) (rename string->vector string->vector/cursors)
    reverse-list->string string-join
    (rename string-ref string-ref/cursor)
    (rename substring substring/cursors) (rename string-copy string-copy/cursors)
    string-take string-take-right string-drop string-drop-right
    string-pad string-pad-right string-trim string-trim-right string-trim-both
    string-prefix-length string-suffix-length string-prefix? string-suffix?
    string-index string-index-right string-skip string-skip-right
    string-contains string-contains-right
    string-reverse string-concatenate string-concatenate-reverse string-fold string-fold-right
    (rename string-for-each-index string-for-each-cursor) string-replicate string-count string-replace string-split
    string-filter string-remove)
  (import (scheme base)
          (scheme case-lambda)
          (only (scheme char) char-whitespace?)
          (srfi 13 ranges)
          (only (srfi 13)
                string-null? string-every string-any string-tabulate string-unfold
                string-unfold-right reverse-list->string string-join string-take
                string-take-right string-drop string-drop-right string-pad string-pad-right
                string-prefix-length string-suffix-length string-prefix? string-suffix?
                string-contains string-reverse string-concatenate string-concatenate-reverse
                string-fold string-fold-right string-for-each-index string-count string-replace
                string-filter)
          (prefix (only (srfi 13)
                        string-index string-index-right string-skip string-skip-right
                        string-trim string-trim-right string-trim-both xsubstring)
                  srfi-13:))
  (begin
    ;; --- cursors ---

    ;; Checks that a cursor belongs to the string.
    (define (checked name s cursor)
      (check-string name s)
      (unless (and (exact-integer? cursor) (<= 0 cursor (string-length s)))
        (error (string-append (symbol->string name) ": not a cursor of the string:") cursor))
      cursor)

    (define (string-cursor? x) (and (exact-integer? x) (>= x 0)))
    (define (string-cursor-start s)
      (checked 'string-cursor-start s 0))
    (define (string-cursor-end s)
      (check-string 'string-cursor-end s)
      (string-length s))
    (define (string-cursor-next s cursor)
      (checked 'string-cursor-next s (+ (checked 'string-cursor-next s cursor) 1)))
    (define (string-cursor-prev s cursor)
      (checked 'string-cursor-prev s (- (checked 'string-cursor-prev s cursor) 1)))
    (define (string-cursor-forward s cursor n)
      (checked 'string-cursor-forward s (+ (checked 'string-cursor-forward s cursor) n)))
    (define (string-cursor-back s cursor n)
      (checked 'string-cursor-back s (- (checked 'string-cursor-back s cursor) n)))

    (define-syntax define-cursor-comparison
      (syntax-rules ()
        ((_ name compare)
         (define (name cursor1 cursor2)
           (unless (and (string-cursor? cursor1) (string-cursor? cursor2))
             (error (string-append (symbol->string 'name) ": expected two cursors, got")
                    cursor1
                    cursor2))
           (compare cursor1 cursor2)))))

    (define-cursor-comparison string-cursor=? =)
    (define-cursor-comparison string-cursor<? <)
    (define-cursor-comparison string-cursor>? >)
    (define-cursor-comparison string-cursor<=? <=)
    (define-cursor-comparison string-cursor>=? >=)

    (define (string-cursor-diff s cursor1 cursor2)
      (- (checked 'string-cursor-diff s cursor2) (checked 'string-cursor-diff s cursor1)))
    (define (string-cursor->index s cursor) (checked 'string-cursor->index s cursor))
    (define (string-index->cursor s index) (checked 'string-index->cursor s index))

    ;; --- selection: the default criterion is that of R7RS ---

    (define-ranged/optional (string-trim (s) (pred char-whitespace?) s start end)
      (srfi-13:string-trim s pred start end))
    (define-ranged/optional (string-trim-right (s) (pred char-whitespace?) s start end)
      (srfi-13:string-trim-right s pred start end))
    (define-ranged/optional (string-trim-both (s) (pred char-whitespace?) s start end)
      (srfi-13:string-trim-both s pred start end))

    ;; --- searching: without a match, the end, or from the right the start ---

    (define-ranged (string-index (s pred) s start end)
      (or (srfi-13:string-index s pred start end) end))
    (define-ranged (string-skip (s pred) s start end)
      (or (srfi-13:string-skip s pred start end) end))

    (define (index-after found start)
      (if found (+ found 1) start))

    (define-ranged (string-index-right (s pred) s start end)
      (index-after (srfi-13:string-index-right s pred start end) start))
    (define-ranged (string-skip-right (s pred) s start end)
      (index-after (srfi-13:string-skip-right s pred start end) start))

    ;; The last match is the first one of the reversed strings.
    (define-ranged2 (string-contains-right (s1 s2) (s1 start1 end1) (s2 start2 end2))
      (let ((at (string-contains (string-reverse s1 start1 end1)
                                 (string-reverse s2 start2 end2))))
        (and at (- end1 at (- end2 start2)))))

    ;; --- the whole string ---

    (define-ranged (string-replicate (s from to) s start end)
      (unless (and (exact-integer? from) (exact-integer? to) (<= from to))
        (error "string-replicate: range out of order" from to))
      (unless (or (< start end) (= from to))
        (error "string-replicate: nothing to repeat in" s))
      (srfi-13:xsubstring s from to start end))

    (define-ranged (string-remove (pred s) s start end)
      (with-test (test? string-remove pred)
        (kept (lambda (c) (not (test? c))) s start end)))

    (define string-split
      (case-lambda
        ((s delimiter) (string-split s delimiter 'infix #f))
        ((s delimiter grammar) (string-split s delimiter grammar #f))
        ((s delimiter grammar limit) (string-split s delimiter grammar limit 0))
        ((s delimiter grammar limit start)
         (check-string 'string-split s)
         (string-split s delimiter grammar limit start (string-length s)))
        ((s delimiter grammar limit start end)
         (check-range 'string-split s start end)
         (check-string 'string-split delimiter)
         (when limit (check-count 'string-split limit))
         (unless (memq grammar '(infix strict-infix prefix suffix))
           (error "string-split: unknown grammar" grammar))
         (cond ((< start end) (parts s delimiter grammar limit start end))
               ((eq? grammar 'strict-infix) (error "string-split: nothing to split in" s))
               (else '())))))

    ;; The parts of a nonempty range.
    (define (parts s delimiter grammar limit start end)
      (let ((parts (reversed-parts s delimiter limit start end)))
        (case grammar
          ((prefix)
           (let ((parts (reverse parts)))
             (if (string-null? (car parts)) (cdr parts) parts)))
          ((suffix) (reverse (if (string-null? (car parts)) (cdr parts) parts)))
          (else (reverse parts)))))

    ;; An empty delimiter occurs after each character but the last one.
    (define (reversed-parts s delimiter limit start end)
      (let* ((n (string-length delimiter))
             (next (if (= n 0)
                       (lambda (start) (and (< (+ start 1) end) (+ start 1)))
                       (lambda (start) (string-contains s delimiter start end)))))
        (let loop ((start start) (limit limit) (parts '()))
          (let ((at (and (not (eqv? limit 0)) (next start))))
            (if at
                (loop (+ at n) (and limit (- limit 1)) (cons (string-copy s start at) parts))
                (cons (string-copy s start end) parts))))))))
