;;; SRFI 166: formatters, and the state in which they run.
;;;
;;; A formatter is a record of a procedure of the state. A state holds the values of variables
;;; that are not at their defaults, as an association list in a cell; a copy has its own cell.
;;; Output, row and column are variables like any other.

(define-library (cairn show state)
  (export make-formatter formatter? run
          make-state state-copy state-ref state-set! state-variable?
          make-state-variable fn with with! each each-in-list nothing forked
          displayed output-string call-with-output collected
          port row col width output writer string-width substring/width substring/preserve
          pad-char ellipsis radix precision decimal-sep decimal-align sign-rule comma-rule
          comma-sep word-separator? ambiguous-is-wide? pretty-environment output-default)
  (import (scheme base)
          (scheme case-lambda)
          (only (scheme char) char-whitespace?)
          (only (scheme repl) interaction-environment)
          (only (cairn base) alist-copy string-index-right))
  (begin
    (define-record-type formatter
      (make-formatter procedure)
      formatter?
      (procedure formatter-procedure))

    (define-record-type state
      (make-state* values)
      state?
      (values state-values set-state-values!))

    (define-record-type state-variable
      (make-variable name default immutable?)
      state-variable?
      (name variable-name)
      (default variable-default)
      (immutable? variable-immutable?))

    (define make-state-variable
      (case-lambda
        ((name default) (make-variable name default #f))
        ((name default immutable?) (make-variable name default immutable?))))

    (define (make-state) (make-state* '()))

    ;; Pairs are modified in place, so a copy has its own.
    (define (state-copy state)
      (make-state* (alist-copy (state-values state))))

    (define (state-ref state variable)
      (let ((entry (assq variable (state-values state))))
        (cond (entry (cdr entry))
              ((state-variable? variable) (variable-default variable))
              (else (error "show: expected a state variable, got" variable)))))

    (define (state-set! state variable value)
      (let ((entry (assq variable (state-values state))))
        (cond (entry (set-cdr! entry value))
              ((state-variable? variable)
               (set-state-values! state (cons (cons variable value) (state-values state))))
              (else (error "show: expected a state variable, got" variable)))))

    ;; --- running ---

    (define (run fmt state)
      (let ((fmt (displayed fmt)))
        ((formatter-procedure fmt) state)))

    (define (each . fmts) (each-in-list fmts))

    (define (each-in-list fmts)
      (make-formatter
        (lambda (state)
          (for-each (lambda (fmt) (run fmt state)) fmts))))

    (define nothing (make-formatter (lambda (state) #f)))

    ;; Strings and characters are written, other objects go through `writer`.
    (define (displayed x)
      (cond ((formatter? x) x)
            ((string? x) (output-string x))
            ((char? x) (output-string (string x)))
            (else (make-formatter (lambda (state) (run ((state-ref state writer) x) state))))))

    (define (output-string s)
      (make-formatter (lambda (state) (run ((state-ref state output) s) state))))

    (define-syntax fn
      (syntax-rules ()
        ((_ variables body ...)
         (make-formatter (lambda (state) (bind-variables state variables body ...))))))

    (define-syntax bind-variables
      (syntax-rules ()
        ((_ state () body ... fmt) (begin body ... (run fmt state)))
        ((_ state ((id variable) . more) . body)
         (let ((id (state-ref state variable))) (bind-variables state more . body)))
        ((_ state (id . more) . body)
         (let ((id (state-ref state id))) (bind-variables state more . body)))))

    (define-syntax with
      (syntax-rules ()
        ((_ ((variable value) ...) fmt ...)
         (with-values (list (cons variable value) ...) (each fmt ...)))))

    (define (with-values bindings fmt)
      (make-formatter
        (lambda (state)
          (let ((before (map (lambda (binding) (state-ref state (car binding))) bindings)))
            (set-all! state bindings)
            (run fmt state)
            (for-each (lambda (binding value) (state-set! state (car binding) value))
                      bindings before)))))

    (define (set-all! state bindings)
      (for-each (lambda (binding) (state-set! state (car binding) (cdr binding))) bindings))

    (define-syntax with!
      (syntax-rules ()
        ((_ (variable value) ...)
         (set-values (list (cons variable value) ...)))))

    (define (set-values bindings)
      (make-formatter
        (lambda (state)
          (for-each (lambda (binding)
                      (when (variable-immutable? (car binding))
                        (error "with!: the state variable is immutable:"
                               (variable-name (car binding)))))
                    bindings)
          (set-all! state bindings))))

    (define (forked first second)
      (make-formatter
        (lambda (state)
          (run first (state-copy state))
          (run second state))))

    ;; The output of a formatter in a copy of the state, as a string.
    (define (collected fmt state)
      (let ((copy (state-copy state)) (string-port (open-output-string)))
        (state-set! copy port string-port)
        (state-set! copy output output-default)
        (run fmt copy)
        (get-output-string string-port)))

    (define (call-with-output fmt mapper)
      (make-formatter
        (lambda (state)
          (run (mapper (collected fmt state)) state))))

    ;; --- variables ---

    ;; Writes to the port, and counts rows and columns.
    (define (output-default s)
      (make-formatter
        (lambda (state)
          (write-string s (state-ref state port))
          (let ((line (string-index-right s (lambda (char) (char=? char #\newline))))
                (width (state-ref state string-width)))
            (cond (line
                   (state-set! state row (+ (state-ref state row) (newlines s)))
                   (state-set! state col (width s (+ line 1) (string-length s))))
                  (else
                   (state-set! state col (+ (state-ref state col) (width s)))))))))

    (define (newlines s)
      (let loop ((i 0) (n 0))
        (cond ((= i (string-length s)) n)
              ((char=? (string-ref s i) #\newline) (loop (+ i 1) (+ n 1)))
              (else (loop (+ i 1) n)))))

    (define (length-of-range s . range)
      (let* ((start (if (pair? range) (car range) 0))
             (end (if (and (pair? range) (pair? (cdr range))) (cadr range) (string-length s))))
        (- end start)))

    (define (substring-clipped s from to)
      (substring s (max 0 from) (max 0 (min to (string-length s)))))

    (define port (make-state-variable "port" #f))
    (define row (make-state-variable "row" 0))
    (define col (make-state-variable "col" 0))
    (define width (make-state-variable "width" 78))
    (define output (make-state-variable "output" output-default))
    (define writer (make-state-variable "writer" #f))
    (define string-width (make-state-variable "string-width" length-of-range))
    (define substring/width (make-state-variable "substring/width" substring-clipped))
    (define substring/preserve (make-state-variable "substring/preserve" #f))
    (define pad-char (make-state-variable "pad-char" #\space))
    (define ellipsis (make-state-variable "ellipsis" ""))
    (define radix (make-state-variable "radix" 10))
    (define precision (make-state-variable "precision" #f))
    (define decimal-sep (make-state-variable "decimal-sep" #f))
    (define decimal-align (make-state-variable "decimal-align" #f))
    (define sign-rule (make-state-variable "sign-rule" #f))
    (define comma-rule (make-state-variable "comma-rule" #f))
    (define comma-sep (make-state-variable "comma-sep" #\,))
    (define word-separator? (make-state-variable "word-separator?" char-whitespace?))
    (define ambiguous-is-wide? (make-state-variable "ambiguous-is-wide?" #f))
    (define pretty-environment
      (make-state-variable "pretty-environment" (interaction-environment)))))
