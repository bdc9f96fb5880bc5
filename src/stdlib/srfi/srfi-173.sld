;;; SRFI 173: hooks, lists of procedures of one arity that are called together.

(define-library (srfi 173)
  (export make-hook hook? list->hook list->hook! hook-add! hook-delete! hook-reset!
          hook->list hook-run)
  (import (scheme base) (only (cairn base) delete every))
  (begin
    (define-record-type hook
      (new-hook arity procedures)
      hook?
      (arity hook-arity)
      (procedures hook-procedures set-hook-procedures!))

    (define (make-hook arity) (list->hook arity '()))

    (define (list->hook arity procedures)
      (unless (and (exact-integer? arity) (>= arity 0))
        (error "list->hook: expected an arity, got" arity))
      (new-hook arity (checked "list->hook" procedures)))

    (define (list->hook! hook procedures)
      (set-hook-procedures! hook (checked "list->hook!" procedures)))

    ;; A fresh list of objects that must be procedures.
    (define (checked name procedures)
      (unless (and (list? procedures) (every procedure? procedures))
        (error (string-append name ": expected a list of procedures, got") procedures))
      (list-copy procedures))

    (define (hook-add! hook f)
      (set-hook-procedures! hook (append (checked "hook-add!" (list f)) (hook-procedures hook))))

    (define (hook-delete! hook f)
      (set-hook-procedures! hook (delete f (hook-procedures hook) eq?)))

    (define (hook-reset! hook) (set-hook-procedures! hook '()))

    (define (hook->list hook) (list-copy (hook-procedures hook)))

    (define (hook-run hook . arguments)
      (unless (= (length arguments) (hook-arity hook))
        (error "hook-run: wrong number of arguments" arguments))
      (for-each (lambda (f) (apply f arguments)) (hook-procedures hook)))))
