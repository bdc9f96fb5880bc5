(defien x 3)
(display x)
