(import (scheme base))
(textual-pad "abc" 5)
