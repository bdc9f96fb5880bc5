;;; SRFI 227: procedures with optional arguments.
;;;
;;; They become case-lambdas, with a case for each number of arguments from the required ones
;;; on. Missing arguments are computed, and the body, a procedure of all variables, is called.

(define-library (srfi 227)
  (export opt-lambda opt*-lambda let-optionals let-optionals*)
  (import (scheme base) (scheme case-lambda) (only (cairn base) er-macro-transformer))
  (begin
    (define-syntax opt-lambda
      (er-macro-transformer
        (lambda (form rename compare) (expand form rename #f))))

    (define-syntax opt*-lambda
      (er-macro-transformer
        (lambda (form rename compare) (expand form rename #t))))

    (define-syntax let-optionals
      (syntax-rules ()
        ((_ expression formals . body)
         (apply (opt-lambda formals . body) expression))))

    (define-syntax let-optionals*
      (syntax-rules ()
        ((_ expression formals . body)
         (apply (opt*-lambda formals . body) expression))))

    ;; The case-lambda for (keyword formals . body). In a sequential one an init sees the
    ;; earlier variables, which therefore have their names there; otherwise the arguments have
    ;; names to which no init can refer.
    (define (expand form rename sequential?)
      (unless (and (pair? (cdr form)) (pair? (cddr form)))
        (error "opt-lambda: expected formals and a body, got" form))
      (let*-values (((required bindings rest) (parse (cadr form)))
                    ((optional) (map car bindings)))
        (define (parameters variables)
          (if sequential?
              variables
              (let loop ((i 0) (variables variables))
                (if (null? variables)
                    '()
                    (cons (rename (string->symbol (string-append "x" (number->string i))))
                          (loop (+ i 1) (cdr variables)))))))
        (define body (rename 'body))
        ;; The call of the body with these variables and the values of these bindings.
        (define (call given missing)
          (define (arguments values)
            `(,body ,@given ,@values ,@(if (null? rest) '() (list (list (rename 'quote) '())))))
          (if sequential?
              `(,(rename 'let*) ,missing ,(arguments (map car missing)))
              (arguments (map cadr missing))))
        (define full (parameters (append required optional)))
        (define tail (if (null? rest) '() (rename 'rest)))
        `(,(rename 'let) ((,body (,(rename 'lambda)
                                  (,@required ,@optional ,@(if (null? rest) '() (list rest)))
                                  ,@(cddr form))))
          (,(rename 'case-lambda)
           ,@(let loop ((given (parameters required)) (missing bindings))
               (if (null? missing)
                   '()
                   (cons (list given (call given missing))
                         (loop (parameters (append required (before (cdr missing) bindings)))
                               (cdr missing)))))
           (,(append full tail)
            (,body ,@full ,@(if (null? rest) '() (list tail))))))))

    ;; The variables of the bindings that precede a tail of them.
    (define (before tail bindings)
      (if (eq? tail bindings)
          '()
          (cons (caar bindings) (before tail (cdr bindings)))))

    ;; The required variables, the bindings of the optional ones, and the rest variable or
    ;; the empty list.
    (define (parse formals)
      (let loop ((formals formals) (required '()) (bindings '()))
        (cond ((not (pair? formals))
               (values (reverse required) (reverse bindings) formals))
              ((not (pair? (car formals)))
               (unless (null? bindings)
                 (error "opt-lambda: a required variable after optional ones:" (car formals)))
               (loop (cdr formals) (cons (car formals) required) bindings))
              ((and (list? (car formals)) (= (length (car formals)) 2))
               (loop (cdr formals) required (cons (car formals) bindings)))
              (else
               (error "opt-lambda: expected a variable and its init, got" (car formals))))))))
