(display (list->string '("a" "b")))
