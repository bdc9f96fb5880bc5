(display (fold + '(1 2 3)))
