(display (call/cc (lambda () 1)))
