(import (scheme base) (only (srfi 1) iota fold-lefts))
