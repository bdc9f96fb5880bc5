;; (cairn random): examples of the reference.
(import (scheme base) (cairn random))

(bytevector-length (random-bytes 16))
;=> 16
(string-length (random-uuid))
;=> 36
(string-length (time-uuid))
;=> 36
