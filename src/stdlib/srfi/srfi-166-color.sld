;;; SRFI 166: colours and styles of terminals, by ANSI control sequences.

(define-library (srfi 166 color)
  (export as-red as-blue as-green as-cyan as-yellow as-magenta as-white as-black
          as-bold as-italic as-underline as-color as-true-color
          on-red on-blue on-green on-cyan on-yellow on-magenta on-white on-black
          on-color on-true-color)
  (import (scheme base)
          (only (cairn base) find)
          (cairn show state))
  (begin
    ;; The active styles, so that the end of one restores those around it.
    (define styles (make-state-variable "styles" '()))

    (define (sequence code)
      (string-append "\x1b;[" code "m"))

    ;; What a style sets: the colour of the text, that of the background, or something else.
    (define (kind code)
      (and (> (string-length code) 1) (string-ref code 0)))

    ;; At its end a colour gives way to the one around it, if there is one; else all styles are set anew.
    (define (styled code fmts)
      (fn ((outer styles))
        (let ((around (and (kind code) (find (lambda (other) (eqv? (kind other) (kind code))) outer))))
          (each (sequence code)
                (with ((styles (cons code outer))) (each-in-list fmts))
                (if around
                    (sequence around)
                    (each (sequence "0") (each-in-list (map sequence (reverse outer)))))))))

    (define-syntax define-styles
      (syntax-rules ()
        ((_ (name code) ...)
         (begin (define (name . fmts) (styled code fmts)) ...))))

    (define-styles
      (as-bold "1") (as-italic "3") (as-underline "4")
      (as-black "30") (as-red "31") (as-green "32") (as-yellow "33")
      (as-blue "34") (as-magenta "35") (as-cyan "36") (as-white "37")
      (on-black "40") (on-red "41") (on-green "42") (on-yellow "43")
      (on-blue "44") (on-magenta "45") (on-cyan "46") (on-white "47"))

    (define (check-component who x limit)
      (unless (and (exact-integer? x) (<= 0 x limit))
        (error (string-append who ": component of a colour out of range:") x)))

    (define (color prefix)
      (lambda (red green blue . fmts)
        (for-each (lambda (x) (check-component "as-color" x 5)) (list red green blue))
        (styled (string-append prefix ";5;" (number->string (+ 16 (* 36 red) (* 6 green) blue)))
                fmts)))

    (define (true-color prefix)
      (lambda (red green blue . fmts)
        (for-each (lambda (x) (check-component "as-true-color" x 255)) (list red green blue))
        (styled (string-append prefix ";2;" (number->string red) ";" (number->string green) ";"
                               (number->string blue))
                fmts)))

    (define as-color (color "38"))
    (define on-color (color "48"))
    (define as-true-color (true-color "38"))
    (define on-true-color (true-color "48"))))
