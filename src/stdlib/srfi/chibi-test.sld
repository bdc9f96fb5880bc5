;;; (chibi test): unit tests. Not implemented: the configuration of Chibi's reports (the
;;; parameters for verbosity, filters, columns and reporters), and access to groups as objects.
;;;
;;; `test` compares inexact numbers with a small relative tolerance, and everything else by
;;; equal?. Failures are printed as they occur, the counts at the end of the last group.

(define-library (chibi test)
  (export test test-equal test-assert test-not test-values test-error test-group
          test-begin test-end test-exit test-failure-count
          current-test-epsilon current-test-comparator)
  (import (scheme base) (scheme inexact) (scheme complex) (scheme write)
          (scheme process-context) (cairn exit))
  (begin
    (define groups '())
    (define passed 0)
    (define failed 0)

    (define (test-failure-count) failed)
    (define current-test-epsilon (make-parameter 1e-5))

    (define (close? a b)
      (or (= a b)
          (and (nan? a) (nan? b))
          (let ((scale (max (magnitude a) (magnitude b))))
            (and (finite? scale)
                 (<= (magnitude (- a b)) (* (current-test-epsilon) scale))))))

    (define (approximately-equal? expected actual)
      (cond ((equal? expected actual) #t)
            ((number? expected)
             (and (inexact? expected) (number? actual) (close? expected actual)))
            ((pair? expected)
             (and (pair? actual)
                  (approximately-equal? (car expected) (car actual))
                  (approximately-equal? (cdr expected) (cdr actual))))
            ((vector? expected)
             (and (vector? actual)
                  (approximately-equal? (vector->list expected) (vector->list actual))))
            (else #f)))
    (define current-test-comparator (make-parameter approximately-equal?))

    (define (pass! name expression)
      (%test-result! 'pass (or name expression) #f)
      (set! passed (+ passed 1)))
    (define (fail! name expression label value)
      (set! failed (+ failed 1))
      (%set-final-code! 1)
      (%test-result! 'fail (or name expression) (list label value))
      (display "FAIL: ")
      (when name (display name) (display ": "))
      (write expression)
      (newline)
      (display "    ")
      (display label)
      (if (error-object? value)
          (begin
            (display (error-object-message value))
            (for-each (lambda (irritant) (display " ") (write irritant))
                      (error-object-irritants value)))
          (write value))
      (newline))

    ;; Calls `thunk` and judges its value; an error is a failure.
    (define (run name expression thunk judge)
      (guard (e (#t (fail! name expression "raised " e)))
        (judge (thunk))))

    (define (run-comparison name expression expected thunk same?)
      (run name expression thunk
           (lambda (actual)
             (cond ((same? (expected) actual) (pass! name expression))
                   (else
                    (fail! name expression "expected " (expected))
                    (display "    but got ")
                    (write actual)
                    (newline))))))

    (define-syntax test
      (syntax-rules ()
        ((_ name expected expr)
         (run-comparison name 'expr (lambda () expected) (lambda () expr)
                         (current-test-comparator)))
        ((_ expected expr) (test #f expected expr))))

    (define-syntax test-equal
      (syntax-rules ()
        ((_ same? name expected expr)
         (run-comparison name 'expr (lambda () expected) (lambda () expr) same?))
        ((_ same? expected expr) (test-equal same? #f expected expr))))

    (define-syntax test-assert
      (syntax-rules ()
        ((_ name expr)
         (run name 'expr (lambda () expr)
              (lambda (value) (if value (pass! name 'expr) (fail! name 'expr "got " value)))))
        ((_ expr) (test-assert #f expr))))

    (define-syntax test-not
      (syntax-rules ()
        ((_ name expr) (test-assert name (not expr)))
        ((_ expr) (test-assert (not expr)))))

    (define-syntax test-values
      (syntax-rules ()
        ((_ name expected expr)
         (test name (call-with-values (lambda () expected) list)
               (call-with-values (lambda () expr) list)))
        ((_ expected expr) (test-values #f expected expr))))

    (define-syntax test-error
      (syntax-rules ()
        ((_ name expr)
         (let ((nothing (list #f)))
           (let ((value (guard (e (#t nothing)) expr)))
             (if (eq? value nothing)
                 (pass! name 'expr)
                 (fail! name 'expr "should raise, but gave " value)))))
        ((_ expr) (test-error #f expr))))

    (define-syntax test-group
      (syntax-rules ()
        ((_ name body ...)
         (begin (test-begin name) body ... (test-end name)))))

    (define (test-begin . name)
      (set! groups (cons (if (pair? name) (car name) "") groups)))

    (define (test-end . name)
      (when (pair? groups)
        (set! groups (cdr groups))
        (when (null? groups) (report))))

    (define (report)
      (write passed)
      (display " passed, ")
      (write failed)
      (display " failed")
      (newline))

    (define (test-exit)
      (exit (if (zero? failed) 0 1)))))
