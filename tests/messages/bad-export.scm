(import (scheme base) (lib bad))
(f 5)
