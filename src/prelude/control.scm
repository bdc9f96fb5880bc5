;;; Control: dynamic-wind, continuations, parameters, exceptions, promises
;;; (R7RS 4.2.5 to 4.2.7, 6.10, 6.11 and exit of 6.14).
;;;
;;; The dynamic state is three lists that the world holds, innermost first: the
;;; handlers, the parameter bindings and the winders. A continuation carries all
;;; three, and `%throw` reinstates them, so what is written here changes them back
;;; on normal returns only: by taking off what it has put on, for the rest may have
;;; become another one meanwhile (see delimited.scm). A winder is a vector: before,
;;; after, the handlers and parameters of the call of dynamic-wind, and the number of
;;; winders around it (from which `%common-tail` finds the common part of two lists);
;;; then what makes it a prompt, if it is one, which has no before and after.

(define (dynamic-wind before thunk after)
  (before)
  (%push-winder! before after #f #f)
  (let ((result (thunk)))
    (%pop-winder!)
    (after)
    result))

;; Calls a continuation whose winders are not the current ones.
(define (%continue k value)
  (%rewind (%continuation-winders k))
  (%throw k value))

;; Leaves and enters the extents between the current winders and these.
(define (%rewind target)
  (let ((common (%common-tail (%winders) target)))
    (%unwind common)
    (let path ((rest target) (entries '()))
      (if (eq? rest common)
          (let enter ((entries entries))
            (if (pair? entries)
                (let* ((winders (car entries)) (winder (car winders)))
                  (%set-handlers! (vector-ref winder 2))
                  (%set-parameters! (vector-ref winder 3))
                  (if (vector-ref winder 0) ((vector-ref winder 0)))
                  (%set-winders! winders)
                  (enter (cdr entries)))))
          (path (cdr rest) (cons rest entries))))))

;; Leaves extents, innermost first, until the winders are these.
(define (%unwind target)
  (let loop ((winders (%winders)))
    (if (not (eq? winders target))
        (let ((winder (car winders)))
          (%set-winders! (cdr winders))
          (%set-handlers! (vector-ref winder 2))
          (%set-parameters! (vector-ref winder 3))
          (if (vector-ref winder 1) ((vector-ref winder 1)))
          (loop (cdr winders))))))

;; What `eval` of several definitions and expressions runs.
(define (%call-in-order thunks)
  (if (pair? thunks)
      (let loop ((rest thunks))
        (if (pair? (cdr rest))
            (begin ((car rest)) (loop (cdr rest)))
            ((car rest))))))

;; What the host's calls run.
(define (%apply f arguments)
  (apply f arguments))

(define (call-with-values producer consumer)
  (%apply-values consumer (producer)))

;; Evaluation: the expander stops when code must run, and is resumed with the
;; value. The last unit runs in tail position.
(define eval
  (case-lambda
    ((expression) (%expand (%expansion expression #f) #f))
    ((expression environment) (%expand (%expansion expression environment) #f))))

(define (environment . sets)
  (%expand (%environment-expansion sets) #f))

(define (%expand expansion answer)
  (let* ((step (%expand-step expansion answer))
         (kind (car step))
         (payload (cdr step)))
    (cond
      ((eq? kind 0) (%call-in-order payload))
      ((eq? kind 1) (%expand expansion (%call-in-order payload)))
      (else
       (%expand expansion
                ((car payload)
                 (cadr payload)
                 (%renamer (caddr payload))
                 (lambda (a b) (%same-identifier? expansion a b))))))))

;; The `rename` of one use of an explicit-renaming macro: the same alias for the
;; same name.
(define (%renamer macro)
  (let ((known '()))
    (lambda (name)
      (let ((entry (assq name known)))
        (if entry
            (cdr entry)
            (let ((alias (%rename macro name)))
              (set! known (cons (cons name alias) known))
              alias))))))

(define (call-with-escape-continuation f)
  (call/cc f))

(define make-parameter
  (case-lambda
    ((value) (%make-parameter value #f))
    ((value converter) (%make-parameter (converter value) converter))))

(define (%parameterize bindings thunk)
  (let bind ((rest bindings) (inner (%parameters)))
    (if (pair? rest)
        (let* ((parameter (car (car rest)))
               (value (cdr (car rest)))
               (converter (%parameter-converter parameter)))
          (bind (cdr rest)
                (cons (cons parameter (if converter (converter value) value)) inner)))
        (begin
          (%set-parameters! inner)
          (let ((result (thunk)))
            (let leave ((rest bindings) (inner (%parameters)))
              (if (pair? rest)
                  (leave (cdr rest) (cdr inner))
                  (%set-parameters! inner)))
            result)))))

(define (with-exception-handler handler thunk)
  (if (procedure? handler)
      (begin
        (%set-handlers! (cons handler (%handlers)))
        (let ((result (thunk)))
          (%set-handlers! (cdr (%handlers)))
          result))
      (%type-error 'with-exception-handler "a procedure" handler)))

(define (raise-continuable obj)
  (let ((handlers (%handlers)))
    (if (pair? handlers)
        (begin
          (%set-handlers! (cdr handlers))
          (let ((result ((car handlers) obj)))
            (%set-handlers! (if (eq? (%handlers) (cdr handlers))
                                handlers
                                (cons (car handlers) (%handlers))))
            result))
        (%uncaught obj))))

;; A handler that returns causes another exception, among the outer handlers.
(define (raise obj)
  (let ((handlers (%handlers)))
    (if (pair? handlers)
        (begin
          (%set-handlers! (cdr handlers))
          ((car handlers) obj)
          (raise (%handler-returned obj)))
        (%uncaught obj))))

;; What the machine calls, at the instruction that failed.
(define (%raise-condition condition)
  (raise condition))

(define (assert value . irritants)
  (if (not value) (apply error "assertion failed" irritants)))

;; A promise that is not done holds its thunk; that of delay-force, whose value
;; is another promise, stands in a pair.
(define (%delay thunk)
  (%make-promise #f thunk))

(define (%delay-force thunk)
  (%make-promise #f (cons thunk '())))

(define (force promise)
  (if (promise? promise)
      (let loop ()
        (if (%promise-done? promise)
            (%promise-value promise)
            (let ((code (%promise-value promise)))
              (if (pair? code)
                  (%promise-chain! promise ((car code)))
                  (let ((value (code)))
                    (if (not (%promise-done? promise))
                        (%promise-set! promise #t value))))
              (loop))))
      promise))

;; The promise goes on as `next`, unless its own code has settled it meanwhile.
(define (%promise-chain! promise next)
  (cond ((%promise-done? promise))
        ((promise? next)
         (%promise-set! promise (%promise-done? next) (%promise-value next))
         (%promise-share! next promise))
        (else (%promise-set! promise #t next))))

(define exit
  (case-lambda
    (() (%leave 0))
    ((obj) (%leave (%exit-code obj)))))

(define (%leave code)
  (%unwind '())
  (%flush-ports)
  (%exit code))

(define emergency-exit
  (case-lambda
    (() (%exit 0))
    ((obj) (%exit (%exit-code obj)))))
