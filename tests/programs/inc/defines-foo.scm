(define (foo x) (list x mine))
