;; (cairn encoding), (cairn digest), (cairn random), (cairn pack).
(import (scheme base) (scheme char) (cairn encoding) (cairn digest) (cairn random) (cairn pack))

;; Base64: the vectors of RFC 4648, section 10.
(map base64-encode '("" "f" "fo" "foo" "foob" "fooba" "foobar"))
;=> ("" "Zg==" "Zm8=" "Zm9v" "Zm9vYg==" "Zm9vYmE=" "Zm9vYmFy")
(map (lambda (text) (utf8->string (base64-decode text))) '("" "Zg==" "Zm8" "Zm9v" "Zm9v\nYg==" "Zm9vYmE=" " Zm9v YmFy "))
;=> ("" "f" "fo" "foo" "foob" "fooba" "foobar")
(list (base64-encode (bytevector 251 255 254)) (base64-encode (bytevector 251 255 254 0) #t))
;=> ("+//+" "-__-AA")
(list (base64-decode "+//+") (base64-decode "-__-AA"))
;=> (#u8(251 255 254) #u8(251 255 254 0))
(base64-decode "Zm9v!mFy")
;=> error base64-decode: no base64 at character 4: "Zm9v!mFy"
(base64-decode "Zm 9\xE9;")
;=> error base64-decode: no base64 at character 4
(base64-decode "Zm9vY")
;=> error base64-decode
(base64-encode 5)
;=> error base64-encode: expected a bytevector or a string, got 5

;; Hexadecimal digits
(list (hex-encode (bytevector 0 15 255)) (hex-encode "λ") (hex-encode ""))
;=> ("000fff" "cebb" "")
(list (hex-decode "000fFF") (hex-decode ""))
;=> (#u8(0 15 255) #u8())
(hex-decode "0g")
;=> error hex-decode: no hexadecimal digit at character 1
(hex-decode "012")
;=> error hex-decode: an odd number of digits

;; URLs
(url-encode "a b/c?d=λ&e-._~+")
;=> "a%20b%2Fc%3Fd%3D%CE%BB%26e-._~%2B"
(list (url-decode "a%20b%2fc+λ%CE%bb") (url-decode "a+b" #t))
;=> ("a b/c+λλ" "a b")
(map (lambda (text) (guard (c ((read-error? c) (error-object-message c))) (url-decode text))) '("a%2" "%" "%+1" "λ%zz" "%ff"))
;=> ("url-decode: no two hexadecimal digits at character 1:" "url-decode: no two hexadecimal digits at character 0:" "url-decode: no two hexadecimal digits at character 0:" "url-decode: no two hexadecimal digits at character 1:" "url-decode: the bytes are no UTF-8 text:")

;; Digests: RFC 1321, FIPS 180, and BLAKE3's own vectors.
(map (lambda (algorithm) (hex-digest algorithm "abc")) '(md5 sha1 sha224 sha256))
;=> ("900150983cd24fb0d6963f7d28e17f72" "a9993e364706816aba3e25717850c26c9cd0d89d" "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7" "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
(hex-digest 'sha384 "abc")
;=> "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
(hex-digest 'sha512 "abc")
;=> "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
(list (hex-digest 'blake3 "") (hex-digest 'md5 (bytevector)))
;=> ("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262" "d41d8cd98f00b204e9800998ecf8427e")
(equal? (hex-digest 'sha256 (make-string 200000 #\a)) (hex-digest 'sha256 (make-bytevector 200000 97)))
;=> #t
(bytevector-length (digest 'sha1 "λ"))
;=> 20
;; RFC 2202 and RFC 4231
(hex-hmac 'md5 "Jefe" "what do ya want for nothing?")
;=> "750c783e6ab0b503eaa86e310a5db738"
(hex-hmac 'sha256 "Jefe" "what do ya want for nothing?")
;=> "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
(hex-hmac 'sha256 (make-bytevector 131 #xaa) "Test Using Larger Than Block-Size Key - Hash Key First")
;=> "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
(bytevector-length (hmac 'sha512 "k" "x"))
;=> 64
(digest 'sha3 "x")
;=> error digest: expected an algorithm
(file-digest 'sha256 "/dev/null")
;=> "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
(file-digest 'sha256 "/nowhere")
;=> error file-digest: No such file

;; Random bytes
(list (bytevector-length (random-bytes 100)) (random-bytes 0) (equal? (random-bytes 16) (random-bytes 16)))
;=> (100 #u8() #f)
(random-bytes -1)
;=> error random-bytes
(let ((id (random-uuid))) (list (string-length id) (string-ref id 14) (and (memv (string-ref id 19) '(#\8 #\9 #\a #\b)) #t) (string=? id (random-uuid))))
;=> (36 #\4 #t #f)
(let ((id (time-uuid))) (list (string-length id) (string-ref id 14) (string<? id "0200")))
;=> (36 #\7 #t)

;; Packed numbers
(pack "<BHIq" 1 2 3 -1)
;=> #u8(1 2 0 3 0 0 0 255 255 255 255 255 255 255 255)
(pack ">BHI" 1 2 3)
;=> #u8(1 0 2 0 0 0 3)
(list (pack "3B" 1 2 3) (pack "4s2x" "ab") (pack "fd" 1 0.5) (pack ">h <h" -2 -2))
;=> (#u8(1 2 3) #u8(97 98 0 0 0 0) #u8(0 0 128 63 0 0 0 0 0 0 224 63) #u8(255 254 254 255))
(unpack "<BHIq" (bytevector 1 2 0 3 0 0 0 255 255 255 255 255 255 255 255))
;=> (1 2 3 -1)
(list (unpack ">b3sxd" (pack ">b3sxd" -5 "abc" 2.25)) (unpack "Q" (make-bytevector 8 255)) (unpack "B" (bytevector 1 2 3) 2))
;=> ((-5 #u8(97 98 99) 2.25) (18446744073709551615) (3))
(map packed-size '("" "b2xI" "10d" "5s"))
;=> (0 7 80 5)
(pack "B" 256)
;=> error pack: integer out of range
(pack "b" 1.5)
;=> error pack: expected an exact integer
(pack "BB" 1)
;=> error pack: too few values
(pack "B" 1 2)
;=> error pack: too many values
(pack "2s" "abc")
;=> error pack: length out of range
(pack "z" 1)
;=> error pack: no format, at character 0
(pack "99999999999999999999B")
;=> error pack: no format
(unpack "I" (bytevector 1 2 3))
;=> error unpack: too few bytes
(unpack "3" (bytevector 1 2 3))
;=> error unpack: no format, at character 1
