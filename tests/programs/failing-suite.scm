;; A script whose suite fails runs to its end and ends with code 1.
(import (scheme base) (scheme write) (srfi 64))
(test-begin "sums")
(test-equal 3 (+ 1 2))
(test-equal 4 (+ 1 2))
(test-end)
(display "done")
(newline)
