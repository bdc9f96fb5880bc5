(display (string-join (list 1 2 3) ", "))
