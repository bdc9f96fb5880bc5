(display (list (quote lib2) (foo 2)))
