;;; R6RS library chapter 9: files, and conditions of input and output.

(define-library (rnrs files)
  (export file-exists? delete-file
          &i/o make-i/o-error i/o-error?
          &i/o-read make-i/o-read-error i/o-read-error?
          &i/o-write make-i/o-write-error i/o-write-error?
          &i/o-invalid-position make-i/o-invalid-position-error i/o-invalid-position-error?
          i/o-error-position
          &i/o-filename make-i/o-filename-error i/o-filename-error? i/o-error-filename
          &i/o-file-protection make-i/o-file-protection-error i/o-file-protection-error?
          &i/o-file-is-read-only make-i/o-file-is-read-only-error
          i/o-file-is-read-only-error?
          &i/o-file-already-exists make-i/o-file-already-exists-error
          i/o-file-already-exists-error?
          &i/o-file-does-not-exist make-i/o-file-does-not-exist-error
          i/o-file-does-not-exist-error?
          &i/o-port make-i/o-port-error i/o-port-error? i/o-error-port)
  (import (scheme base) (scheme file) (rnrs conditions))
  (begin
    (define-condition-type &i/o &error make-i/o-error any-i/o-error?)
    (define-condition-type &i/o-read &i/o make-i/o-read-error is-read-error?)
    (define-condition-type &i/o-write &i/o make-i/o-write-error i/o-write-error?)
    (define-condition-type &i/o-invalid-position &i/o
      make-i/o-invalid-position-error i/o-invalid-position-error?
      (position i/o-error-position))
    (define-condition-type &i/o-filename &i/o
      make-i/o-filename-error is-filename-error?
      (filename error-filename))
    (define-condition-type &i/o-file-protection &i/o-filename
      make-i/o-file-protection-error i/o-file-protection-error?)
    (define-condition-type &i/o-file-is-read-only &i/o-file-protection
      make-i/o-file-is-read-only-error i/o-file-is-read-only-error?)
    (define-condition-type &i/o-file-already-exists &i/o-filename
      make-i/o-file-already-exists-error i/o-file-already-exists-error?)
    (define-condition-type &i/o-file-does-not-exist &i/o-filename
      make-i/o-file-does-not-exist-error is-missing-file-error?)
    (define-condition-type &i/o-port &i/o make-i/o-port-error i/o-port-error?
      (port i/o-error-port))

    ;; Cairn's own conditions about files: the file is their first irritant.
    (define (i/o-error? x)
      (or (file-error? x) (read-error? x) (any-i/o-error? x)))
    ;; Text that is no datum.
    (define (i/o-read-error? x)
      (or (read-error? x) (is-read-error? x)))
    (define (i/o-filename-error? x)
      (or (file-error? x) (is-filename-error? x)))
    (define (i/o-file-does-not-exist-error? x)
      (or (is-missing-file-error? x)
          (and (file-error? x)
               (string? (file-of x))
               (not (file-exists? (file-of x))))))
    (define (i/o-error-filename x)
      (if (file-error? x) (file-of x) (error-filename x)))

    (define (file-of x)
      (let ((irritants (error-object-irritants x)))
        (and (pair? irritants) (car irritants))))))
