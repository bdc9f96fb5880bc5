(import (scheme base) (srfi srfi-13))
(string-index "abc" #\b)
