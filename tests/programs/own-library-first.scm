(import (scheme base) (scheme write) (srfi 46))
(display whose)
(newline)
