(display “hello”)
