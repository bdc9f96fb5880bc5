(import (scheme base) (lib run))
(f 5)
