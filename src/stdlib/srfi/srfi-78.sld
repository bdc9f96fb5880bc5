;;; SRFI 78: lightweight testing. A check prints its result unless the mode forbids it; a failed
;;; one makes the program's exit code 1 if the program runs to its end.

(define-library (srfi 78)
  (export check check-ec check-report check-set-mode! check-reset! check-passed?)
  (import (scheme base) (scheme write) (srfi 42) (cairn exit))
  (begin
    (define mode 'report)
    (define passed 0)
    (define failures '())

    (define (check-reset!) (set! passed 0) (set! failures '()))

    (define (check-set-mode! new)
      (set! mode
            (case new
              ((off summary report-failed report) new)
              ((0) 'off)
              ((1) 'summary)
              ((10) 'report-failed)
              ((100) 'report)
              (else (error "check-set-mode!: unknown mode" new)))))

    ;; Counts a result, and prints it: the expression, its value, the number of cases if there
    ;; may be several, and the expected value in a list, or #f.
    (define (record! expression actual cases expected)
      (cond (expected
             (set! failures (cons (list expression actual (car expected)) failures))
             (%set-final-code! 1)
             (%test-result! 'fail expression (list 'got actual 'expected (car expected))))
            (else
             (%test-result! 'pass expression #f)
             (set! passed (+ passed 1))))
      (when (or (eq? mode 'report) (and (eq? mode 'report-failed) expected))
        (write expression)
        (display " => ")
        (write actual)
        (cond (expected
               (display " ; *** failed ***, expected: ")
               (write (car expected)))
              (else (display " ; correct")))
        (when cases
          (display " (")
          (write cases)
          (display (if (= cases 1) " case checked)" " cases checked)")))
        (newline)))

    (define (run expression thunk same? expected)
      (unless (eq? mode 'off)
        (let ((actual (thunk)))
          (record! expression actual #f (if (same? actual expected) #f (list expected))))))

    ;; Runs cases up to the first failure: `first-failure` calls its argument with the actual
    ;; value of each case, and returns #f, or the actual value, the expected one, and an
    ;; association list of arguments.
    (define (run-cases expression first-failure)
      (unless (eq? mode 'off)
        (let* ((cases 0)
               (last-actual #f)
               (failure (first-failure (lambda (actual)
                                         (set! cases (+ cases 1))
                                         (set! last-actual actual)))))
          (if failure
              (record! (list 'let (list-ref failure 2) expression)
                       (list-ref failure 0)
                       cases
                       (list (list-ref failure 1)))
              (record! expression last-actual cases #f)))))

    (define (check-report)
      (unless (eq? mode 'off)
        (display "; *** checks *** : ")
        (write passed)
        (display " correct, ")
        (write (length failures))
        (display " failed.")
        (newline)
        (unless (null? failures)
          (let ((first (list-ref failures (- (length failures) 1))))
            (display "; First failed example: ")
            (write (list-ref first 0))
            (display " => ")
            (write (list-ref first 1))
            (display " ; expected: ")
            (write (list-ref first 2))
            (newline)))))

    (define (check-passed? expected)
      (and (null? failures) (= passed expected)))

    (define-syntax check
      (syntax-rules (=>)
        ((_ expr => expected) (run 'expr (lambda () expr) equal? expected))
        ((_ expr (=> same?) expected) (run 'expr (lambda () expr) same? expected))))

    (define-syntax check-ec
      (syntax-rules (=>)
        ((_ qualifier ... expr => expected (argument ...))
         (check-cases (qualifier ...) expr equal? expected (argument ...)))
        ((_ qualifier ... expr (=> same?) expected (argument ...))
         (check-cases (qualifier ...) expr same? expected (argument ...)))
        ((_ qualifier ... expr => expected)
         (check-cases (qualifier ...) expr equal? expected ()))
        ((_ qualifier ... expr (=> same?) expected)
         (check-cases (qualifier ...) expr same? expected ()))))

    (define-syntax check-cases
      (syntax-rules ()
        ((_ (qualifier ...) expr same? expected (argument ...))
         (run-cases
          'expr
          (lambda (note!)
            (first-ec #f
                      qualifier ...
                      (:let actual expr)
                      (:let wanted expected)
                      (begin (note! actual))
                      (if (not (same? actual wanted)))
                      (list actual wanted (list (list 'argument argument) ...))))))))))
