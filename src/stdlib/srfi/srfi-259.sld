;;; SRFI 259: tagged procedures with type safety. Each definition makes a protocol of its own, and only its procedures
;;; make and read the tags of it.

(define-library (srfi 259)
  (export define-procedure-tag)
  (import (scheme base) (srfi 229))
  (begin
    ;; The tags of a procedure, each with its protocol.
    (define-record-type tags (make-tags all) tags? (all tags-all))

    (define (tags-of object)
      (if (and (procedure/tag? object) (tags? (procedure-tag object)))
          (tags-all (procedure-tag object))
          '()))

    (define (tagged protocol tag procedure)
      (unless (procedure? procedure)
        (error (string-append (symbol->string (car protocol)) ": expected a procedure, got") procedure))
      (let ((others (without protocol (tags-of procedure))))
        (lambda/tag (make-tags (cons (cons protocol tag) others)) arguments (apply procedure arguments))))

    (define (without protocol all)
      (cond
        ((null? all) '())
        ((eq? (caar all) protocol) (cdr all))
        (else (cons (car all) (without protocol (cdr all))))))

    (define (tag-of protocol who procedure)
      (let ((found (assq protocol (tags-of procedure))))
        (unless found
          (error (string-append (symbol->string who) ": expected a procedure tagged by")
                 (car protocol)
                 procedure))
        (cdr found)))

    ;; Defines a constructor of procedures with a tag, its predicate and its accessor.
    (define-syntax define-procedure-tag
      (syntax-rules ()
        ((_ constructor predicate accessor)
         (begin
           (define protocol (list 'constructor))
           (define (constructor tag procedure) (tagged protocol tag procedure))
           (define (predicate object) (if (assq protocol (tags-of object)) #t #f))
           (define (accessor procedure) (tag-of protocol 'accessor procedure))))))))
