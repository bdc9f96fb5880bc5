(display (with-output-to-string (display "a")))
