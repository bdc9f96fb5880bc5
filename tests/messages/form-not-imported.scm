(import (scheme base) (scheme write))

(define area
  (case-lambda
    (() 0)
    ((side) (* side side))))
(write (area 5))
