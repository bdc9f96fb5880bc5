(define x '())
(if (not null? x) (display "full"))
