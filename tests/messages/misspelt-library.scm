(import (scheme base) (scheme wirte))
(display 1)
