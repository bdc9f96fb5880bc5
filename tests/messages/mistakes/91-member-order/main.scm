(display (member '(1 2 3) 2))
