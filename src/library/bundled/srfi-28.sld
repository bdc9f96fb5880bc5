;;; SRFI 28: format, with ~a, ~s, ~% and ~~.

(define-library (srfi 28)
  (export format)
  (import (scheme base) (scheme write))
  (begin
    (define (format template . arguments)
      (let ((in (open-input-string template))
            (out (open-output-string)))
        (define (argument arguments)
          (if (pair? arguments)
              (car arguments)
              (error "format: too few arguments for" template)))
        (let loop ((arguments arguments))
          (let ((c (read-char in)))
            (cond ((eof-object? c) (get-output-string out))
                  ((not (eqv? c #\~)) (write-char c out) (loop arguments))
                  (else
                   (case (read-char in)
                     ((#\a) (display (argument arguments) out) (loop (cdr arguments)))
                     ((#\s) (write (argument arguments) out) (loop (cdr arguments)))
                     ((#\%) (newline out) (loop arguments))
                     ((#\~) (write-char #\~ out) (loop arguments))
                     (else (error "format: unknown escape in" template)))))))))))
