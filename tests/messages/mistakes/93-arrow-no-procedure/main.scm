(display (cond ((assv 2 '((1 . a) (2 . b))) => 5)))
