(import (scheme base) (scheme write) (shapes))
(display (perimeter 2))
