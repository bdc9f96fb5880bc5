(list (make-vector 1 2 3))
