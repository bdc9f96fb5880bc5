;; (cairn encoding): examples of the reference.
(import (scheme base) (cairn encoding))

(base64-encode "foobar")
;=> "Zm9vYmFy"
(base64-encode (bytevector 251 255) #t)
;=> "-_8"
(utf8->string (base64-decode "Zm9vYmFy"))
;=> "foobar"
(hex-encode (bytevector 1 171 255))
;=> "01abff"
(hex-decode "01abff")
;=> #u8(1 171 255)
(url-encode "a b&c")
;=> "a%20b%26c"
(url-decode "a%20b%26c")
;=> "a b&c"
(url-decode "a+b" #t)
;=> "a b"
