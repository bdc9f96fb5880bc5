(import (scheme base) (scheme file))
(call-with-input-file "nope.txt" read-line)
