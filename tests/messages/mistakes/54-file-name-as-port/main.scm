(display "x" "out.txt")
