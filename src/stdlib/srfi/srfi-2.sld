;;; SRFI 2: and-let*, an and whose clauses may bind their values.

(define-library (srfi 2)
  (export and-let*)
  (import (scheme base))
  (begin
    (define-syntax and-let*
      (syntax-rules ()
        ((_ ()) #t)
        ((_ () body ...) (let () body ...))
        ((_ ((name value))) (let ((name value)) name))
        ((_ ((value))) value)
        ((_ (name)) name)
        ((_ ((name value) clause ...) . body)
         (let ((name value)) (if name (and-let* (clause ...) . body) #f)))
        ((_ ((value) clause ...) . body)
         (if value (and-let* (clause ...) . body) #f))
        ((_ (name clause ...) . body)
         (if name (and-let* (clause ...) . body) #f))))))
