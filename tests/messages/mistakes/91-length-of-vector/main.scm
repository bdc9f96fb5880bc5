(display (length (vector 1 2 3)))
