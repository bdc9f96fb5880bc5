(import (only (scheme base) car cdrr))
(display 1)
