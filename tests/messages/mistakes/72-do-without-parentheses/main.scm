(do (i 0 (+ i 1))
    ((= i 3))
  (display i))
