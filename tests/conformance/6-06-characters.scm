;; R7RS 6.6: characters.
;; names
(map char->integer (list #\alarm #\backspace #\delete #\escape #\newline #\null #\return #\space #\tab))
;=> (7 8 127 27 10 0 13 32 9)
(list #\alarm #\backspace #\delete #\escape #\newline #\null #\return #\space #\tab)
;=> (#\alarm #\backspace #\delete #\escape #\newline #\null #\return #\space #\tab)
(list #\a #\A #\( #\) #\; #\" #\\ #\# #\' #\| #\1)
;=> (#\a #\A #\( #\) #\; #\" #\\ #\# #\' #\| #\1)
(car (list #\ ))
;=> #\space
(eq? #\  #\space)
;=> #t
(char->integer #\x03BB)
;=> 955
(char=? #\x03BB #\λ)
;=> #t
(char=? #\x41 #\A)
;=> #t
(char=? #\X #\x58)
;=> #t
#\x
;=> #\x
(list #\x #\s #\n)
;=> (#\x #\s #\n)
#\x0
;=> #\null
#\x7f
;=> #\delete
#\λ
;=> #\λ
#\x1F600
;=> one-of #\x1F600 | #\x1f600 | #\😀
(char->integer #\x1F600)
;=> 128512
(length '(#\a(b)#\c))
;=> 3
(read (open-input-string "#\\bogus-name"))
;=> error
(char? #\a)
;=> #t
(char? "a")
;=> #f
(char? 97)
;=> #f
(char? 'a)
;=> #f
(char?)
;=> error

;; comparison
(char=? #\a #\a)
;=> #t
(char=? #\a #\b)
;=> #f
(char<? #\a #\b)
;=> #t
(char<? #\b #\a)
;=> #f
(char>? #\b #\a)
;=> #t
(char<=? #\a #\a)
;=> #t
(char>=? #\a #\b)
;=> #f
(char=? #\a #\a #\a)
;=> #t
(char=? #\a #\a #\b)
;=> #f
(char<? #\a #\b #\c)
;=> #t
(char<? #\a #\c #\b)
;=> #f
(char<=? #\a #\a #\b)
;=> #t
(char>? #\c #\b #\a)
;=> #t
(char>=? #\c #\c #\a)
;=> #t
(char<? #\Z #\a)
;=> #t
(char<? #\z #\x3bb #\x1F600)
;=> #t
(char=? #\a "a")
;=> error
(char<? #\a 98)
;=> error
(char-ci=? #\A #\a)
;=> #t
(char-ci=? #\a #\b)
;=> #f
(char-ci=? #\a #\A #\a)
;=> #t
(char-ci<? #\a #\B)
;=> #t
(char-ci<? #\A #\b #\C)
;=> #t
(char-ci>? #\B #\a)
;=> #t
(char-ci<=? #\a #\A #\b)
;=> #t
(char-ci>=? #\b #\A #\a)
;=> #t
(char-ci<? #\Z #\a)
;=> #f
(char-ci=? #\x3a3 #\x3c3 #\x3c2)
;=> #t
(char-ci=? #\a 'a)
;=> error

;; classes
(map char-alphabetic? (list #\a #\Z #\3 #\space #\x3bb #\x4e2d #\_ #\x0000))
;=> (#t #t #f #f #t #t #f #f)
(map char-numeric? (list #\3 #\a #\. #\x0664 #\x0AE6 #\x0EA6 #\x00b2 #\x2160))
;=> (#t #f #f #t #t #f #f #f)
(map char-whitespace? (list #\space #\newline #\tab #\return #\a #\x00A0 #\x2003 #\x3000 #\_ #\x200B))
;=> (#t #t #t #t #f #t #t #t #f #f)
(map char-upper-case? (list #\A #\a #\3 #\x3a3 #\x3c3 #\x4e2d))
;=> (#t #f #f #t #f #f)
(map char-lower-case? (list #\A #\a #\3 #\x3a3 #\x3c3 #\x4e2d))
;=> (#f #t #f #f #t #f)
(char-alphabetic? "a")
;=> error
(char-numeric? 3)
;=> error
(char-upper-case? 'A)
;=> error

(digit-value #\3)
;=> 3
(digit-value #\x0664)
;=> 4
(digit-value #\x0AE6)
;=> 0
(digit-value #\x0EA6)
;=> #f
(map digit-value (list #\0 #\9 #\a #\. #\x0669 #\x1D7D9 #\x00b2 #\x4e00))
;=> (0 9 #f #f 9 1 #f #f)
(digit-value 3)
;=> error

;; conversions
(map char->integer (list #\a #\A #\0 #\x10FFFF #\xD7FF #\xE000))
;=> (97 65 48 1114111 55295 57344)
(list->string (map integer->char '(97 955 128512)))
;=> "aλ😀"
(char->integer (integer->char #x10FFFF))
;=> 1114111
(integer->char 0)
;=> #\null
(integer->char #xD800)
;=> error
(integer->char #xDFFF)
;=> error
(integer->char #x110000)
;=> error
(integer->char -1)
;=> error
(integer->char 97.0)
;=> error
(integer->char 'a)
;=> error
(char->integer 97)
;=> error
(char->integer "a")
;=> error

(map char-upcase (list #\a #\A #\1 #\x3bb #\x00df #\x00ff #\x3c2))
;=> (#\A #\A #\1 #\Λ #\ß #\Ÿ #\Σ)
(map char-downcase (list #\a #\A #\1 #\x39b #\x3a3))
;=> (#\a #\a #\1 #\λ #\σ)
(map char-foldcase (list #\a #\A #\1 #\x3a3 #\x3c2 #\x00df))
;=> (#\a #\a #\1 #\σ #\σ #\ß)
(char-upcase "a")
;=> error
(char-downcase 97)
;=> error
(char-foldcase 'a)
;=> error
;; a whole cycle
(let loop ((i 0)) (cond ((>= i #xD800) #t) ((= i (char->integer (integer->char i))) (loop (+ i 97))) (else i)))
;=> #t
