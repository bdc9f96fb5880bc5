;; SRFI 151: examples of the reference.
(import (srfi 151))

(list->bits '(#t #f #t))
;=> 5
