;; Libraries and programs that define a name which they also import: their own binding replaces the
;; import, in code before and after the definition, and in macros.

(define-library (mine)
  (export every any-odd (rename my-when when-list) first-two car fold)
  (import (scheme base) (srfi 1))
  (begin
    (define (any-odd) (every odd? '(1 2)))
    (define (every predicate list) (cons 'mine list))
    (define-syntax when (syntax-rules () ((_ x) (list 'when x))))
    (define (my-when x) (when x))
    (define-syntax second-of (syntax-rules () ((_ list) (car (cdr list)))))
    (define (first-two list) (list-of (car list) (second-of list)))
    (define (list-of a b) (vector a b))
    (define (car list) 'own-car)
    (define-values (fold unfold) (values 1 2))))

(define-library (other)
  (export length-of)
  (import (scheme base))
  (begin
    (define-record-type vector (make-own size) vector? (size vector-length))
    (define (length-of n) (list (vector? (make-own n)) (vector-length (make-own n))))))

(import (scheme base) (scheme write) (rename (mine) (car own-car)) (other))

(define (show x) (write x) (newline))
(show (list (every odd? '(1 3)) (when-list 5) (first-two '(1 2)) (own-car '(3)) (car '(3)) fold))
(show (any-odd))
(show (length-of 4))
(define (early) (cadr '(1 2)))
(define first (early))
(define (cadr x) 'own-cadr)
(show (list first (early)))
