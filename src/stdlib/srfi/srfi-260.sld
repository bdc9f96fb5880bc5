;;; SRFI 260: symbols that nobody can guess. Their names end with 128 random bits.

(define-library (srfi 260)
  (export generate-symbol)
  (import (scheme base) (srfi 27))
  (begin
    (define random-bits
      (let ((source (make-random-source)))
        (random-source-randomize! source)
        (random-source-make-integers source)))

    ;; A new symbol, whose name begins with a string.
    (define (generate-symbol . pretty-name)
      (let ((name (if (pair? pretty-name) (car pretty-name) "g")))
        (unless (string? name)
          (error "generate-symbol: expected a string, got" name))
        (string->symbol (string-append name "-" (number->string (random-bits (expt 2 128)) 16)))))))
