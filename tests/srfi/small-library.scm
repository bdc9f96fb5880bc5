;; (scheme small): all of R7RS-small.
(import (scheme small))
(list (caddr '(1 2 3)) (exp 0) (char-upcase #\a) (real-part 1+2i) (eval '(+ 1 2) (environment '(scheme base))) (force (delay 4)) (procedure? load) (procedure? exit) (read (open-input-string "x")) (exact? (current-jiffy)) (procedure? write) ((case-lambda ((x) x)) 5) (file-exists? "no-such-file"))
;=> (3 1 #\A 1 3 4 #t #t x #t #t 5 #f)
