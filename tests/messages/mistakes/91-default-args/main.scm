(define (greet (name "you")) (display name))
(greet)
