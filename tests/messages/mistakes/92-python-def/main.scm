(def (square x) (* x x))
(display (square 3))
