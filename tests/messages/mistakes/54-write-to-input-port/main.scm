(define p (open-input-string "abc"))
(write-char #\a p)
