;;; Shared code of the string libraries (SRFI 13, 130, 152): definitions of procedures whose
;;; last arguments are optional ranges, and tests on characters.
;;;
;;; A range is a start and an end, which default to 0 and the length of the string; it is
;;; checked before the body runs, so that the body's loops need not.

(define-library (srfi 13 ranges)
  (export define-ranged define-ranged/default define-ranged/optional define-ranged2 with-test
          membership kept check-string check-range check-count)
  (import (scheme base) (scheme case-lambda) (srfi 14) (only (srfi 14 tables) char-set-latin-1))
  (begin
    (define (fail name what . irritants)
      (apply error (string-append (symbol->string name) ": " what) irritants))

    (define (check-string name s)
      (unless (string? s)
        (fail name "expected a string, got" s)))

    (define (check-range name s start end)
      (check-string name s)
      (unless (and (exact-integer? start)
                   (exact-integer? end)
                   (<= 0 start end (string-length s)))
        (fail name "range out of string" start end)))

    (define (check-count name n)
      (unless (and (exact-integer? n) (>= n 0))
        (fail name "expected an exact integer that is not negative, got" n)))

    (define (length-of name s)
      (check-string name s)
      (string-length s))

    ;; (define-ranged (name (argument ...) s start end) body ...): a procedure of the
    ;; arguments, one of them s, and optionally start and end.
    (define-syntax define-ranged
      (syntax-rules ()
        ((_ (name (argument ...) s start end) body ...)
         (define name
           (let ((run (lambda (argument ... start end) body ...)))
             (case-lambda
               ((argument ...) (run argument ... 0 (length-of 'name s)))
               ((argument ... start)
                (let ((end (length-of 'name s)))
                  (check-range 'name s start end)
                  (run argument ... start end)))
               ((argument ... start end)
                (check-range 'name s start end)
                (run argument ... start end))))))))

    ;; The same, where a start of #f means 0 and an end of #f the end of the string.
    (define-syntax define-ranged/default
      (syntax-rules ()
        ((_ (name (argument ...) s start end) body ...)
         (define name
           (letrec ((run (lambda (argument ... start end) body ...))
                    (checked
                      (lambda (argument ... start end)
                        (let ((start (or start 0))
                              (end (or end (length-of 'name s))))
                          (check-range 'name s start end)
                          (run argument ... start end)))))
             (case-lambda
               ((argument ...) (checked argument ... 0 #f))
               ((argument ... start) (checked argument ... start #f))
               ((argument ... start end) (checked argument ... start end))))))))

    ;; The same with one more optional argument before start.
    (define-syntax define-ranged/optional
      (syntax-rules ()
        ((_ (name (argument ...) (option default) s start end) body ...)
         (begin
           (define-ranged (all (argument ... option) s start end) body ...)
           (define name
             (case-lambda
               ((argument ...) (check-string 'name s) (all argument ... default))
               ((argument ... option) (check-string 'name s) (all argument ... option))
               ((argument ... option start)
                (check-range 'name s start (length-of 'name s))
                (all argument ... option start))
               ((argument ... option start end)
                (check-range 'name s start end)
                (all argument ... option start end))))))))

    ;; (define-ranged2 (name (argument ...) (s1 start1 end1) (s2 start2 end2)) body ...): a
    ;; procedure of the arguments, s1 and s2 among them, and optionally their ranges.
    (define-syntax define-ranged2
      (syntax-rules ()
        ((_ (name (argument ...) (s1 start1 end1) (s2 start2 end2)) body ...)
         (define name
           (letrec ((run (lambda (argument ... start1 end1 start2 end2) body ...))
                    (checked
                      (lambda (argument ... start1 end1 start2 end2)
                        (check-range 'name s1 start1 end1)
                        (check-range 'name s2 start2 end2)
                        (run argument ... start1 end1 start2 end2))))
             (case-lambda
               ((argument ...)
                (run argument ... 0 (length-of 'name s1) 0 (length-of 'name s2)))
               ((argument ... start1)
                (checked argument ... start1 (length-of 'name s1) 0 (length-of 'name s2)))
               ((argument ... start1 end1)
                (checked argument ... start1 end1 0 (length-of 'name s2)))
               ((argument ... start1 end1 start2)
                (checked argument ... start1 end1 start2 (length-of 'name s2)))
               ((argument ... start1 end1 start2 end2)
                (checked argument ... start1 end1 start2 end2))))))))

    ;; Evaluates the body with test? bound to a predicate for a criterion, which is a character,
    ;; a character set or a predicate. The body is duplicated for characters, so that the test
    ;; in its loop is a comparison.
    (define-syntax with-test
      (syntax-rules ()
        ((_ (test? name criterion) body)
         (let ((given criterion))
           (if (char? given)
               (let ((test? (lambda (c) (char=? c given)))) body)
               (let ((test? (predicate 'name given))) body))))))

    (define (predicate name criterion)
      (cond ((procedure? criterion) criterion)
            ((char-set? criterion) (membership criterion))
            (else
             (fail name "expected a character, character set or predicate, got" criterion))))

    (define (membership set)
      (let ((latin-1 (char-set-latin-1 set)))
        (lambda (c)
          (let ((n (char->integer c)))
            (if (< n 256)
                (= (bytevector-u8-ref latin-1 n) 1)
                (char-set-contains? set c))))))

    ;; The characters of the range for which keep? is true.
    (define (kept keep? s start end)
      (let ((out (make-string (- end start))))
        (let loop ((i start) (n 0))
          (cond ((= i end) (string-copy out 0 n))
                ((keep? (string-ref s i))
                 (string-set! out n (string-ref s i))
                 (loop (+ i 1) (+ n 1)))
                (else (loop (+ i 1) n))))))))
