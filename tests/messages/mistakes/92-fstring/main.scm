(define n 1)
(display f"n = {n}")
