(use-modules (srfi srfi-1))
(display (iota 3))
