;;; (cairn cli): command lines of scripts, and terminals.
;;;
;;; A command is described by data; parse-command-line takes the arguments apart, prints help
;;; and messages, and leaves with the code 2 when they are wrong.

(define-library (cairn cli)
  (export command option flag argument rest-arguments
          run-command parse-arguments command-help command-completions arguments-ref
          styled color-output? terminal? terminal-width
          progress-bar progress! progress-done!
          prompt prompt-hidden confirm?)
  (import (scheme base) (scheme case-lambda) (scheme char) (scheme write) (scheme process-context)
          (only (cairn base) string-pad-right string-prefix? filter
                append-map capability-error?)
          (cairn cli terminal))
  (begin
    ;; The texts with another between each two.
    (define (string-join texts between)
      (if (null? texts)
          ""
          (apply string-append
                 (car texts)
                 (append-map (lambda (text) (list between text)) (cdr texts)))))

    ;; --- descriptions ---

    ;; A parameter of a command: kind is option, flag, argument or rest; name is a symbol, short a
    ;; character or #f; parse makes a value of a string; default is used when it is not given,
    ;; or is the unique value required.
    (define-record-type parameter
      (make-parameter* kind name short placeholder parse default doc)
      parameter?
      (kind parameter-kind)
      (name parameter-name)
      (short parameter-short)
      (placeholder parameter-placeholder)
      (parse parameter-parse)
      (default parameter-default)
      (doc parameter-doc))

    (define required (list 'required))

    (define (property properties key default)
      (cond ((null? properties) default)
            ((null? (cdr properties)) (error "a key without a value:" (car properties)))
            ((eq? (car properties) key) (cadr properties))
            (else (property (cddr properties) key default))))

    (define (describe kind name doc properties default)
      (make-parameter* kind name
                       (property properties 'short #f)
                       (property properties 'placeholder
                                 (string-upcase (symbol->string name)))
                       (parser name (property properties 'type 'string))
                       (property properties 'default default)
                       doc))

    ;; A type is string, integer, number, a list of allowed words, or a procedure that makes a
    ;; value of a string, #f when it cannot.
    (define (parser name type)
      (cond ((procedure? type) (lambda (text) (or (type text) (invalid name text "not valid"))))
            ((eq? type 'string) (lambda (text) text))
            ((eq? type 'integer)
             (lambda (text)
               (let ((n (string->number text)))
                 (if (exact-integer? n) n (invalid name text "not an integer")))))
            ((eq? type 'number)
             (lambda (text)
               (let ((x (string->number text)))
                 (if (and x (real? x)) x (invalid name text "not a number")))))
            ((list? type)
             (lambda (text)
               (if (member text type)
                   text
                   (invalid name text (string-append "not one of " (string-join type ", "))))))
            (else (error "option: unknown type" type))))

    ;; Properties, each followed by its value: short, a character; type; default; placeholder.
    (define (option name doc . properties) (describe 'option name doc properties #f))
    ;; An option without a value. Properties: 'short character.
    (define (flag name doc . properties) (describe 'flag name doc properties #f))
    ;; A positional argument of a command. Properties: 'type (string, integer, number), 'default
    ;; value.
    (define (argument name doc . properties) (describe 'argument name doc properties required))
    ;; All remaining positional arguments of a command, as a list.
    (define (rest-arguments name doc . properties) (describe 'rest name doc properties '()))

    ;; A command: its name, what it is for, what it takes, and a procedure that gets the
    ;; arguments; or the commands below it.
    (define-record-type <command>
      (make-command name doc parameters commands action)
      command?
      (name command-name)
      (doc command-doc)
      (parameters command-parameters)
      (commands command-commands)
      (action command-action))

    ;; A command: what its help says, its options, flags, arguments and commands, and the
    ;; procedure that gets the arguments.
    (define (command name doc . parts)
      (make-command name doc
                    (filter parameter? parts)
                    (filter command? parts)
                    (let ((actions (filter procedure? parts)))
                      (and (pair? actions) (car actions)))))

    (define (of-kind command kind)
      (filter (lambda (p) (eq? (parameter-kind p) kind)) (command-parameters command)))

    ;; --- help ---

    (define (dashed p) (string-append "--" (symbol->string (parameter-name p))))

    (define (option-label p)
      (string-append
        (if (parameter-short p) (string #\- (parameter-short p) #\, #\space) "    ")
        (dashed p)
        (if (eq? (parameter-kind p) 'option) (string-append " " (parameter-placeholder p)) "")))

    (define (rows title rows out)
      (unless (null? rows)
        (let ((width (apply max (map (lambda (row) (string-length (car row))) rows))))
          (write-string (string-append "\n" title ":\n") out)
          (for-each
            (lambda (row)
              (write-string (string-append "  " (string-pad-right (car row) width) "  " (cdr row) "\n")
                            out))
            rows))))

    (define (note p)
      (let ((default (parameter-default p)))
        (if (or (not default) (null? default) (eq? default required))
            (parameter-doc p)
            (let ((out (open-output-string)))
              (display default out)
              (string-append (parameter-doc p) " [default: " (get-output-string out) "]")))))

    (define (usage command path)
      (string-append
        "usage: " (string-join path " ")
        (if (or (pair? (of-kind command 'option)) (pair? (of-kind command 'flag))) " [OPTIONS]" "")
        (if (pair? (command-commands command)) " COMMAND" "")
        (apply string-append
               (map (lambda (p)
                      (if (eq? (parameter-default p) required)
                          (string-append " " (parameter-placeholder p))
                          (string-append " [" (parameter-placeholder p) "]")))
                    (of-kind command 'argument)))
        (apply string-append
               (map (lambda (p) (string-append " [" (parameter-placeholder p) "...]"))
                    (of-kind command 'rest)))))

    ;; The help text of a command; path is how it was called, a list of words.
    (define command-help
      (case-lambda
        ((command) (command-help command (list (command-name command))))
        ((command path)
         (let ((out (open-output-string)))
           (write-string (string-append (command-doc command) "\n\n" (usage command path) "\n") out)
           (rows "Arguments"
                 (map (lambda (p) (cons (parameter-placeholder p) (note p)))
                      (append (of-kind command 'argument) (of-kind command 'rest)))
                 out)
           (rows "Options"
                 (append (map (lambda (p) (cons (option-label p) (note p)))
                              (filter (lambda (p) (memq (parameter-kind p) '(option flag)))
                                      (command-parameters command)))
                         '(("    --help" . "Print this text")))
                 out)
           (rows "Commands"
                 (map (lambda (c) (cons (command-name c) (command-doc c)))
                      (command-commands command))
                 out)
           (get-output-string out)))))

    ;; --- taking arguments apart ---

    (define-record-type usage-error
      (make-usage-error message)
      usage-error?
      (message usage-error-message))

    (define (wrong . texts) (raise (make-usage-error (apply string-append texts))))
    (define (invalid name text what)
      (wrong (symbol->string name) ": " text " is " what))

    (define (named command name)
      (let loop ((ps (command-parameters command)))
        (cond ((null? ps) #f)
              ((and (memq (parameter-kind (car ps)) '(option flag))
                    (string=? (symbol->string (parameter-name (car ps))) name))
               (car ps))
              (else (loop (cdr ps))))))

    (define (lettered command c)
      (let loop ((ps (command-parameters command)))
        (cond ((null? ps) #f)
              ((eqv? (parameter-short (car ps)) c) (car ps))
              (else (loop (cdr ps))))))

    (define (index-of c text)
      (let loop ((i 0))
        (cond ((= i (string-length text)) #f)
              ((char=? (string-ref text i) c) i)
              (else (loop (+ i 1))))))

    (define (given values p value)
      (cons (cons (parameter-name p) value) values))

    ;; The values of the arguments, an association list; three values: the command that was
    ;; chosen, the words that led to it, and the list, or help when that was asked for.
    (define (parse-arguments command words)
      (let parse ((command command) (path (list (command-name command))) (words words) (values* '()))
        (let loop ((words words) (free '()) (values* values*))
          (define (finish)
            (if (pair? (command-commands command))
                (wrong "a command is missing")
                (values command path (place command (reverse free) values*))))
          (cond
            ((null? words) (finish))
            ((string=? (car words) "--help") (values command path 'help))
            ((string=? (car words) "--")
             (values command path (place command (append (reverse free) (cdr words)) values*)))
            ((string-prefix? "--" (car words))
             (let* ((word (substring (car words) 2 (string-length (car words))))
                    (at (index-of #\= word))
                    (p (named command (if at (substring word 0 at) word))))
               (cond ((not p) (wrong "unknown option " (car words)))
                     ((eq? (parameter-kind p) 'flag)
                      (when at (wrong "--" (substring word 0 at) " takes no value"))
                      (loop (cdr words) free (given values* p #t)))
                     (at
                      (let ((text (substring word (+ at 1) (string-length word))))
                        (loop (cdr words) free (given values* p ((parameter-parse p) text)))))
                     ((null? (cdr words)) (wrong "--" word " needs a value"))
                     (else
                      (loop (cddr words) free
                            (given values* p ((parameter-parse p) (cadr words))))))))
            ((and (> (string-length (car words)) 1) (char=? (string-ref (car words) 0) #\-)
                  (not (string->number (car words))))
             (let* ((c (string-ref (car words) 1)) (p (lettered command c))
                    (more (substring (car words) 2 (string-length (car words)))))
               (cond ((not p) (wrong "unknown option -" (string c)))
                     ((eq? (parameter-kind p) 'flag)
                      (loop (if (string=? more "")
                                (cdr words)
                                (cons (string-append "-" more) (cdr words)))
                            free
                            (given values* p #t)))
                     ((not (string=? more ""))
                      (loop (cdr words) free (given values* p ((parameter-parse p) more))))
                     ((null? (cdr words)) (wrong "-" (string c) " needs a value"))
                     (else
                      (loop (cddr words) free
                            (given values* p ((parameter-parse p) (cadr words))))))))
            ((pair? (command-commands command))
             (let ((below (filter (lambda (c) (string=? (command-name c) (car words)))
                                  (command-commands command))))
               (when (null? below) (wrong "unknown command " (car words)))
               (parse (car below) (append path (list (car words))) (cdr words)
                      (with-defaults command values*))))
            (else (loop (cdr words) (cons (car words) free) values*))))))

    (define (with-defaults command values*)
      (append values*
              (append-map (lambda (p)
                            (if (or (assq (parameter-name p) values*)
                                    (not (memq (parameter-kind p) '(option flag))))
                                '()
                                (list (cons (parameter-name p) (parameter-default p)))))
                          (command-parameters command))))

    ;; Gives the words that are no options to the arguments in order, the others to the rest.
    (define (place command words values*)
      (let loop ((ps (of-kind command 'argument)) (words words)
                 (values* (with-defaults command values*)))
        (cond ((and (pair? ps) (pair? words))
               (loop (cdr ps) (cdr words)
                     (given values* (car ps) ((parameter-parse (car ps)) (car words)))))
              ((pair? ps)
               (when (eq? (parameter-default (car ps)) required)
                 (wrong "the argument " (parameter-placeholder (car ps)) " is missing"))
               (loop (cdr ps) words (given values* (car ps) (parameter-default (car ps)))))
              ((pair? (of-kind command 'rest))
               (let ((p (car (of-kind command 'rest))))
                 (given values* p (map (parameter-parse p) words))))
              ((pair? words) (wrong "unexpected argument " (car words)))
              (else values*))))

    ;; The value of an option, flag or argument; without one, the default, or an error.
    (define arguments-ref
      (case-lambda
        ((arguments name) (arguments-ref arguments name #f))
        ((arguments name default)
         (let ((entry (assq name arguments))) (if entry (cdr entry) default)))))

    ;; Takes the command line apart, and calls the action of the command that it names with the
    ;; arguments. Prints help, messages and completions.
    (define run-command
      (case-lambda
        ((command) (run-command command (cdr (command-line))))
        ((command words)
         (if (and (pair? words) (string=? (car words) "--complete"))
             (for-each (lambda (word) (write-string word) (newline))
                       (command-completions command (cdr words)))
             (let-values (((chosen path arguments)
                           (guard (c ((usage-error? c) (complain command (usage-error-message c))))
                             (parse-arguments command words))))
               (cond ((eq? arguments 'help) (write-string (command-help chosen path)))
                     ((command-action chosen) ((command-action chosen) arguments))))))))

    (define (complain command message)
      (let ((port (current-error-port)))
        (write-string (string-append (command-name command) ": " message "\n"
                                     "Try " (command-name command) " --help.\n")
                      port)
        (exit 2)))

    ;; The completions of the last of these words: options and commands. A shell asks for
    ;; them by the first argument --complete.
    (define (command-completions command words)
      (let loop ((command command) (words words))
        (cond ((null? words) '())
              ((null? (cdr words))
               (filter (lambda (name) (string-prefix? (car words) name))
                       (append (map command-name (command-commands command))
                               (map dashed (filter (lambda (p) (memq (parameter-kind p) '(option flag)))
                                                   (command-parameters command)))
                               '("--help"))))
              (else
               (let ((below (filter (lambda (c) (string=? (command-name c) (car words)))
                                    (command-commands command))))
                 (loop (if (pair? below) (car below) command) (cdr words)))))))

    ;; --- terminals ---

    (define styles
      '((bold . "1") (dim . "2") (italic . "3") (underline . "4") (black . "30") (red . "31")
        (green . "32") (yellow . "33") (blue . "34") (magenta . "35") (cyan . "36")
        (white . "37")))

    ;; Whether output is to have colours: it goes to a terminal, and NO_COLOR is not set.
    (define (color-output?)
      (and (terminal? 'output)
           (not (guard (c ((capability-error? c) #f)) (get-environment-variable "NO_COLOR")))))

    ;; The text in these styles, such as bold and red, where output has colours.
    (define (styled text . names)
      (if (color-output?)
          (string-append
            "\x1B;["
            (string-join (map (lambda (name)
                                (let ((style (assq name styles)))
                                  (unless style (error "styled: unknown style" name))
                                  (cdr style)))
                              names)
                         ";")
            "m" text "\x1B;[0m")
          text))

    (define-record-type progress
      (make-progress label total done shown)
      progress?
      (label progress-label)
      (total progress-total)
      (done progress-done set-progress-done*!)
      (shown shown set-shown!))

    ;; A bar on the terminal's error output: progress! says how many of total are done, or one
    ;; more. Nothing is shown where that is no terminal.
    (define (progress-bar label total)
      (let ((bar (make-progress label total 0 #f)))
        (show-progress bar)
        bar))

    ;; Moves a bar on, by one step or to a number of steps.
    (define progress!
      (case-lambda
        ((bar) (progress! bar (+ (progress-done bar) 1)))
        ((bar done) (set-progress-done*! bar done) (show-progress bar))))

    ;; Fills a bar and ends its line.
    (define (progress-done! bar)
      (when (shown bar) (newline (current-error-port))))

    (define (show-progress bar)
      (when (terminal? 'error)
        (let* ((total (max 1 (progress-total bar)))
               (done (min (progress-done bar) total))
               (width (max 10 (- (terminal-width) (string-length (progress-label bar)) 12)))
               (filled (quotient (* done width) total))
               (text (string-append
                       "\r" (progress-label bar) " [" (make-string filled #\=)
                       (make-string (- width filled) #\space) "] "
                       (number->string (quotient (* 100 done) total)) "%")))
          (unless (equal? text (shown bar))
            (set-shown! bar text)
            (write-string text (current-error-port))
            (flush-output-port (current-error-port))))))

    ;; Asks for a line; the end of input is the default, or #f.
    (define prompt
      (case-lambda
        ((question) (prompt question #f))
        ((question default)
         (write-string question)
         (write-string (if default (string-append " [" default "] ") " "))
         (flush-output-port)
         (let ((line (read-line)))
           (if (or (eof-object? line) (string=? line "")) default line)))))

    ;; The same, without showing what is typed where input is a terminal.
    (define (prompt-hidden question)
      (write-string question)
      (write-string " ")
      (flush-output-port)
      (let ((line (dynamic-wind
                    (lambda () (%set-echo! #f))
                    read-line
                    (lambda () (%set-echo! #t)))))
        (when (terminal? 'input) (newline))
        (if (eof-object? line) #f line)))

    ;; Asks a question; whether the answer is yes.
    (define (confirm? question)
      (let ((answer (prompt (string-append question " (y/n)"))))
        (and answer (pair? (memv (string-ref answer 0) '(#\y #\Y))))))))
