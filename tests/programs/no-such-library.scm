(import (scheme base) (not a library))
(display 1)
