(display "a" + "b")
