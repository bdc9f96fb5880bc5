(import (scheme base) (scheme write))
(display "before\n")
(raise (list 'my-condition 42))
(display "never\n")
