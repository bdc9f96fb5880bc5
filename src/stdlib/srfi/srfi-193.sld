;;; SRFI 193: the command line, and the file of the script.

(define-library (srfi 193)
  (export command-line command-name command-args script-file script-directory)
  (import (scheme base) (scheme process-context))
  (cond-expand
    ((library (cairn fs names))
     (import (only (cairn fs names) path-absolute path-directory path-stem path-join)))
    (else
     (begin
       (define (path-absolute path) path)
       (define (path-directory path) #f)
       (define (path-stem path) path)
       (define (path-join . parts) #f))))
  (begin
    ;; The file of the script as it was given; #f for an expression, standard input or a
    ;; session.
    (define (script)
      (let ((words (command-line)))
        (and (pair? words) (not (member (car words) '("" "-" "-e"))) (car words))))

    (define (command-name)
      (let ((file (script))) (and file (path-stem file))))

    (define (command-args)
      (let ((words (command-line))) (if (pair? words) (cdr words) '())))

    (define (script-file)
      (let ((file (script))) (and file (path-absolute file))))

    ;; Ends with a separator, so that a name can be appended.
    (define (script-directory)
      (let ((file (script-file))) (and file (path-join (path-directory file) ""))))))
