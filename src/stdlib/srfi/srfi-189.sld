;;; SRFI 189: Maybe and Either.
;;;
;;; A container has a list of the values of its payload, except for Nothing, which is one
;;; object. Code that is the same for both types is written once: the procedures of Maybe and
;;; Either pass a constructor of a full container, and a predicate of full containers.

(define-library (srfi 189)
  (export
    ;; constructors, predicates, accessors
    just nothing right left list->just list->right list->left
    maybe->either either->maybe either-swap
    just? nothing? right? left? maybe? either? maybe= either=
    maybe-ref either-ref maybe-ref/default either-ref/default
    ;; join, bind, sequences
    maybe-join either-join maybe-compose either-compose maybe-bind either-bind
    maybe-length either-length maybe-filter maybe-remove either-filter either-remove
    maybe-sequence either-sequence
    ;; conversion
    maybe->list either->list list->maybe list->either
    maybe->truth either->truth truth->maybe truth->either
    maybe->list-truth either->list-truth list-truth->maybe list-truth->either
    maybe->generation either->generation generation->maybe generation->either
    maybe->values either->values values->maybe values->either
    maybe->two-values two-values->maybe exception->either
    ;; map, fold, unfold
    maybe-map either-map maybe-for-each either-for-each
    maybe-fold either-fold maybe-unfold either-unfold
    ;; syntax
    maybe-if maybe-and maybe-or maybe-let* maybe-let*-values
    either-and either-or either-let* either-let*-values either-guard
    ;; trivalent logic
    tri-not tri=? tri-and tri-or tri-merge)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) any every find)
          (only (cairn checks) %check-procedure))
  (begin
    ;; --- types

    (define-record-type just-container (list->full-just payload) just? (payload just-payload))
    (define-record-type nothing-container (make-nothing) nothing?)
    (define-record-type right-container (list->full-right payload) right? (payload right-payload))
    (define-record-type left-container (list->full-left payload) left? (payload left-payload))

    (define the-nothing (make-nothing))
    (define (nothing) the-nothing)

    (define (just . objs) (list->full-just objs))
    (define (right . objs) (list->full-right objs))
    (define (left . objs) (list->full-left objs))

    (define (check-list who x)
      (unless (list? x)
        (error (string-append who ": expected a list, got") x)))
    (define (list->just objs)
      (check-list "list->just" objs)
      (list->full-just (list-copy objs)))
    (define (list->right objs)
      (check-list "list->right" objs)
      (list->full-right (list-copy objs)))
    (define (list->left objs)
      (check-list "list->left" objs)
      (list->full-left (list-copy objs)))

    (define (maybe? x) (or (just? x) (nothing? x)))
    (define (either? x) (or (right? x) (left? x)))

    (define (check-maybe who x)
      (unless (maybe? x)
        (error (string-append who ": expected a Maybe, got") x)))
    (define (check-either who x)
      (unless (either? x)
        (error (string-append who ": expected an Either, got") x)))

    ;; Whether a container, which must be of the type, is full.
    (define (full-maybe? who x)
      (check-maybe who x)
      (just? x))
    (define (full-either? who x)
      (check-either who x)
      (right? x))

    ;; The only value of a payload.
    (define (single who payload)
      (if (and (pair? payload) (null? (cdr payload)))
          (car payload)
          (error (string-append who ": expected a payload of one value, got") payload)))

    ;; --- conversion between the types

    (define (maybe->either maybe . objs)
      (if (full-maybe? "maybe->either" maybe)
          (list->full-right (just-payload maybe))
          (list->full-left objs)))
    (define (either->maybe either)
      (if (full-either? "either->maybe" either)
          (list->full-just (right-payload either))
          the-nothing))
    (define (either-swap either)
      (if (full-either? "either-swap" either)
          (list->full-left (right-payload either))
          (list->full-right (left-payload either))))

    ;; --- predicates

    (define (same-payload? same? a b)
      (and (= (length a) (length b))
           (every same? a b)))

    ;; Whether all are in a relation to the first.
    (define (all-alike? alike? a more)
      (every (lambda (b) (alike? a b)) more))

    (define (maybe= same? a . more)
      (check-maybe "maybe=" a)
      (all-alike? (lambda (a b)
                    (if (full-maybe? "maybe=" b)
                        (and (just? a) (same-payload? same? (just-payload a) (just-payload b)))
                        (nothing? a)))
                  a
                  more))

    (define (either= same? a . more)
      (check-either "either=" a)
      (all-alike? (lambda (a b)
                    (if (full-either? "either=" b)
                        (and (right? a)
                             (same-payload? same? (right-payload a) (right-payload b)))
                        (and (left? a)
                             (same-payload? same? (left-payload a) (left-payload b)))))
                  a
                  more))

    ;; --- accessors

    (define maybe-ref
      (case-lambda
        ((maybe) (maybe-ref maybe (lambda () (error "maybe-ref: Nothing has no payload" maybe))))
        ((maybe failure) (maybe-ref maybe failure values))
        ((maybe failure success)
         (if (full-maybe? "maybe-ref" maybe)
             (apply success (just-payload maybe))
             (failure)))))

    (define either-ref
      (case-lambda
        ((either)
         (either-ref either (lambda objs (apply error "either-ref: this is a Left of" objs))))
        ((either failure) (either-ref either failure values))
        ((either failure success)
         (if (full-either? "either-ref" either)
             (apply success (right-payload either))
             (apply failure (left-payload either))))))

    (define (maybe-ref/default maybe . defaults)
      (apply values
             (if (full-maybe? "maybe-ref/default" maybe) (just-payload maybe) defaults)))
    (define (either-ref/default either . defaults)
      (apply values
             (if (full-either? "either-ref/default" either) (right-payload either) defaults)))

    ;; --- join and bind

    (define (maybe-join maybe)
      (if (full-maybe? "maybe-join" maybe)
          (let ((inner (single "maybe-join" (just-payload maybe))))
            (check-maybe "maybe-join" inner)
            inner)
          maybe))
    (define (either-join either)
      (if (full-either? "either-join" either)
          (let ((inner (single "either-join" (right-payload either))))
            (check-either "either-join" inner)
            inner)
          either))

    (define (maybe-bind maybe mproc . more)
      (if (full-maybe? "maybe-bind" maybe)
          (let ((result (apply mproc (just-payload maybe))))
            (if (null? more)
                result
                (apply maybe-bind result more)))
          maybe))
    (define (either-bind either mproc . more)
      (if (full-either? "either-bind" either)
          (let ((result (apply mproc (right-payload either))))
            (if (null? more)
                result
                (apply either-bind result more)))
          either))

    (define (maybe-compose mproc . more)
      (lambda objs (apply maybe-bind (list->full-just objs) mproc more)))
    (define (either-compose mproc . more)
      (lambda objs (apply either-bind (list->full-right objs) mproc more)))

    ;; --- sequences

    (define (maybe-length maybe) (if (full-maybe? "maybe-length" maybe) 1 0))
    (define (either-length either) (if (full-either? "either-length" either) 1 0))

    (define (maybe-filter pred maybe)
      (%check-procedure 'maybe-filter pred)
      (if (and (full-maybe? "maybe-filter" maybe) (apply pred (just-payload maybe)))
          maybe
          the-nothing))
    (define (maybe-remove pred maybe)
      (%check-procedure 'maybe-remove pred)
      (if (and (full-maybe? "maybe-remove" maybe) (not (apply pred (just-payload maybe))))
          maybe
          the-nothing))
    (define (either-filter pred either . objs)
      (if (and (full-either? "either-filter" either) (apply pred (right-payload either)))
          either
          (list->full-left objs)))
    (define (either-remove pred either . objs)
      (if (and (full-either? "either-remove" either) (not (apply pred (right-payload either))))
          either
          (list->full-left objs)))

    ;; Maps over a container of containers; the first empty one ends it.
    (define maybe-sequence
      (case-lambda
        ((container map) (maybe-sequence container map list))
        ((container map aggregate)
         (call-with-current-continuation
          (lambda (return)
            (just (map (lambda (maybe)
                         (if (full-maybe? "maybe-sequence" maybe)
                             (apply aggregate (just-payload maybe))
                             (return maybe)))
                       container)))))))
    (define either-sequence
      (case-lambda
        ((container map) (either-sequence container map list))
        ((container map aggregate)
         (call-with-current-continuation
          (lambda (return)
            (right (map (lambda (either)
                          (if (full-either? "either-sequence" either)
                              (apply aggregate (right-payload either))
                              (return either)))
                        container)))))))

    ;; --- conversion

    (define (maybe->list maybe)
      (if (full-maybe? "maybe->list" maybe) (list-copy (just-payload maybe)) '()))
    (define (either->list either)
      (list-copy
       (if (full-either? "either->list" either) (right-payload either) (left-payload either))))
    (define (list->maybe objs)
      (check-list "list->maybe" objs)
      (if (null? objs) the-nothing (list->just objs)))
    (define (list->either objs . defaults)
      (check-list "list->either" objs)
      (if (null? objs) (list->full-left defaults) (list->right objs)))

    (define (maybe->truth maybe)
      (and (full-maybe? "maybe->truth" maybe)
           (single "maybe->truth" (just-payload maybe))))
    (define (either->truth either)
      (and (full-either? "either->truth" either)
           (single "either->truth" (right-payload either))))
    (define (truth->maybe x) (if x (just x) the-nothing))
    (define (truth->either x . objs) (if x (right x) (list->full-left objs)))

    (define (maybe->list-truth maybe)
      (and (full-maybe? "maybe->list-truth" maybe)
           (list-copy (just-payload maybe))))
    (define (either->list-truth either)
      (and (full-either? "either->list-truth" either)
           (list-copy (right-payload either))))
    (define (list-truth->maybe x) (if x (list->just x) the-nothing))
    (define (list-truth->either x . objs) (if x (list->right x) (list->full-left objs)))

    (define (maybe->generation maybe)
      (if (full-maybe? "maybe->generation" maybe)
          (single "maybe->generation" (just-payload maybe))
          (eof-object)))
    (define (either->generation either)
      (if (full-either? "either->generation" either)
          (single "either->generation" (right-payload either))
          (eof-object)))
    (define (generation->maybe x) (if (eof-object? x) the-nothing (just x)))
    (define (generation->either x . objs)
      (if (eof-object? x) (list->full-left objs) (right x)))

    (define (maybe->values maybe) (maybe-ref/default maybe))
    (define (either->values either) (either-ref/default either))
    (define (values->maybe producer)
      (call-with-values producer (lambda objs (list->maybe objs))))
    (define (values->either producer . defaults)
      (call-with-values producer (lambda objs (apply list->either objs defaults))))

    (define (maybe->two-values maybe)
      (if (full-maybe? "maybe->two-values" maybe)
          (values (single "maybe->two-values" (just-payload maybe)) #t)
          (values #f #f)))
    (define (two-values->maybe producer)
      (call-with-values producer
                        (lambda (obj success?) (if success? (just obj) the-nothing))))

    (define (exception->either pred thunk)
      (guard (e ((pred e) (left e)))
        (call-with-values thunk right)))

    ;; --- map, fold, unfold

    (define (maybe-map f maybe)
      (%check-procedure 'maybe-map f)
      (if (full-maybe? "maybe-map" maybe)
          (call-with-values (lambda () (apply f (just-payload maybe))) just)
          maybe))
    (define (either-map f either)
      (if (full-either? "either-map" either)
          (call-with-values (lambda () (apply f (right-payload either))) right)
          either))

    (define (maybe-for-each f maybe)
      (%check-procedure 'maybe-for-each f)
      (when (full-maybe? "maybe-for-each" maybe)
        (apply f (just-payload maybe))))
    (define (either-for-each f either)
      (when (full-either? "either-for-each" either)
        (apply f (right-payload either))))

    (define (maybe-fold f seed maybe)
      (%check-procedure 'maybe-fold f)
      (if (full-maybe? "maybe-fold" maybe)
          (apply f (append (just-payload maybe) (list seed)))
          seed))
    (define (either-fold f seed either)
      (if (full-either? "either-fold" either)
          (apply f (append (right-payload either) (list seed)))
          seed))

    (define (maybe-unfold stop? mapper successor . seeds)
      (if (apply stop? seeds)
          the-nothing
          (call-with-values (lambda () (apply mapper seeds)) just)))
    (define (either-unfold stop? mapper successor . seeds)
      (if (apply stop? seeds)
          (list->full-left seeds)
          (call-with-values (lambda () (apply mapper seeds)) right)))

    ;; --- syntax

    (define-syntax maybe-if
      (syntax-rules ()
        ((_ maybe then else)
         (if (full-maybe? "maybe-if" maybe) then else))))

    (define unspecified (if #f #f))

    (define-syntax maybe-and
      (syntax-rules ()
        ((_) (just unspecified))
        ((_ maybe)
         (let ((x maybe))
           (check-maybe "maybe-and" x)
           x))
        ((_ maybe more ...)
         (let ((x maybe))
           (if (full-maybe? "maybe-and" x) (maybe-and more ...) x)))))
    (define-syntax maybe-or
      (syntax-rules ()
        ((_) (nothing))
        ((_ maybe)
         (let ((x maybe))
           (check-maybe "maybe-or" x)
           x))
        ((_ maybe more ...)
         (let ((x maybe))
           (if (full-maybe? "maybe-or" x) x (maybe-or more ...))))))
    (define-syntax either-and
      (syntax-rules ()
        ((_) (right unspecified))
        ((_ either)
         (let ((x either))
           (check-either "either-and" x)
           x))
        ((_ either more ...)
         (let ((x either))
           (if (full-either? "either-and" x) (either-and more ...) x)))))
    (define-syntax either-or
      (syntax-rules ()
        ((_) (left unspecified))
        ((_ either)
         (let ((x either))
           (check-either "either-or" x)
           x))
        ((_ either more ...)
         (let ((x either))
           (if (full-either? "either-or" x) x (either-or more ...))))))

    (define-syntax maybe-let*
      (syntax-rules ()
        ((_ () body ...)
         (call-with-values (lambda () body ...) just))
        ((_ ((id maybe) claw ...) body ...)
         (maybe-bind maybe (lambda (id) (maybe-let* (claw ...) body ...))))
        ((_ ((maybe) claw ...) body ...)
         (maybe-bind maybe (lambda ignored (maybe-let* (claw ...) body ...))))
        ((_ (id claw ...) body ...)
         (maybe-bind id (lambda ignored (maybe-let* (claw ...) body ...))))))
    (define-syntax either-let*
      (syntax-rules ()
        ((_ () body ...)
         (call-with-values (lambda () body ...) right))
        ((_ ((id either) claw ...) body ...)
         (either-bind either (lambda (id) (either-let* (claw ...) body ...))))
        ((_ ((either) claw ...) body ...)
         (either-bind either (lambda ignored (either-let* (claw ...) body ...))))
        ((_ (id claw ...) body ...)
         (either-bind id (lambda ignored (either-let* (claw ...) body ...))))))
    (define-syntax maybe-let*-values
      (syntax-rules ()
        ((_ () body ...)
         (call-with-values (lambda () body ...) just))
        ((_ ((formals maybe) claw ...) body ...)
         (maybe-bind maybe (lambda formals (maybe-let*-values (claw ...) body ...))))
        ((_ ((maybe) claw ...) body ...)
         (maybe-bind maybe (lambda ignored (maybe-let*-values (claw ...) body ...))))
        ((_ (id claw ...) body ...)
         (maybe-bind id (lambda ignored (maybe-let*-values (claw ...) body ...))))))
    (define-syntax either-let*-values
      (syntax-rules ()
        ((_ () body ...)
         (call-with-values (lambda () body ...) right))
        ((_ ((formals either) claw ...) body ...)
         (either-bind either (lambda formals (either-let*-values (claw ...) body ...))))
        ((_ ((either) claw ...) body ...)
         (either-bind either (lambda ignored (either-let*-values (claw ...) body ...))))
        ((_ (id claw ...) body ...)
         (either-bind id (lambda ignored (either-let*-values (claw ...) body ...))))))

    (define-syntax either-guard
      (syntax-rules ()
        ((_ pred body ...)
         (exception->either pred (lambda () body ...)))))

    ;; --- trivalent logic

    (define (true? who maybe)
      (and (full-maybe? who maybe) (single who (just-payload maybe)) #t))
    (define (false? who maybe)
      (and (full-maybe? who maybe) (not (single who (just-payload maybe)))))

    (define (tri-not maybe)
      (if (full-maybe? "tri-not" maybe)
          (just (not (single "tri-not" (just-payload maybe))))
          maybe))

    (define (tri=? maybe . more)
      (let ((maybes (cons maybe more)))
        (just (or (every (lambda (m) (true? "tri=?" m)) maybes)
                  (every (lambda (m) (false? "tri=?" m)) maybes)))))

    ;; The first that satisfies a predicate, or a default; all are checked.
    (define (first-such who pred maybes default)
      (for-each (lambda (maybe) (check-maybe who maybe)) maybes)
      (or (find pred maybes) default))

    (define (tri-and . maybes)
      (first-such "tri-and" (lambda (m) (not (true? "tri-and" m))) maybes (just #t)))
    (define (tri-or . maybes)
      (first-such "tri-or" (lambda (m) (not (false? "tri-or" m))) maybes (just #f)))
    (define (tri-merge . maybes)
      (first-such "tri-merge" just? maybes the-nothing))))
