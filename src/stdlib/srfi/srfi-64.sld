;;; SRFI 64: an API for test suites.
;;;
;;; A runner is a record of counts, callbacks and the stack of groups. The test macros expand
;;; into `run-test`, which receives the name, the expression as data, and a procedure that
;;; computes the result of the test.

(define-library (srfi 64)
  (export
    test-begin test-end test-group test-group-with-cleanup
    test-assert test-eqv test-eq test-equal test-approximate test-error
    test-read-eval-string test-apply test-with-runner
    test-match-name test-match-nth test-match-any test-match-all test-skip test-expect-fail
    test-runner? test-runner-null test-runner-simple test-runner-current test-runner-get
    test-runner-factory test-runner-create test-runner-reset test-runner-test-name
    test-runner-group-path test-runner-group-stack test-runner-group-stack!
    test-runner-aux-value test-runner-aux-value!
    test-runner-pass-count test-runner-fail-count test-runner-xpass-count
    test-runner-xfail-count test-runner-skip-count
    test-runner-pass-count! test-runner-fail-count! test-runner-xpass-count!
    test-runner-xfail-count! test-runner-skip-count!
    test-runner-on-test-begin test-runner-on-test-begin!
    test-runner-on-test-end test-runner-on-test-end!
    test-runner-on-group-begin test-runner-on-group-begin!
    test-runner-on-group-end test-runner-on-group-end!
    test-runner-on-final test-runner-on-final!
    test-runner-on-bad-count test-runner-on-bad-count!
    test-runner-on-bad-end-name test-runner-on-bad-end-name!
    test-on-test-begin-simple test-on-test-end-simple test-on-group-begin-simple
    test-on-group-end-simple test-on-final-simple test-on-bad-count-simple
    test-on-bad-end-name-simple
    test-result-ref test-result-set! test-result-remove test-result-clear test-result-alist
    test-result-alist! test-result-kind test-passed? test-log-to-file)
  (import (scheme base) (scheme write) (scheme read) (scheme eval) (scheme repl)
          (scheme case-lambda) (cairn exit))
  (begin
    (define-record-type test-runner
      (make-runner counts groups runs skips fails total result aux
                   on-test-begin on-test-end on-group-begin on-group-end
                   on-final on-bad-count on-bad-end-name)
      test-runner?
      (counts runner-counts set-runner-counts!) ; alist from a kind of result to a number
      (groups runner-groups set-runner-groups!) ; innermost first
      (runs runner-runs set-runner-runs!)       ; what test-apply selects, or #f for all
      (skips runner-skips set-runner-skips!)
      (fails runner-fails set-runner-fails!)
      (total runner-total set-runner-total!)    ; tests begun so far
      (result test-result-alist test-result-alist!)
      (aux test-runner-aux-value test-runner-aux-value!)
      (on-test-begin test-runner-on-test-begin test-runner-on-test-begin!)
      (on-test-end test-runner-on-test-end test-runner-on-test-end!)
      (on-group-begin test-runner-on-group-begin test-runner-on-group-begin!)
      (on-group-end test-runner-on-group-end test-runner-on-group-end!)
      (on-final test-runner-on-final test-runner-on-final!)
      (on-bad-count test-runner-on-bad-count test-runner-on-bad-count!)
      (on-bad-end-name test-runner-on-bad-end-name test-runner-on-bad-end-name!))

    ;; An open group: the state to restore at its end, and the number of tests it announced.
    (define-record-type group
      (make-group name expected start skips fails)
      group?
      (name group-name)
      (expected group-expected)
      (start group-start)
      (skips group-skips)
      (fails group-fails))

    (define (no-counts) (map (lambda (kind) (cons kind 0)) '(pass fail xpass xfail skip)))
    (define (ignore . arguments) #f)

    (define (test-runner-null)
      (make-runner (no-counts) '() #f '() '() 0 '() #f
                   ignore ignore ignore ignore ignore ignore ignore))

    (define (test-runner-simple)
      (make-runner (no-counts) '() #f '() '() 0 '() #f
                   test-on-test-begin-simple test-on-test-end-simple
                   test-on-group-begin-simple test-on-group-end-simple
                   test-on-final-simple test-on-bad-count-simple
                   test-on-bad-end-name-simple))

    (define (test-runner-reset runner)
      (set-runner-counts! runner (no-counts))
      (set-runner-groups! runner '())
      (set-runner-runs! runner #f)
      (set-runner-skips! runner '())
      (set-runner-fails! runner '())
      (set-runner-total! runner 0)
      (test-result-alist! runner '()))

    (define current #f)
    ;; The runner that a test or group created, because none was there; its last group removes it.
    (define created #f)
    (define (create-if-none)
      (unless current
        (set! current (test-runner-create))
        (set! created current)))
    (define test-runner-current
      (case-lambda
        (() current)
        ((runner) (set! current runner))))
    (define (test-runner-get)
      (or current (error "test-runner-get: there is no current test runner")))
    (define factory test-runner-simple)
    (define test-runner-factory
      (case-lambda
        (() factory)
        ((new) (set! factory new))))
    (define (test-runner-create) (factory))

    (define (count-of runner kind) (cdr (assq kind (runner-counts runner))))
    (define (test-runner-pass-count runner) (count-of runner 'pass))
    (define (test-runner-fail-count runner) (count-of runner 'fail))
    (define (test-runner-xpass-count runner) (count-of runner 'xpass))
    (define (test-runner-xfail-count runner) (count-of runner 'xfail))
    (define (test-runner-skip-count runner) (count-of runner 'skip))

    (define (set-count! runner kind n) (set-cdr! (assq kind (runner-counts runner)) n))
    (define (test-runner-pass-count! runner n) (set-count! runner 'pass n))
    (define (test-runner-fail-count! runner n) (set-count! runner 'fail n))
    (define (test-runner-xpass-count! runner n) (set-count! runner 'xpass n))
    (define (test-runner-xfail-count! runner n) (set-count! runner 'xfail n))
    (define (test-runner-skip-count! runner n) (set-count! runner 'skip n))

    (define (test-runner-group-stack runner) (map group-name (runner-groups runner)))
    (define (test-runner-group-stack! runner names)
      (set-runner-groups! runner (map (lambda (name) (open-group runner name #f)) names)))
    (define (open-group runner name expected)
      (make-group name expected (runner-total runner) (runner-skips runner) (runner-fails runner)))
    (define (test-runner-group-path runner) (reverse (test-runner-group-stack runner)))
    (define (test-runner-test-name runner) (test-result-ref runner 'test-name ""))

    ;; --- results of the current test ------------------------------------------

    (define test-result-ref
      (case-lambda
        ((runner key) (test-result-ref runner key #f))
        ((runner key default)
         (let ((entry (assq key (test-result-alist runner))))
           (if entry (cdr entry) default)))))
    (define (test-result-set! runner key value)
      (let ((entry (assq key (test-result-alist runner))))
        (if entry
            (set-cdr! entry value)
            (test-result-alist! runner (cons (cons key value) (test-result-alist runner))))))
    (define (test-result-remove runner key)
      (let loop ((rest (test-result-alist runner)) (kept '()))
        (cond ((null? rest) (test-result-alist! runner (reverse kept)))
              ((eq? (caar rest) key) (loop (cdr rest) kept))
              (else (loop (cdr rest) (cons (car rest) kept))))))
    (define (test-result-clear runner) (test-result-alist! runner '()))
    (define test-result-kind
      (case-lambda
        (() (test-result-kind (test-runner-get)))
        ((runner) (test-result-ref runner 'result-kind #f))))
    (define test-passed?
      (case-lambda
        (() (test-passed? (test-runner-get)))
        ((runner) (and (memq (test-result-kind runner) '(pass xpass)) #t))))

    ;; --- groups ----------------------------------------------------------------

    (define test-begin
      (case-lambda
        ((name) (test-begin name #f))
        ((name expected)
         (create-if-none)
         (let ((runner current))
           ((test-runner-on-group-begin runner) runner name expected)
           (set-runner-groups!
            runner
            (cons (open-group runner name expected) (runner-groups runner)))))))

    (define test-end
      (case-lambda
        (() (end-group #f))
        ((name) (end-group name))))

    (define (end-group name)
      (let* ((runner (test-runner-get))
             (groups (runner-groups runner)))
        (when (null? groups) (error "test-end: no group is open"))
        (let* ((group (car groups))
               (count (- (runner-total runner) (group-start group)))
               (expected (group-expected group)))
          (when (and name (not (equal? name (group-name group))))
            ((test-runner-on-bad-end-name runner) runner (group-name group) name))
          (when (and expected (not (= count expected)))
            ((test-runner-on-bad-count runner) runner count expected))
          ((test-runner-on-group-end runner) runner)
          (set-runner-groups! runner (cdr groups))
          (set-runner-skips! runner (group-skips group))
          (set-runner-fails! runner (group-fails group))
          (when (null? (cdr groups))
            ((test-runner-on-final runner) runner)
            (when (eq? runner created)
              (set! current #f)
              (set! created #f))))))

    (define-syntax test-group
      (syntax-rules ()
        ((_ name body ...)
         (let ((group-name name))
           (when (begin-unless-skipped group-name)
             (dynamic-wind
              (lambda () (test-begin group-name))
              (lambda () body ... #f)
              (lambda () (test-end group-name))))))))

    (define-syntax test-group-with-cleanup
      (syntax-rules ()
        ((_ name body ... cleanup)
         (test-group name
           (dynamic-wind (lambda () #f) (lambda () body ... #f) (lambda () cleanup))))))

    ;; Whether to run a group of this name; creates the runner if there is none.
    (define (begin-unless-skipped name)
      (or (not current)
          (begin
            (test-result-clear current)
            (test-result-set! current 'test-name name)
            (selected? current))))

    ;; Whether to run the test or group whose name has been recorded.
    (define (selected? runner)
      (let ((chosen? (or (not (runner-runs runner)) (any-match? (runner-runs runner) runner))))
        (and (not (any-match? (runner-skips runner) runner)) chosen?)))

    ;; --- specifiers --------------------------------------------------------------

    (define (test-match-name name)
      (lambda (runner) (equal? name (test-runner-test-name runner))))
    (define test-match-nth
      (case-lambda
        ((n) (test-match-nth n 1))
        ((n count)
         (let ((seen 0))
           (lambda (runner)
             (set! seen (+ seen 1))
             (and (>= seen n) (< seen (+ n count))))))))
    (define (test-match-any . specifiers)
      (let ((matchers (map matcher specifiers)))
        (lambda (runner) (any-match? matchers runner))))
    (define (test-match-all . specifiers)
      (let ((matchers (map matcher specifiers)))
        (lambda (runner)
          (let loop ((rest matchers) (all #t))
            (if (null? rest) all (loop (cdr rest) (and ((car rest) runner) all)))))))

    ;; Calls every matcher, because some of them count.
    (define (any-match? matchers runner)
      (let loop ((rest matchers) (found #f))
        (if (null? rest) found (loop (cdr rest) (or ((car rest) runner) found)))))

    (define (matcher specifier)
      (cond ((procedure? specifier) specifier)
            ((string? specifier) (test-match-name specifier))
            ((exact-integer? specifier) (test-match-nth 1 specifier))
            (else (error "not a test specifier" specifier))))

    (define (the-runner)
      (create-if-none)
      current)
    (define (test-skip specifier . more)
      (let ((runner (the-runner)))
        (set-runner-skips! runner (cons (apply test-match-all specifier more) (runner-skips runner)))))
    (define (test-expect-fail specifier . more)
      (let ((runner (the-runner)))
        (set-runner-fails! runner (cons (apply test-match-all specifier more) (runner-fails runner)))))

    ;; --- tests ---------------------------------------------------------------------

    (define (count-result! runner kind)
      (let ((entry (assq kind (runner-counts runner))))
        (set-cdr! entry (+ (cdr entry) 1))))

    ;; Runs one test; `thunk` returns whether it passes and records values on the way.
    (define (run-test name expression thunk)
      (let ((runner (the-runner)))
        (test-result-clear runner)
        (test-result-set! runner 'test-name name)
        (test-result-set! runner 'source-form expression)
        (set-runner-total! runner (+ (runner-total runner) 1))
        (let ((skip? (not (selected? runner)))
              (fail? (any-match? (runner-fails runner) runner)))
          (cond (skip? (test-result-set! runner 'result-kind 'skip))
                (fail? (test-result-set! runner 'result-kind 'xfail)))
          ((test-runner-on-test-begin runner) runner)
          (unless skip?
            (let ((pass? (guard (e (#t (test-result-set! runner 'actual-error e) #f))
                           (thunk runner))))
              (test-result-set! runner 'result-kind
                                (if fail?
                                    (if pass? 'xpass 'xfail)
                                    (if pass? 'pass 'fail)))))
          (count-result! runner (test-result-kind runner))
          (tell-host runner)
          ((test-runner-on-test-end runner) runner))))

    ;; Tells who runs the program, as `cairn test` does, of a test.
    (define (tell-host runner)
      (let* ((name (test-runner-test-name runner))
             (label (if (or (not name) (equal? name "")) (test-result-ref runner 'source-form) name))
             (kinds '(expected-value actual-value expected-error actual-error))
             (known (map (lambda (kind) (assq kind (test-result-alist runner))) kinds)))
        (%test-result! (test-result-kind runner)
                       label
                       (let loop ((known known))
                         (cond ((null? known) '())
                               ((car known) (cons (car known) (loop (cdr known))))
                               (else (loop (cdr known))))))))

    (define (run-comparison name expression expected thunk same?)
      (run-test name expression
                (lambda (runner)
                  (test-result-set! runner 'expected-value (expected))
                  (let ((actual (thunk)))
                    (test-result-set! runner 'actual-value actual)
                    (same? (test-result-ref runner 'expected-value) actual)))))

    (define-syntax test-assert
      (syntax-rules ()
        ((_ name expr)
         (run-test name 'expr
                   (lambda (runner)
                     (let ((value expr))
                       (test-result-set! runner 'actual-value value)
                       value))))
        ((_ expr) (test-assert "" expr))))

    (define-syntax define-comparison
      (syntax-rules ()
        ((_ test same?)
         (define-syntax test
           (syntax-rules ()
             ((_ name expected expr)
              (run-comparison name 'expr (lambda () expected) (lambda () expr) same?))
             ((_ expected expr) (test "" expected expr)))))))
    (define-comparison test-eqv eqv?)
    (define-comparison test-eq eq?)
    (define-comparison test-equal equal?)

    (define-syntax test-approximate
      (syntax-rules ()
        ((_ name expected expr error)
         (let ((margin error))
           (run-comparison name 'expr (lambda () expected) (lambda () expr)
                           (lambda (a b) (<= (- a margin) b (+ a margin))))))
        ((_ expected expr error) (test-approximate "" expected expr error))))

    (define-syntax test-error
      (syntax-rules ()
        ((_ name type expr) (run-error name 'expr (lambda () type) (lambda () expr)))
        ((_ type expr) (test-error "" type expr))
        ((_ expr) (test-error "" #t expr))))

    ;; Passes when `thunk` raises an object of the type: #t or a predicate.
    (define (run-error name expression type thunk)
      (run-test name expression
                (lambda (runner)
                  (let ((type (type)))
                    (test-result-set! runner 'expected-error type)
                    (guard (e (#t (test-result-set! runner 'actual-error e)
                                  (if (procedure? type) (type e) type)))
                      (test-result-set! runner 'actual-value (thunk))
                      #f)))))

    (define (test-read-eval-string text)
      (let* ((port (open-input-string text))
             (form (read port)))
        (if (eof-object? (read-char port))
            (eval form (interaction-environment))
            (error "test-read-eval-string: more than one form in" text))))

    (define-syntax test-with-runner
      (syntax-rules ()
        ((_ runner body ...)
         (let ((saved (test-runner-current)))
           (dynamic-wind
            (lambda () (test-runner-current runner))
            (lambda () body ...)
            (lambda () (test-runner-current saved)))))))

    ;; (test-apply [runner] specifier ... thunk): if there is no runner, creates one and
    ;; produces its final report. Tests in the thunk that match no specifier are skipped.
    (define (test-apply first . rest)
      (cond ((test-runner? first) (test-with-runner first (apply test-apply rest)))
            (current (apply run-selected current first rest))
            (else
             (let ((runner (test-runner-create)))
               (test-with-runner runner (apply run-selected runner first rest))
               ((test-runner-on-final runner) runner)))))

    (define (run-selected runner . specifiers-and-thunk)
      (let* ((reversed (reverse specifiers-and-thunk))
             (thunk (car reversed))
             (specifiers (reverse (cdr reversed)))
             (saved (runner-runs runner)))
        (unless (null? specifiers)
          (set-runner-runs! runner (append (map matcher specifiers) (or saved '()))))
        (let ((result (thunk)))
          (set-runner-runs! runner saved)
          result)))

    ;; --- the simple runner -------------------------------------------------------------

    ;; No log file is written, but portable suites mention the variable.
    (define test-log-to-file #f)

    ;; A program with a failure that runs to its end exits with this code.
    (define (note-failure!) (%set-final-code! 1))

    (define (test-on-test-begin-simple runner) #f)
    (define (test-on-group-end-simple runner) #f)

    (define (test-on-group-begin-simple runner name count)
      (when (null? (runner-groups runner))
        (display "%%%% Starting test ")
        (display name)
        (newline)))

    (define (note label value)
      (display "  ")
      (display label)
      (write value)
      (newline))

    (define (test-on-test-end-simple runner)
      (let ((kind (test-result-kind runner)))
        (when (memq kind '(fail xpass))
          (note-failure!)
          (display (if (eq? kind 'fail) "FAIL " "XPASS "))
          (display (test-runner-group-path runner))
          (display " ")
          (display (test-runner-test-name runner))
          (newline)
          (note "test:     " (test-result-ref runner 'source-form))
          (for-each (lambda (entry)
                      (let ((found (assq (car entry) (test-result-alist runner))))
                        (when found (note (cdr entry) (cdr found)))))
                    '((expected-value . "expected: ") (actual-value . "actual:   ")
                      (expected-error . "expected error: ") (actual-error . "error:    "))))))

    (define (test-on-final-simple runner)
      (for-each (lambda (kind label)
                  (let ((count (count-of runner kind)))
                    (when (or (positive? count) (eq? kind 'pass))
                      (display "# of ")
                      (display label)
                      (display count)
                      (newline))))
                '(pass xfail xpass fail skip)
                '("expected passes      " "expected failures    " "unexpected successes "
                  "unexpected failures  " "skipped tests        ")))

    (define (test-on-bad-count-simple runner actual expected)
      (note-failure!)
      (display "*** Total number of tests was ")
      (display actual)
      (display " but should be ")
      (display expected)
      (display ". ***")
      (newline))

    (define (test-on-bad-end-name-simple runner begin-name end-name)
      (error "test-end: the group that is open has another name" begin-name end-name))))
