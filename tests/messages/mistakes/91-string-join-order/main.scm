(display (string-join ", " '("a" "b")))
