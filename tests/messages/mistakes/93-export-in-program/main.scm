(import (scheme base))
(export area)
(define (area r) (* r r))
