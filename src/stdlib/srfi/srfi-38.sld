;;; SRFI 38: external representation of shared structure, by R7RS's procedures.

(define-library (srfi 38)
  (export (rename write-shared write-with-shared-structure)
          (rename write-shared write/ss)
          (rename read read-with-shared-structure)
          (rename read read/ss))
  (import (scheme read) (scheme write)))
