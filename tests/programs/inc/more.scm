(define greeting "hi")
(include "nested.scm")
