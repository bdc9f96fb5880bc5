;;; SRFI 235: combinators.

(define-library (srfi 235)
  (export constantly complement swap flip on-left on-right conjoin disjoin each-of all-of
          any-of on left-section right-section apply-chain arguments-drop
          arguments-drop-right arguments-take arguments-take-right group-by
          begin-procedure if-procedure when-procedure unless-procedure value-procedure
          case-procedure and-procedure eager-and-procedure or-procedure eager-or-procedure
          funcall-procedure loop-procedure while-procedure until-procedure
          always never boolean)
  (import (scheme base)
          (scheme case-lambda)
          (only (srfi 1) any every drop drop-right take take-right))
  (begin
    (define (constantly . objs)
      (lambda args (apply values objs)))

    (define (complement f)
      (lambda args (not (apply f args))))

    (define (swap f)
      (lambda (a b . more) (apply f b a more)))
    (define (flip f)
      (lambda args (apply f (reverse args))))
    (define (on-left f)
      (lambda (a b) (f a)))
    (define (on-right f)
      (lambda (a b) (f b)))

    ;; Each predicate is called with each argument; without arguments, or without predicates in
    ;; `conjoin`, the value is #t.
    (define (conjoin . preds)
      (lambda args (every (lambda (arg) (every (lambda (pred) (pred arg)) preds)) args)))
    (define (disjoin . preds)
      (lambda args
        (if (null? args)
            (pair? preds)
            (any (lambda (arg) (any (lambda (pred) (pred arg)) preds)) args))))
    (define (each-of . procs)
      (lambda args (for-each (lambda (f) (apply f args)) procs)))

    (define (all-of pred)
      (lambda (list) (every pred list)))
    (define (any-of pred)
      (lambda (list) (any pred list)))

    (define (on reducer mapper)
      (lambda objs (apply reducer (map mapper objs))))

    (define (left-section f . args)
      (lambda objs (apply f (append args objs))))
    (define (right-section f . args)
      (let ((last (reverse args)))
        (lambda objs (apply f (append objs last)))))

    (define (apply-chain f . more)
      (if (null? more)
          f
          (let ((inner (apply apply-chain more)))
            (lambda args
              (call-with-values (lambda () (apply inner args)) f)))))

    (define (arguments-drop f n)
      (lambda args (apply f (drop args n))))
    (define (arguments-drop-right f n)
      (lambda args (apply f (drop-right args n))))
    (define (arguments-take f n)
      (lambda args (apply f (take args n))))
    (define (arguments-take-right f n)
      (lambda args (apply f (take-right args n))))

    (define group-by
      (case-lambda
        ((key-of) (group-by key-of equal?))
        ((key-of same?)
         (lambda (items)
           ;; Groups as pairs of a key and a reversed list, most recent first.
           (let loop ((items items) (groups '()))
             (if (null? items)
                 (reverse (map (lambda (group) (reverse (cdr group))) groups))
                 (let* ((key (key-of (car items)))
                        (group (assoc key groups (lambda (a b) (same? b a)))))
                   (if group
                       (begin
                         (set-cdr! group (cons (car items) (cdr group)))
                         (loop (cdr items) groups))
                       (loop (cdr items) (cons (list key (car items)) groups))))))))))

    ;; --- procedures that mirror syntax

    (define (begin-procedure . thunks)
      (unless (null? thunks)
        (let loop ((thunks thunks))
          (if (null? (cdr thunks))
              ((car thunks))
              (begin
                ((car thunks))
                (loop (cdr thunks)))))))

    (define (if-procedure value then else)
      (if value (then) (else)))
    (define (when-procedure value . thunks)
      (when value (for-each (lambda (thunk) (thunk)) thunks)))
    (define (unless-procedure value . thunks)
      (unless value (for-each (lambda (thunk) (thunk)) thunks)))
    (define (value-procedure value then else)
      (if value (then value) (else)))

    (define case-procedure
      (case-lambda
        ((value thunks) (case-procedure value thunks (lambda () (if #f #f))))
        ((value thunks else)
         (let ((entry (assv value thunks)))
           (if entry ((cdr entry)) (else))))))

    (define (and-procedure . thunks)
      (or (null? thunks)
          (let loop ((thunks thunks))
            (if (null? (cdr thunks))
                ((car thunks))
                (and ((car thunks)) (loop (cdr thunks)))))))

    (define (eager-and-procedure . thunks)
      (let loop ((thunks thunks) (result #t))
        (if (null? thunks)
            result
            (let ((value ((car thunks))))
              (loop (cdr thunks) (and result value))))))

    (define (or-procedure . thunks)
      (and (pair? thunks)
           (let loop ((thunks thunks))
             (if (null? (cdr thunks))
                 ((car thunks))
                 (or ((car thunks)) (loop (cdr thunks)))))))

    (define (eager-or-procedure . thunks)
      (let loop ((thunks thunks) (result #f))
        (if (null? thunks)
            result
            (let ((value ((car thunks))))
              (loop (cdr thunks) (or result value))))))

    (define (funcall-procedure thunk) (thunk))

    (define (loop-procedure thunk)
      (thunk)
      (loop-procedure thunk))
    (define (while-procedure thunk)
      (when (thunk)
        (while-procedure thunk)))
    (define (until-procedure thunk)
      (unless (thunk)
        (until-procedure thunk)))

    (define (always . objs) #t)
    (define (never . objs) #f)
    (define (boolean x) (and x #t))))
