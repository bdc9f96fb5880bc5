;; (cairn capabilities): examples of the reference.
(import (scheme base) (cairn capabilities))

(list? (capabilities))
;=> #t
(procedure? drop-capabilities!)
;=> #t
