;;; (cairn json): JSON, with the interface of SRFI 180 and procedures for strings and files.
;;;
;;; An object is an association list whose keys are symbols, an array a vector, null the symbol
;;; null. An error, json-error?, has a reason that says in which line and column it is.

(define-library (cairn json)
  (export json-error? json-error-reason json-null?
          json-nesting-depth-limit json-number-of-character-limit
          json-generator json-fold json-read json-lines-read json-sequence-read
          json-accumulator json-write
          string->json json->string file->json json->file json-ref)
  (import (scheme base) (scheme case-lambda) (scheme file) (srfi 180)
          (only (cairn json writer) %json-text))
  (begin
    (define (only-value port)
      (let ((value (json-read port)))
        (when (eof-object? value) (error "json-read: there is no value"))
        (unless (eof-object? (json-read port)) (error "json-read: there is more than one value"))
        value))

    ;; The value that a text denotes.
    (define (string->json text) (only-value (open-input-string text)))
    ;; The value in a file.
    (define (file->json path) (call-with-input-file path only-value))

    ;; The text of a value; with a number of columns, each item on a line of its own.
    (define json->string
      (case-lambda
        ((value) (json->string value #f))
        ((value indent) (%json-text value indent))))

    ;; Writes a value to a file, with an indent on several lines.
    (define json->file
      (case-lambda
        ((value path) (json->file value path #f))
        ((value path indent)
         (let ((text (json->string value indent)))
           (call-with-output-file path
             (lambda (port) (write-string text port) (newline port)))))))

    ;; The value reached by a sequence of keys of objects (symbols or strings) and indices of
    ;; arrays; #f if there is no such key.
    (define (json-ref value . keys)
      (cond ((null? keys) value)
            ((vector? value) (apply json-ref (vector-ref value (car keys)) (cdr keys)))
            ((list? value)
             (let ((entry (assq (if (string? (car keys)) (string->symbol (car keys)) (car keys))
                                value)))
               (and entry (apply json-ref (cdr entry) (cdr keys)))))
            (else (error "json-ref: expected an object or array, got" value))))))
