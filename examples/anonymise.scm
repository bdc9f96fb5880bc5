#!/usr/bin/env cairn
;; Replaces names and addresses in a table by others, the same ones always by the same:
;; cairn anonymise.scm FILE COLUMN... The key makes the replacements impossible to guess.

(import (scheme base) (scheme write) (scheme file) (scheme process-context)
        (cairn cli) (cairn csv) (cairn digest))

(define first-names #("Kim" "Robin" "Sasha" "Alex" "Jo" "Sam" "Chris" "Lou"))
(define last-names #("Hill" "Brook" "Stone" "Field" "Wood" "Lake" "Marsh" "Dale"))

;; A number that a text always leads to.
(define (number-of key text)
  (let ((bytes (hmac 'sha256 key text)))
    (+ (bytevector-u8-ref bytes 0) (* 256 (bytevector-u8-ref bytes 1)))))

(define (pick names n) (vector-ref names (modulo n (vector-length names))))

(define (replacement key column text)
  (let ((n (number-of key text)))
    (cond ((string=? text "") "")
          ((string=? column "name")
           (string-append (pick first-names n) " " (pick last-names (quotient n 8))))
          ((string=? column "email")
           (string-append "user" (number->string n) "@example.com"))
          (else (substring (hex-hmac 'sha256 key text) 0 8)))))

(define (anonymise port key columns)
  (let ((header (csv-read port)))
    (csv-write header)
    (csv-for-each
      (lambda (record)
        (csv-write
          (map (lambda (column text)
                 (if (member column columns) (replacement key column text) text))
               header record)))
      port)))

(run-command
  (command "anonymise" "Replaces what columns of a table say."
    (option 'key "What the replacements depend on" 'default "change me")
    (argument 'file "The table")
    (rest-arguments 'columns "The columns")
    (lambda (arguments)
      (call-with-input-file (arguments-ref arguments 'file)
        (lambda (port)
          (anonymise port (arguments-ref arguments 'key) (arguments-ref arguments 'columns)))))))
