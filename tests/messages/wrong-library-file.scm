(import (scheme base) (shelf first))
(page)
