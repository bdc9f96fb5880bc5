(import (scheme base) (scheme time))
(list (current-jiffy 1))
