;; (cairn pack): examples of the reference.
(import (scheme base) (cairn pack))

(pack ">H" 258)
;=> #u8(1 2)
(pack "<HB" 258 7)
;=> #u8(2 1 7)
(unpack ">Hs" (pack ">Hs" 258 "x"))
;=> (258 #u8(120))
(unpack "<HB" (bytevector 2 1 7))
;=> (258 7)
(packed-size "<IHB")
;=> 7
