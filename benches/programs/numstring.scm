;;; numstring -- numbers to text and back: integers, rationals and floats.
(import (scheme base) (scheme write))

(define (round-trip x radix)
  (string->number (number->string x radix) radix))

(define (main n)
  (let loop ((i 1) (sum 0) (floats 0) (chars 0))
    (if (> i n)
        (begin (display (list sum floats chars)) (newline))
        (let ((f (/ i 8.0)))
          (loop (+ i 1)
                (+ sum
                   (round-trip (* i i) 10)
                   (round-trip i 2)
                   (round-trip (- i) 16)
                   (numerator (round-trip (/ i 7) 10)))
                (if (= f (round-trip f 10)) (+ floats 1) floats)
                (+ chars (string-length (number->string (* f 1.5)))))))))

(main 60000)
