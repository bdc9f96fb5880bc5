;;; SRFI 2: and-let*, an and whose clauses may bind their values.

(define-library (srfi 2)
  (export and-let*)
  (import (scheme base))
  (begin
    ;; (if-variable x yes no): yes if x is an identifier, else no.
    (define-syntax if-variable
      (syntax-rules ()
        ((_ (x ...) yes no) no)
        ((_ x yes no)
         (let-syntax ((choose (syntax-rules ()
                                ((_ x y n) y)
                                ((_ other y n) n))))
           (choose (#f) yes no)))))

    (define-syntax and-let*
      (syntax-rules ()
        ((_ ()) #t)
        ((_ () body ...) (let () body ...))
        ((_ ((name value))) (let ((name value)) name))
        ((_ ((value))) value)
        ((_ ((name value) clause ...) . body)
         (let ((name value)) (if name (and-let* (clause ...) . body) #f)))
        ((_ ((value) clause ...) . body)
         (if value (and-let* (clause ...) . body) #f))
        ((_ (name clause ...) . body)
         (if-variable name
           (and-let* ((name) clause ...) . body)
           (syntax-error
            "and-let*: expected (variable expression), (expression) or a variable, got" name)))))))
