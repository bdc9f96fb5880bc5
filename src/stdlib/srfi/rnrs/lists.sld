;;; R6RS library chapter 3: list utilities.

(define-library (rnrs lists)
  (export find for-all exists filter partition fold-left fold-right
          remp remove remv remq memp member memv memq assp assoc assv assq cons*)
  (import (scheme base)
          (rename (only (cairn base) any every find find-tail filter partition fold-left
                        fold-right cons*)
                  (any exists) (every for-all) (find-tail memp)))
  (begin
    (define (remp drop? list)
      (filter (lambda (x) (not (drop? x))) list))
    (define (remove x list) (remp (lambda (y) (equal? x y)) list))
    (define (remv x list) (remp (lambda (y) (eqv? x y)) list))
    (define (remq x list) (remp (lambda (y) (eq? x y)) list))
    (define (assp wanted? alist)
      (find (lambda (pair) (wanted? (car pair))) alist))))
