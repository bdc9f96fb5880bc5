(display (< "3" 5))
