;;; (cairn process): other programs, signals, time and the environment.
;;;
;;; A command is a list of strings: a program's name or path, and its arguments. No shell reads
;;; it. A status is an exit code, or minus the number of the signal that ended the program.

(define-library (cairn process)
  (export
    run run! run? capture capture-lines
    run-pipeline run-result? run-result-status run-result-statuses run-result-output
    run-result-error run-result-timed-out?
    spawn process? process-input process-output process-error process-number process-wait
    process-kill process-running?
    listen-for-signals next-signal stop-listening send-signal
    sleep process-id user-name host-name home-directory
    get-environment-variable get-environment-variables set-environment-variable! setenv
    unsetenv current-directory set-current-directory! call-with-current-directory)
  (import (scheme base) (scheme process-context)
          (cairn process children) (cairn process pipelines) (cairn process signals)
          (only (cairn fs) current-directory set-current-directory! call-with-current-directory))
  (begin
    ;; --- options ---

    (define option-names '#(input output error timeout environment directory))

    (define (set-options! who options rest)
      (unless (null? rest)
        (let ((index (let loop ((i 0))
                       (cond ((= i 6) #f)
                             ((eq? (vector-ref option-names i) (car rest)) i)
                             (else (loop (+ i 1)))))))
          (unless (and index (pair? (cdr rest)))
            (error (string-append who ": expected options and their values, got") rest))
          (vector-set! options index (cadr rest))
          (set-options! who options (cddr rest)))))

    (define (options who defaults rest)
      (let ((options (vector-copy defaults)))
        (set-options! who options rest)
        options))

    ;; --- pipelines ---

    (define-record-type run-result
      (make-run-result statuses output-bytes error-bytes timed-out?)
      run-result?
      (statuses run-result-statuses)
      (output-bytes output-bytes)
      (error-bytes error-bytes)
      (timed-out? run-result-timed-out?))

    ;; The text that the last program wrote, if it was captured.
    (define (run-result-output result) (utf8->string (output-bytes result)))
    ;; The text that the programs wrote to standard error, if it was captured.
    (define (run-result-error result) (utf8->string (error-bytes result)))

    ;; The status of the last program.
    (define (run-result-status result)
      (let loop ((statuses (run-result-statuses result)))
        (if (null? (cdr statuses)) (car statuses) (loop (cdr statuses)))))

    ;; Runs the commands, each reading what the one before writes, until all have ended.
    ;; Options, each followed by its value: input is inherit, null, a string, a bytevector or
    ;; (file . path); output and error are inherit, null, capture, (file . path) or
    ;; (append . path), error also output; timeout in seconds, after which they are killed;
    ;; environment, a list of changes ("NAME" . "value") or ("NAME" . #f); directory.
    (define (run-pipeline commands . rest)
      (apply make-run-result
             (vector->list
               (%run-pipeline
                 (map (lambda (command) (map word command)) commands)
                 (options "run-pipeline" '#(inherit inherit inherit #f () #f) rest)))))

    (define (word object)
      (cond ((symbol? object) (symbol->string object))
            ((number? object) (number->string object))
            (else object)))

    (define (words arguments)
      (cond ((null? arguments) '())
            ((list? (car arguments)) (append (map word (car arguments)) (words (cdr arguments))))
            (else (cons (word (car arguments)) (words (cdr arguments))))))

    ;; The meaning of an item in the macros below: a command, or an option and its value.
    (define-record-type redirection
      (redirect option value)
      redirection?
      (option redirection-option)
      (value redirection-value))

    (define-syntax parts
      (syntax-rules (< << > >> err> err>> #:timeout #:directory #:environment)
        ((_ (< path)) (redirect 'input (cons 'file path)))
        ((_ (<< text)) (redirect 'input text))
        ((_ (> path)) (redirect 'output (cons 'file path)))
        ((_ (>> path)) (redirect 'output (cons 'append path)))
        ((_ (err> path)) (redirect 'error (if (symbol? path) path (cons 'file path))))
        ((_ (err>> path)) (redirect 'error (cons 'append path)))
        ((_ (#:timeout seconds)) (redirect 'timeout seconds))
        ((_ (#:directory path)) (redirect 'directory path))
        ((_ (#:environment changes)) (redirect 'environment changes))
        ((_ (program argument ...)) (words (list `program argument ...)))))

    (define (run-parts parts . rest)
      (let loop ((parts parts) (commands '()) (options '()))
        (cond ((null? parts)
               (apply run-pipeline (reverse commands) (append rest options)))
              ((redirection? (car parts))
               (loop (cdr parts)
                     commands
                     (append options (list (redirection-option (car parts))
                                           (redirection-value (car parts))))))
              (else (loop (cdr parts) (cons (car parts) commands) options)))))

    (define (checked parts result)
      (cond ((run-result-timed-out? result)
             (error "run: the time is over:" (commands-of parts)))
            ((let loop ((statuses (run-result-statuses result)))
               (and (pair? statuses) (if (zero? (car statuses)) (loop (cdr statuses)) (car statuses))))
             => (lambda (status)
                  (error "run: a program failed:" (commands-of parts) (run-result-statuses result))))
            (else result)))

    (define (commands-of parts)
      (cond ((null? parts) '())
            ((redirection? (car parts)) (commands-of (cdr parts)))
            (else (cons (car parts) (commands-of (cdr parts))))))

    ;; (run (grep "x" file) (sort "-u") (> "out")): the status of the last program. A program is
    ;; a name as it is, a string or ,expression; an argument is an expression whose value is a
    ;; string, a symbol, a number or a list of these. Redirections: (< path) (<< text) (> path)
    ;; (>> path) (err> path) (err> 'output) (err>> path); also (#:timeout seconds)
    ;; (#:directory path) (#:environment changes).
    (define-syntax run
      (syntax-rules ()
        ((_ item ...) (run-result-status (run-parts (list (parts item) ...))))))

    ;; The same; a program that fails is an error.
    (define-syntax run!
      (syntax-rules ()
        ((_ item ...)
         (let ((all (list (parts item) ...)))
           (checked all (run-parts all))
           (if #f #f)))))

    ;; The same; whether all programs succeed.
    (define-syntax run?
      (syntax-rules ()
        ((_ item ...)
         (let ((result (run-parts (list (parts item) ...))))
           (let loop ((statuses (run-result-statuses result)))
             (or (null? statuses) (and (zero? (car statuses)) (loop (cdr statuses)))))))))

    ;; The output of the last program; one that fails is an error.
    (define-syntax capture
      (syntax-rules ()
        ((_ item ...)
         (let ((all (list (parts item) ...)))
           (run-result-output (checked all (run-parts all 'output 'capture)))))))

    (define-syntax capture-lines
      (syntax-rules ()
        ((_ item ...) (text-lines (capture item ...)))))

    (define (text-lines text)
      (let ((port (open-input-string text)))
        (let loop ((lines '()))
          (let ((line (read-line port)))
            (if (eof-object? line) (reverse lines) (loop (cons line lines)))))))

    ;; --- programs that go on by themselves ---

    (define-record-type process
      (make-process child input output error)
      process?
      (child process-child)
      (input process-input)
      (output process-output)
      (error process-error))

    ;; Starts a program and goes on. With the value capture, input, output and error are ports.
    (define (spawn command . rest)
      (apply make-process
             (vector->list
               (%spawn (map word command)
                       (options "spawn" '#(inherit inherit inherit #f () #f) rest)))))

    ;; The number of a process in the system.
    (define (process-number process) (%process-id (process-child process)))

    ;; Waits until it has ended: its status; #f if it still runs after this many seconds.
    (define (process-wait process . timeout)
      (%process-wait (process-child process) (if (pair? timeout) (car timeout) #f)))

    ;; Whether a process has not ended yet.
    (define (process-running? process) (not (process-wait process 0)))

    ;; Sends a signal to a process, by default the one that kills it.
    (define (process-kill process . signal)
      (%process-signal (process-child process)
                       (%signal-number (if (pair? signal) (car signal) 'term))))

    ;; Sets an environment variable of this program and of those that it runs.
    (define (setenv name value) (set-environment-variable! name value))
    ;; Removes an environment variable.
    (define (unsetenv name) (set-environment-variable! name #f))))
