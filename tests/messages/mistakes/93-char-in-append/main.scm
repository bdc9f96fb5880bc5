(display (string-append "ab" #\c))
