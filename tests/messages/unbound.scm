(define (area r) (* pi r r))
(display (area 2))
