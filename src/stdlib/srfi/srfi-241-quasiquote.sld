;;; SRFI 241's quasi-quotation, in which an ellipsis repeats the preceding template.

(define-library (srfi 241 match quasiquote)
  (export (rename quasiquote/ellipsis quasiquote) unquote unquote-splicing ...)
  (import (scheme base)
          (only (cairn base) er-macro-transformer syntax->datum append-map)
          (only (cairn conditions) make-error-condition))
  (begin
    ;; `map` of lists that must be of the same length.
    (define (map-equal f . lists)
      (unless (apply = (map length lists))
        (raise (make-error-condition #t 'quasiquote "lists before an ellipsis differ in length:"
                                     (list lists))))
      (apply map f lists))

    (define (append-all lists)
      (apply append lists))

    ;; The meaning of a template: code, and holes, which are pairs of a variable in it and the
    ;; code of its value. Holes exist only within ellipses.
    (define (make-result code holes) (cons code holes))
    (define (result-code result) (car result))
    (define (result-holes result) (cdr result))

    (define-syntax quasiquote/ellipsis
      (er-macro-transformer
        (lambda (form rename compare)
          (define counter 0)
          (define (new-name)
            (set! counter (+ counter 1))
            (rename (string->symbol (string-append "hole." (number->string counter)))))
          (define (is? x name)
            (and (not (pair? x)) (symbol? (syntax->datum x)) (compare x (rename name))))
          (define (form? x name)
            (and (pair? x) (is? (car x) name) (list? x)))
          ;; A quasi-quotation in the template, from any library.
          (define (nested? x)
            (and (list? x) (= (length x) 2) (eq? (syntax->datum (car x)) 'quasiquote)))
          (define (one-operand? x)
            (and (pair? (cdr x)) (null? (cddr x))))

          (define (constant x)
            (make-result (list (rename 'quote) x) '()))

          (define (constant? result)
            (and (null? (result-holes result))
                 (pair? (result-code result))
                 (eq? (car (result-code result)) (rename 'quote))))

          (define (combine procedure datum-procedure . results)
            (if (let all ((rest results))
                  (or (null? rest) (and (constant? (car rest)) (all (cdr rest)))))
                (constant (apply datum-procedure
                                 (map (lambda (r) (cadr (result-code r))) results)))
                (make-result (cons (rename procedure) (map result-code results))
                             (append-map result-holes results))))

          ;; An expression of the program, within `depth` ellipses.
          (define (expression code depth)
            (if (= depth 0)
                (make-result code '())
                (let ((name (new-name)))
                  (make-result name (list (cons name code))))))

          ;; A template followed by an ellipsis: a list of its instances, one for each element
          ;; of its holes.
          (define (repeated result)
            (let* ((holes (result-holes result))
                   (names (map (lambda (hole) (new-name)) holes)))
              (when (null? holes)
                (error "quasiquote: nothing to repeat before an ellipsis" (syntax->datum form)))
              (make-result
                `(,(rename 'map-equal) (,(rename 'lambda) ,(map car holes) ,(result-code result))
                  ,@names)
                (map (lambda (name hole) (cons name (cdr hole))) names holes))))

          ;; The same at the outermost ellipsis: the holes get their values.
          (define (filled result)
            (make-result `(,(rename 'let) ,(map (lambda (hole) (list (car hole) (cdr hole)))
                                                (result-holes result))
                           ,(result-code result))
                         '()))

          (define (template x level depth escaped?)
            (cond ((and (form? x 'unquote) (one-operand? x))
                   (if (= level 1)
                       (expression (cadr x) depth)
                       (list-template x (- level 1) depth escaped?)))
                  ((or (form? x 'unquote) (form? x 'unquote-splicing))
                   (list-template x (- level 1) depth escaped?))
                  ((nested? x)
                   (list-template x (+ level 1) depth escaped?))
                  ((and (not escaped?) (= level 1) (form? x '...) (one-operand? x))
                   (template (cadr x) level depth #t))
                  ((pair? x) (pair-template x level depth escaped?))
                  ((vector? x)
                   (combine 'list->vector list->vector
                            (template (vector->list x) level depth escaped?)))
                  (else (constant x))))

          (define (list-template x level depth escaped?)
            (combine 'cons cons
                     (constant (car x))
                     (template (cdr x) level depth escaped?)))

          (define (ellipses rest escaped?)
            (if (and (not escaped?) (pair? rest) (is? (car rest) '...))
                (+ 1 (ellipses (cdr rest) escaped?))
                0))

          (define (pair-template x level depth escaped?)
            (let* ((count (if (= level 1) (ellipses (cdr x) escaped?) 0))
                   (rest (template (list-tail (cdr x) count) level depth escaped?)))
              (cond ((and (= level 1) (form? (car x) 'unquote) (not (one-operand? (car x))))
                     (inserted (cdr (car x)) count depth rest))
                    ((and (= level 1) (form? (car x) 'unquote-splicing))
                     (inserted (cdr (car x)) (+ count 1) depth rest))
                    ((> count 0)
                     (append-result (spliced (lambda (depth)
                                               (template (car x) level depth escaped?))
                                             count depth)
                                    rest))
                    (else
                     (combine 'cons cons (template (car x) level depth escaped?) rest)))))

          ;; Each expression in turn, with ellipses after it.
          (define (inserted expressions count depth rest)
            (if (null? expressions)
                rest
                (let ((rest (inserted (cdr expressions) count depth rest)))
                  (if (= count 0)
                      (combine 'cons cons (expression (car expressions) depth) rest)
                      (append-result (flattened (expression (car expressions) depth) (- count 1))
                                     rest)))))

          (define (append-result first rest)
            (if (and (constant? rest) (null? (cadr (result-code rest))))
                first
                (make-result (list (rename 'append) (result-code first) (result-code rest))
                             (append (result-holes first) (result-holes rest)))))

          (define (flattened result times)
            (if (= times 0)
                result
                (flattened (make-result `(,(rename 'append-all) ,(result-code result))
                                        (result-holes result))
                           (- times 1))))

          ;; The list denoted by a template with ellipses.
          (define (spliced make count depth)
            (let loop ((result (make (+ depth count))) (left count))
              (if (= left 0)
                  (let ((flat (flattened result (- count 1))))
                    (if (= depth 0) (filled flat) flat))
                  (loop (repeated result) (- left 1)))))

          (unless (and (list? form) (= (length form) 2))
            (error "quasiquote: expected one template" (syntax->datum form)))
          (result-code (template (cadr form) 1 0 #f)))))))
