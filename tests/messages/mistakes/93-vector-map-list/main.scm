(display (vector-map + '(1 2 3)))
