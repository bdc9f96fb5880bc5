;; Exported macros that assign variables of their library: where they are used, long after
;; the library was compiled, its procedures see the new values.

(define-library (counters)
  (export bump! get with-five! assign-with! begin-later! helper-value)
  (import (scheme base))
  (begin
    (define counter 0)
    (define other 1)
    (define third 1)
    (define fourth 1)
    (define (get) (list counter other third fourth))
    (define (helper x) (* x counter))
    (define-syntax helper-value (syntax-rules () ((_ x) (helper x))))
    (define-syntax bump! (syntax-rules () ((_) (set! counter (+ counter 1)))))
    (define-syntax assign! (syntax-rules () ((_ to from) (set! to from))))
    (define-syntax with-five! (syntax-rules () ((_) (assign! other 5))))
    (define-syntax assign-with! (syntax-rules () ((_ how) (how third 7))))
    (define-syntax begin-later!
      (syntax-rules ()
        ((_ name)
         (define-syntax name (syntax-rules () ((_ value) (let ((new value)) (set! fourth new))))))))))

(define-library (made)
  (export make-it!)
  (import (scheme base) (cairn base))
  (begin
    (define made 1)
    (define (quoted-name) 'made)
    (define (get-made) made)
    (define-syntax make-it!
      (er-macro-transformer
       (lambda (form rename compare)
         `(,(rename 'begin) (,(rename 'set!) ,(rename (string->symbol "made")) 9) (,(rename 'get-made))))))))

(import (scheme base) (scheme write) (counters) (made))

(define (show x) (write x) (newline))
(show (get))
(bump!)
(bump!)
(show (get))
(show (helper-value 10))
(with-five!)
(assign-with! set!)
(begin-later! later!)
(later! 8)
(show (get))
(show (make-it!))
