;;; SRFI 239: list-case, which takes a list apart.

(define-library (srfi 239)
  (export list-case _)
  (import (scheme base)
          (only (cairn conditions) make-error-condition))
  (begin
    ;; Chooses a clause: ((head . tail) body ...) for a pair, (() body ...) for the empty list, (name body ...) for all
    ;; else. A variable may be _. The clauses stand in any order.
    (define-syntax list-case
      (syntax-rules ()
        ((_ expression clause ...)
         (let ((object expression)) (clauses object () () () clause ...)))))

    ;; Sorts the clauses by their kinds; there is at most one of each.
    (define-syntax clauses
      (syntax-rules ()
        ((_ object pair null other)
         (cond
           ((pair? object) (of-pair object pair))
           ((null? object) (of-null object null))
           (else (of-other object other))))
        ((_ object () null other ((head . tail) . body) clause ...)
         (clauses object ((head . tail) . body) null other clause ...))
        ((_ object pair () other (() . body) clause ...)
         (clauses object pair (() . body) other clause ...))
        ((_ object (kind . known) null other ((head . tail) . body) . rest)
         (syntax-error "list-case: a second clause for pairs" (head . tail)))
        ((_ object pair (kind . known) other (() . body) . rest)
         (syntax-error "list-case: a second clause for the empty list" ()))
        ((_ object pair null () (name . body) clause ...)
         (clauses object pair null (name . body) clause ...))
        ((_ object pair null other clause . rest)
         (syntax-error "list-case: a second clause for all else" clause))))

    (define (no-clause object) (raise (make-error-condition #t 'list-case "no clause for" (list object))))

    (define-syntax of-pair
      (syntax-rules ()
        ((_ object ()) (no-clause object))
        ((_ object ((head . tail) . body))
         (bound head (car object) (bound tail (cdr object) (let () . body))))))

    (define-syntax of-null
      (syntax-rules ()
        ((_ object ()) (no-clause object))
        ((_ object (() . body)) (let () . body))))

    (define-syntax of-other
      (syntax-rules ()
        ((_ object ()) (no-clause object))
        ((_ object (name . body)) (bound name object (let () . body)))))

    ;; Binds a name unless it is _.
    (define-syntax bound
      (syntax-rules (_)
        ((bound _ value body) body)
        ((bound name value body) (let ((name value)) body))))))
