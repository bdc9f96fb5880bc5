(import (ice-9 match))
(display 1)
