(define i 0)
(while (< i 3)
  (display i)
  (i++))
