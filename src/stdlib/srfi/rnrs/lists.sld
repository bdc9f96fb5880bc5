;;; R6RS library chapter 3: list utilities.

(define-library (rnrs lists)
  (export find for-all exists filter partition fold-left fold-right
          remp remove remv remq memp member memv memq assp assoc assv assq cons*)
  (import (scheme base)
          (scheme case-lambda)
          (rename (only (cairn base) any every find find-tail filter partition fold-left
                        fold-right cons*)
                  (find-tail memp))
          (only (cairn checks) %check-procedure)
          (only (cairn conditions) make-error-condition))
  (begin
    ;; A list that does not end in () is an error if all of it is looked at. The last call is a
    ;; tail call.
    (define-syntax define-search
      (syntax-rules ()
        ((_ name general (result next) step empty)
         (define name
           (case-lambda
             ((proc items)
              (%check-procedure 'name proc)
              (let loop ((rest items))
                (cond ((pair? rest)
                       (if (null? (cdr rest))
                           (proc (car rest))
                           (let ((result (proc (car rest)))
                                 (next (lambda () (loop (cdr rest)))))
                             step)))
                      ((and (null? rest) (null? items)) empty)
                      (else
                       (raise (make-error-condition #t 'name "expected a list, got"
                                                    (list items)))))))
             ((proc items . more) (apply general proc items more)))))))

    (define-search for-all every (result next) (if result (next) #f) #t)
    (define-search exists any (result next) (or result (next)) #f)

    (define (remp drop? list)
      (filter (lambda (x) (not (drop? x))) list))
    (define (remove x list) (remp (lambda (y) (equal? x y)) list))
    (define (remv x list) (remp (lambda (y) (eqv? x y)) list))
    (define (remq x list) (remp (lambda (y) (eq? x y)) list))
    (define (assp wanted? alist)
      (find (lambda (pair) (wanted? (car pair))) alist))))
