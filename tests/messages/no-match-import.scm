(import (scheme base) (scheme write))
(define (total x)
  (match x
    (() 0)
    ((first . rest) (+ first (total rest)))))
(display (total (list 1 2)))
