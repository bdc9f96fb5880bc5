(display (format #f "~q" 1))
