(display "so far")
(exit 256)
