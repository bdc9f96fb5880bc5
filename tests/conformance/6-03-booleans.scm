;; R7RS 6.3: booleans.
#t
;=> #t
#f
;=> #f
'#f
;=> #f
#true
;=> #t
#false
;=> #f
'#true
;=> #t
(eq? #t #true)
;=> #t
(not #t)
;=> #f
(not 3)
;=> #f
(not (list 3))
;=> #f
(not #f)
;=> #t
(not '())
;=> #f
(not (list))
;=> #f
(not 'nil)
;=> #f
(not 0)
;=> #f
(not "")
;=> #f
(not)
;=> error
(not 1 2)
;=> error
(boolean? #f)
;=> #t
(boolean? #t)
;=> #t
(boolean? 0)
;=> #f
(boolean? '())
;=> #f
(boolean? 'true)
;=> #f
(boolean? "#t")
;=> #f
(boolean?)
;=> error
(boolean=? #t #t)
;=> #t
(boolean=? #f #f)
;=> #t
(boolean=? #t #f)
;=> #f
(boolean=? #t #t #t)
;=> #t
(boolean=? #f #f #f)
;=> #t
(boolean=? #t #t #f)
;=> #f
(boolean=? #f #t #t)
;=> #f
(boolean=? 1 #t)
;=> error
(boolean=? #t 't)
;=> error
(boolean=? #t #t 5)
;=> error
(boolean=?)
;=> error
;; which values count as true
(map (lambda (x) (if x 'true 'false)) (list #t #f 0 0.0 "" '() #() #u8() 'f (if #f #f) (lambda () #f) (eof-object)))
;=> (true false true true true true true true true true true true)
