;;; SRFI 78: lightweight testing. A check prints what it finds unless told not to.
;;; check-ec, which needs SRFI 42, is left out.

(define-library (srfi 78)
  (export check check-report check-set-mode! check-reset! check-passed?)
  (import (scheme base) (scheme write))
  (begin
    (define mode 'report)
    (define passed 0)
    (define failures '())

    (define (check-reset!) (set! passed 0) (set! failures '()))

    (define (check-set-mode! new)
      (if (memq new '(off summary report-failed report))
          (set! mode new)
          (error "check-set-mode!: unknown mode" new)))

    (define (show-result expression actual expected pass?)
      (when (or (eq? mode 'report) (and (eq? mode 'report-failed) (not pass?)))
        (write expression)
        (display " => ")
        (write actual)
        (if pass?
            (display " ; correct")
            (begin (display " ; *** failed ***, expected: ") (write expected)))
        (newline)))

    (define (run expression thunk same? expected)
      (unless (eq? mode 'off)
        (let* ((actual (thunk))
               (pass? (same? actual expected)))
          (if pass?
              (set! passed (+ passed 1))
              (set! failures (cons (list expression actual expected) failures)))
          (show-result expression actual expected pass?))))

    (define (check-report)
      (unless (eq? mode 'off)
        (display "; *** checks *** : ")
        (write passed)
        (display " correct, ")
        (write (length failures))
        (display " failed.")
        (newline)))

    (define (check-passed? expected)
      (and (null? failures) (= passed expected)))

    (define-syntax check
      (syntax-rules (=>)
        ((_ expr => expected) (run 'expr (lambda () expr) equal? expected))
        ((_ expr (=> same?) expected) (run 'expr (lambda () expr) same? expected))))))
