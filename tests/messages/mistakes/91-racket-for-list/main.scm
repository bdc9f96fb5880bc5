(display (for/list ([x '(1 2 3)]) (* x x)))
