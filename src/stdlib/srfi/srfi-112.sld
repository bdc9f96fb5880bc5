;;; SRFI 112: what the program runs on. A name that cannot be known, or that the program may
;;; not know, is #f.

(define-library (srfi 112)
  (export implementation-name implementation-version cpu-architecture machine-name os-name
          os-version)
  (import (scheme base))
  (cond-expand
    ((library (cairn process children))
     (import (only (cairn process children) %system-names host-name)))
    (else
     (begin
       (define (%system-names) '(#f #f #f))
       (define (host-name) #f))))
  (begin
    (define (implementation-name) "Cairn")
    (define (implementation-version) "0.1.0")
    (define (os-name) (car (%system-names)))
    (define (os-version) (cadr (%system-names)))
    (define (cpu-architecture) (car (cddr (%system-names))))
    (define (machine-name)
      (guard (c ((error-object? c) #f)) (host-name)))))
