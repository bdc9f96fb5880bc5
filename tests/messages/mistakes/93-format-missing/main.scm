(display (format #f "~a and ~a" 1))
