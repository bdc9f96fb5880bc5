;;; R6RS library chapter 4: sorting.

(define-library (rnrs sorting)
  (export list-sort vector-sort vector-sort!)
  (import (only (cairn base) list-sort vector-sort vector-sort!)))
