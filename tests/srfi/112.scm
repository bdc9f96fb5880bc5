;; SRFI 112: what the program runs on.
(import (srfi 112))
(implementation-name)
;=> "Cairn"
(map string? (list (implementation-version) (cpu-architecture) (os-name) (os-version) (machine-name)))
;=> (#t #t #t #t #t)
