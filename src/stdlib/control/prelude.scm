;;; Control: dynamic-wind, continuations, parameters, exceptions, promises
;;; (R7RS 4.2.5 to 4.2.7, 6.10, 6.11 and exit of 6.14); evaluation and transformers.
;;;
;;; The dynamic state is three lists held by the world, innermost first: the handlers, the
;;; parameter bindings and the winders. A continuation carries all three, and `%throw`
;;; reinstates them, so the code here restores them only on normal returns: it removes its own
;;; entry, because the rest may have become another list meanwhile (see prompts/prelude.scm). A
;;; winder is a vector: before, after, the handlers and parameters of the call of dynamic-wind,
;;; and the number of winders around it (from which `%common-tail` finds the common part of two
;;; lists); then the tag and continuation of a prompt, which has no before and after.

(define (dynamic-wind before thunk after)
  (before)
  (%push-winder! before after #f #f)
  (let ((result (%pack (thunk))))
    (%pop-winder!)
    (after)
    (%unpack result)))

;; Calls a continuation whose winders differ from the current ones.
(define (%continue k value)
  (%rewind (%continuation-winders k))
  (%throw k value))

;; Calls a continuation with the current winders when no tick is left: the entry is a safepoint, and the only tick.
(define (%continue-here k value) (%throw k value))

;; Leaves extents from the innermost outwards, and enters extents inwards, until these are the
;; winders. A before or after thunk may continue on top of other winders, as part of a delimited
;; continuation: then the path is computed again from there.
(define (%rewind target)
  (let* ((now (%winders)) (common (%common-tail now target)))
    (let leave ((winders now))
      (cond
        ((not (eq? (%winders) winders)) (%rewind target))
        ((eq? winders common) (%enter-winders winders target))
        (else
         (let ((after (vector-ref (car winders) winder:after)))
           (%pop-winder!)
           (if after (after))
           (leave (cdr winders))))))))

;; Enters the extents of the target; the given winders are current and part of it.
(define (%enter-winders winders target)
  (let path ((rest target) (entries '()))
    (if (eq? rest winders)
        (let enter ((winders winders) (entries entries))
          (cond
            ((not (eq? (%winders) winders)) (%rewind target))
            ((pair? entries)
             (let ((winder (car (car entries))))
               (%set-handlers! (vector-ref winder winder:handlers))
               (%set-parameters! (vector-ref winder winder:parameters))
               (let ((before (vector-ref winder winder:before)))
                 (if before (before)))
               (if (eq? (%winders) winders) (%set-winders! (car entries)))
               (enter (car entries) (cdr entries))))))
        (path (cdr rest) (cons rest entries)))))

;; The result of `eval` of several definitions and expressions.
(define (%call-in-order thunks)
  (if (pair? thunks)
      (let loop ((rest thunks))
        (if (pair? (cdr rest))
            (begin ((car rest)) (loop (cdr rest)))
            ((car rest))))))

;; The host calls procedures through this.
(define (%apply f arguments)
  (let ((result (apply f arguments)))
    result))

;; A procedure of the host that calls one of the program runs one of these two: they make the call, and
;; resume it with the outcome.
(define (%host-call resume later f arguments)
  (resume later
          (cond ; the usual calls without the work of `apply`
            ((null? arguments) (%pack (f)))
            ((null? (cdr arguments)) (%pack (f (car arguments))))
            (else (%pack (apply f arguments))))
          #f))

(define (%host-call-guarded resume later f arguments)
  ((call-with-current-continuation
    (lambda (leave)
      (with-exception-handler
       (lambda (object) (leave (lambda () (resume later object #t))))
       (lambda ()
         (let ((result (%pack (apply f arguments))))
           (lambda () (resume later result #f)))))))))

(define (call-with-values producer consumer)
  (%apply-values consumer (producer)))

;; Evaluation: the expander stops when code must run, and is resumed with the value. The last
;; unit runs in tail position.
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
      ((eq? kind step:done) (%call-in-order payload))
      ((eq? kind step:run) (%expand expansion (%pack (%call-in-order payload))))
      ;; The step brings %transform along, so that code without macros does not load it.
      (else (%expand expansion (apply (car payload) expansion (cdr payload)))))))

;; Expands a form by a transformer. While it runs, the parameter bindings contain a record of
;; the macro use.
(define (%transform expansion flavour procedure form macro)
  (%set-parameters! (cons (cons 'macro-use (vector expansion #f)) (%parameters)))
  (let ((result (%call-transformer expansion flavour procedure form macro)))
    (%set-parameters! (cdr (%parameters)))
    result))

;; Calls a transformer by the flavour of the macro.
(define (%call-transformer expansion flavour procedure form macro)
  (cond
    ((or (eq? flavour flavour:syntax) (eq? flavour flavour:variable)) (procedure form))
    ((eq? flavour flavour:implicit) (%call-implicit expansion procedure form macro))
    ((eq? flavour flavour:closing)
     (let ((hiding (%hiding macro)))
       (%map-identifiers (cdr hiding)
                         (procedure form (%syntactic-environment (car hiding))))))
    ((eq? flavour flavour:reverse-closing)
     (procedure form (%syntactic-environment (%renamer macro))))
    ((eq? flavour flavour:renaming)
     (procedure form
                (%renamer macro)
                (lambda (a b) (%same-identifier? expansion a b))))
    (else (apply procedure (cdr form)))))

;; The `rename` of one use of an explicit-renaming macro: maps the same name to the same alias.
(define (%renamer macro)
  (let ((known '()))
    (lambda (name)
      (let ((entry (assq name known)))
        (if entry
            (cdr entry)
            (let ((alias (%rename macro name)))
              (set! known (cons (cons name alias) known))
              alias))))))

;; Calls a transformer that renames implicitly. The form's identifiers are hidden from it, so
;; that every other symbol in its result belongs to the macro.
(define (%call-implicit expansion procedure form macro)
  (let* ((hiding (%hiding macro)) (hide (car hiding)) (restore (cdr hiding)))
    (%map-identifiers restore
                      (procedure (%map-identifiers hide form)
                                 hide
                                 (lambda (a b)
                                   (%same-identifier? expansion (restore a) (restore b)))))))

;; Two procedures: one hides an identifier of the place of use in an alias; the other reverses
;; that, and renames symbols that were not hidden.
(define (%hiding macro)
  (let ((hidden '()) (rename (%renamer macro)))
    (cons (lambda (id)
            (let ((entry (assq id hidden)))
              (if entry
                  (cdr entry)
                  (let ((alias (%alias-here id)))
                    (set! hidden (cons (cons id alias) hidden))
                    alias))))
          (lambda (id)
            (let loop ((rest hidden))
              (cond ((null? rest) (if (symbol? id) (rename id) id))
                    ((eq? (cdr (car rest)) id) (car (car rest)))
                    (else (loop (cdr rest)))))))))

;; Replaces the identifiers of a datum by the results of f, called once for each.
(define (%map-identifiers f datum)
  (let ((identifiers (%identifiers datum)))
    (%replace-identifiers datum identifiers (map f identifiers))))

;; A syntactic environment is a procedure that closes a form in it, except for some names.
(define (%syntactic-environment close)
  (lambda (names form)
    (%map-identifiers (lambda (id) (if (memq id names) id (close id))) form)))

(define (make-syntactic-closure environment names form)
  (cond
    ((not (procedure? environment))
     (%type-error 'make-syntactic-closure "a syntactic environment" environment))
    ((not (list? names)) (%type-error 'make-syntactic-closure "a list" names))
    (else (environment names form))))

(define (close-syntax form environment)
  (make-syntactic-closure environment '() form))

(define (identifier=? environment1 id1 environment2 id2)
  (free-identifier=? (close-syntax id1 environment1) (close-syntax id2 environment2)))

(define (call-with-escape-continuation f)
  (call/cc f))

(define make-parameter
  (case-lambda
    ((value) (%make-parameter value #f))
    ((value converter) (%make-parameter (converter value) converter))))

(define (%assign-parameter parameter value)
  (let ((converter (%parameter-converter parameter)))
    (%parameter-assign! parameter (if converter (converter value) value))))

(define (%parameterize bindings thunk)
  (let convert ((rest bindings) (converted '()))
    (if (pair? rest)
        (let* ((parameter (car (car rest)))
               (value (cdr (car rest)))
               (converter (%parameter-converter parameter)))
          (convert (cdr rest)
                   (cons (cons parameter (if converter (converter value) value)) converted)))
        (let bind ((rest (reverse converted)) (inner (%parameters)))
          (if (pair? rest)
              (bind (cdr rest) (cons (car rest) inner))
              (begin
                (%set-parameters! inner)
                (let ((result (%pack (thunk))))
                  (let leave ((rest bindings) (inner (%parameters)))
                    (if (pair? rest)
                        (leave (cdr rest) (cdr inner))
                        (%set-parameters! inner)))
                  (%unpack result))))))))

(define (with-exception-handler handler thunk)
  (if (procedure? handler)
      (begin
        (%push-handler! handler)
        (let ((result (%pack (thunk))))
          (%pop-handler!)
          (%unpack result)))
      (%type-error 'with-exception-handler "a procedure" handler)))

;; A guard without a matching clause passes the object on: it returns `(%absent)`, and the next
;; handler is tried.
(define (raise-continuable obj)
  (%begin-raise!)
  (let turn ()
    (let ((handler (%next-handler!)))
      (if handler
          (let ((result (%pack (%handle handler obj))))
            (cond ((eq? result (%absent)) (turn))
                  (else (%pop-handler!) (%unpack result))))
          (%uncaught-continuable obj)))))

;; A handler that returns causes another exception, which the outer handlers receive.
(define (raise obj)
  (%begin-raise!)
  (let turn ()
    (let ((handler (%next-handler!)))
      (cond ((not handler) (%uncaught obj))
            ((eq? (%pack (%handle handler obj)) (%absent)) (turn))
            (else (raise (%handler-returned obj)))))))

;; The machine calls this at the instruction that failed.
(define (%raise-condition condition)
  (raise condition))

(define (assert value . irritants)
  (if (not value) (apply error "assertion failed" irritants)))

;; A promise that has not been forced holds its thunk; the thunk of delay-force, whose value is
;; another promise, is in a pair.
(define (%delay thunk)
  (%make-promise #f thunk))

(define (%delay-force thunk)
  (%make-promise #f (cons thunk '())))

(define (force promise)
  (if (promise? promise)
      (let loop ()
        (if (%promise-done? promise)
            (%unpack (%promise-value promise))
            (let ((code (%promise-value promise)))
              (if (pair? code)
                  (%promise-chain! promise ((car code)))
                  (let ((value (%pack (code))))
                    (if (not (%promise-done? promise))
                        (%promise-set! promise #t value))))
              (loop))))
      promise))

;; The promise continues as `next`, unless its own code has settled it meanwhile.
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
  (%rewind '())
  (%flush-ports)
  (%exit code))

(define emergency-exit
  (case-lambda
    (() (%exit 0))
    ((obj) (%exit (%exit-code obj)))))
