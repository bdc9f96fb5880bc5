(newline "a")
