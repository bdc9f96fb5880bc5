(define (greet name) (display name))
(greet name: "Ann")
