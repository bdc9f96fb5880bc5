;; (cairn digest): examples of the reference.
(import (scheme base) (cairn digest) (cairn fs))

(hex-digest 'sha256 "abc")
;=> "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
(bytevector-length (digest 'sha1 "abc"))
;=> 20
(hex-digest 'md5 "")
;=> "d41d8cd98f00b204e9800998ecf8427e"
(hex-hmac 'sha256 "key" "message")
;=> "6e9ef29b75fffc5b7abae527d58fdadb2fe42e7219011976917343065f58ed4a"
(bytevector-length (hmac 'sha256 "key" "message"))
;=> 32
(call-with-temporary-file (lambda (path) (string->file "abc" path) (file-digest 'sha1 path)))
;=> "a9993e364706816aba3e25717850c26c9cd0d89d"
