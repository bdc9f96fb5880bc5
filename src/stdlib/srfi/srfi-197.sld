;;; SRFI 197: pipeline operators.
;;;
;;; Each macro takes its placeholder, by default _, from its form. A step of a chain becomes a
;;; procedure of its placeholders, which receives the values of the previous step.

(define-library (srfi 197)
  (export chain chain-and chain-when chain-lambda nest nest-reverse)
  (import (scheme base) (only (cairn base) er-macro-transformer fold last))
  (begin
    ;; The placeholder and the ellipsis with which a form may begin, and the rest. Steps are
    ;; lists, so any other object is one of these.
    (define (symbols+steps forms rename)
      (cond ((or (null? forms) (pair? (car forms)))
             (values (rename '_) (rename '...) forms))
            ((or (null? (cdr forms)) (pair? (cadr forms)))
             (values (car forms) (rename '...) (cdr forms)))
            (else
             (values (car forms) (cadr forms) (cddr forms)))))

    ;; The step as an expression of new variables for its placeholders: the variables, a
    ;; list that may end in one for all further values, and the expression.
    (define (parse-step step placeholder ellipsis rename compare)
      (define (new-variable n)
        (rename (string->symbol (string-append "value" (number->string n)))))
      (unless (and (pair? step) (list? step))
        (error "chain: expected a step, got" step))
      (let loop ((data step) (n 0) (variables '()) (parts '()))
        (cond ((null? data)
               (values (reverse variables) (reverse parts)))
              ((not (compare (car data) placeholder))
               (when (compare (car data) ellipsis)
                 (error "chain: an ellipsis must follow a placeholder at the end of" step))
               (loop (cdr data) n variables (cons (car data) parts)))
              ((and (pair? (cdr data)) (compare (cadr data) ellipsis))
               (unless (null? (cddr data))
                 (error "chain: an ellipsis must be the end of" step))
               (let ((rest (new-variable n)))
                 (values (append (reverse variables) rest)
                         (if (null? parts)
                             `(,(rename 'apply) (,(rename 'car) ,rest) (,(rename 'cdr) ,rest))
                             `(,(rename 'apply) ,@(reverse parts) ,rest)))))
              (else
               (let ((variable (new-variable n)))
                 (loop (cdr data) (+ n 1) (cons variable variables) (cons variable parts)))))))

    ;; The same for a step that has at most one placeholder: the step with an expression in its
    ;; place.
    (define (substituted step placeholder expression compare)
      (unless (and (pair? step) (list? step))
        (error "chain: expected a step, got" step))
      (let loop ((data step) (found? #f) (parts '()))
        (cond ((null? data) (values (reverse parts) found?))
              ((not (compare (car data) placeholder))
               (loop (cdr data) found? (cons (car data) parts)))
              (found? (error "chain: more than one placeholder in" step))
              (else (loop (cdr data) #t (cons expression parts))))))

    ;; The steps, one after another, for the values of an expression.
    (define (chained expression steps placeholder ellipsis rename compare)
      (fold (lambda (step expression)
              (let-values (((variables call)
                            (parse-step step placeholder ellipsis rename compare)))
                `(,(rename 'call-with-values)
                  (,(rename 'lambda) () ,expression)
                  (,(rename 'lambda)
                   ,(if (null? variables) (rename 'ignored) variables)
                   ,call))))
            expression
            steps))

    (define-syntax chain
      (er-macro-transformer
        (lambda (form rename compare)
          (let-values (((placeholder ellipsis steps) (symbols+steps (cddr form) rename)))
            (chained (cadr form) steps placeholder ellipsis rename compare)))))

    (define-syntax chain-lambda
      (er-macro-transformer
        (lambda (form rename compare)
          (let*-values (((placeholder ellipsis steps) (symbols+steps (cdr form) rename))
                        ((variables call)
                         (parse-step (car steps) placeholder ellipsis rename compare)))
            `(,(rename 'lambda) ,variables
              ,(chained call (cdr steps) placeholder ellipsis rename compare))))))

    (define-syntax chain-and
      (er-macro-transformer
        (lambda (form rename compare)
          (let-values (((placeholder ellipsis steps) (symbols+steps (cddr form) rename))
                       ((value) (rename 'value)))
            (fold (lambda (step expression)
                    (let-values (((call found?) (substituted step placeholder value compare)))
                      `(,(rename 'let) ((,value ,expression)) (,(rename 'and) ,value ,call))))
                  (cadr form)
                  steps)))))

    (define-syntax chain-when
      (er-macro-transformer
        (lambda (form rename compare)
          (let-values (((placeholder ellipsis clauses) (symbols+steps (cddr form) rename))
                       ((value) (rename 'value)))
            (fold (lambda (clause expression)
                    (unless (and (list? clause) (<= 1 (length clause) 2))
                      (error "chain-when: expected a guard and a step, got" clause))
                    (let-values (((call found?)
                                  (substituted (last clause) placeholder value compare)))
                      `(,(rename 'let) ((,value ,expression))
                        ,(if (null? (cdr clause))
                             call
                             `(,(rename 'if) ,(car clause) ,call ,value)))))
                  (cadr form)
                  clauses)))))

    ;; The expression put into each step in turn.
    (define (nested expression steps placeholder compare)
      (fold (lambda (step expression)
              (let-values (((call found?) (substituted step placeholder expression compare)))
                (unless found?
                  (error "nest: no placeholder in" step))
                call))
            expression
            steps))

    (define-syntax nest
      (er-macro-transformer
        (lambda (form rename compare)
          (let*-values (((forms) (reverse (cdr form)))
                        ((placeholder ellipsis steps)
                         (symbols+steps (reverse (cdr forms)) rename)))
            (nested (car forms) (reverse steps) placeholder compare)))))

    (define-syntax nest-reverse
      (er-macro-transformer
        (lambda (form rename compare)
          (let-values (((placeholder ellipsis steps) (symbols+steps (cddr form) rename)))
            (nested (cadr form) steps placeholder compare)))))))
