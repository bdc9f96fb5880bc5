;; SRFI 78: a failed check makes the exit code 1.
(import (scheme base) (srfi 42) (srfi 78))
(check (+ 1 1) => 2)
(check-ec (:range n 3) (* n n) => n (n))
(check-report)
