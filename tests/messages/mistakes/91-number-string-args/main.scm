(display (number->string "12"))
