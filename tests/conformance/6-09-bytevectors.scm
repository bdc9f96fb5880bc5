;; R7RS 6.9: bytevectors.
#u8(0 10 5)
;=> #u8(0 10 5)
(bytevector? #u8())
;=> #t
(bytevector? #(1))
;=> #f
(bytevector? "a")
;=> #f
(make-bytevector 2 12)
;=> #u8(12 12)
(bytevector-length (make-bytevector 3))
;=> 3
(make-bytevector 0)
;=> #u8()
(make-bytevector 2 256)
;=> error
(make-bytevector 2 -1)
;=> error
(make-bytevector -1 0)
;=> error
(make-bytevector 2 'a)
;=> error
(make-bytevector 2 1.0)
;=> error
(bytevector 1 3 5 1 3 5)
;=> #u8(1 3 5 1 3 5)
(bytevector)
;=> #u8()
(bytevector 0 255)
;=> #u8(0 255)
(bytevector 256)
;=> error
(bytevector 1 -1)
;=> error
(bytevector #\a)
;=> error
(bytevector-length #u8(1 2 3))
;=> 3
(bytevector-length #(1))
;=> error
(bytevector-u8-ref '#u8(1 1 2 3 5 8 13 21)
                   5)
;=> 8
(bytevector-u8-ref #u8(1 2) 2)
;=> error
(bytevector-u8-ref #u8(1 2) -1)
;=> error
(bytevector-u8-ref #u8(1 2) 1.0)
;=> error
(bytevector-u8-ref #(1 2) 0)
;=> error
(let ((bv (bytevector 1 2 3 4)))
  (bytevector-u8-set! bv 1 3)
  bv)
;=> #u8(1 3 3 4)
(bytevector-u8-set! (bytevector 1 2) 0 256)
;=> error
(bytevector-u8-set! (bytevector 1 2) 0 -1)
;=> error
(bytevector-u8-set! (bytevector 1 2) 2 0)
;=> error
(bytevector-u8-set! (bytevector 1 2) 0 #\a)
;=> error
(define a #u8(1 2 3 4 5))
(bytevector-copy a 2 4)
;=> #u8(3 4)
(bytevector-copy a)
;=> #u8(1 2 3 4 5)
(bytevector-copy a 3)
;=> #u8(4 5)
(bytevector-copy a 5)
;=> #u8()
(eq? a (bytevector-copy a))
;=> #f
(bytevector-copy a 6)
;=> error
(bytevector-copy a 3 2)
;=> error
(bytevector-copy a 0 6)
;=> error
(define a (bytevector 1 2 3 4 5))
(define b (bytevector 10 20 30 40 50))
(bytevector-copy! b 1 a 0 2)
b
;=> #u8(10 1 2 40 50)
(let ((v (bytevector 1 2 3 4 5))) (bytevector-copy! v 1 v 0 3) v)
;=> #u8(1 1 2 3 5)
(let ((v (bytevector 1 2 3 4 5))) (bytevector-copy! v 0 v 2 5) v)
;=> #u8(3 4 5 4 5)
(let ((v (bytevector 1 2 3))) (bytevector-copy! v 1 #u8(7 8 9) 1) v)
;=> #u8(1 8 9)
(let ((v (bytevector 1 2 3))) (bytevector-copy! v 3 #u8()) v)
;=> #u8(1 2 3)
(bytevector-copy! (bytevector 1 2) 1 #u8(1 2))
;=> error
(bytevector-copy! (bytevector 1 2) 3 #u8())
;=> error
(bytevector-copy! (bytevector 1 2) 0 #u8(1 2) 2 1)
;=> error
(bytevector-copy! (bytevector 1 2) 0 #u8(1 2) 0 3)
;=> error
(bytevector-append #u8(0 1 2) #u8(3 4 5))
;=> #u8(0 1 2 3 4 5)
(bytevector-append)
;=> #u8()
(bytevector-append #u8(1) #u8() #u8(2))
;=> #u8(1 2)
(bytevector-append #u8(1) #(2))
;=> error
(utf8->string #u8(#x41))
;=> "A"
(string->utf8 "λ")
;=> #u8(206 187)
(utf8->string #u8(#xCE #xBB))
;=> "λ"
(utf8->string #u8())
;=> ""
(string->utf8 "")
;=> #u8()
(string->utf8 "abc")
;=> #u8(97 98 99)
(string->utf8 "é€😀")
;=> #u8(195 169 226 130 172 240 159 152 128)
(utf8->string #u8(195 169 226 130 172 240 159 152 128))
;=> "é€😀"
(utf8->string #u8(97 98 99 100) 1)
;=> "bcd"
(utf8->string #u8(97 98 99 100) 1 3)
;=> "bc"
(utf8->string #u8(97 195 169 98) 1 3)
;=> "é"
(string->utf8 "abcd" 1)
;=> #u8(98 99 100)
(string->utf8 "aé€b" 1 3)
;=> #u8(195 169 226 130 172)
(utf8->string #u8(97) 2)
;=> error
(utf8->string #u8(97 98) 1 0)
;=> error
(utf8->string #u8(97) 0 2)
;=> error
(string->utf8 "abc" 4)
;=> error
(string->utf8 "abc" 2 1)
;=> error
(string->utf8 'a)
;=> error
(utf8->string "a")
;=> error
(let ((s "aλ€😀\x0;z")) (string=? s (utf8->string (string->utf8 s))))
;=> #t
(equal? #u8(1 2) (bytevector 1 2))
;=> #t
(read (open-input-string "#u8(1 256)"))
;=> error
