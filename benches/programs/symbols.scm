;;; symbols -- interning: string->symbol and back, with eq? on the results.
(import (scheme base) (scheme write))

(define (name i)
  (string-append "symbol-" (number->string (remainder i 2000))))

(define (main n)
  (let loop ((i 0) (same 0) (chars 0))
    (if (= i n)
        (begin (display (list same chars)) (newline))
        (let ((a (string->symbol (name i)))
              (b (string->symbol (name (* i i)))))
          (loop (+ i 1)
                (if (eq? a b) (+ same 1) same)
                (+ chars (string-length (symbol->string a))))))))

(main 500000)
