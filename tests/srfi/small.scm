;; The SRFIs of a few names.
(import (srfi 0) (srfi 2) (srfi 6) (srfi 8) (srfi 9) (srfi 11) (srfi 16) (srfi 23) (srfi 26) (srfi 28) (srfi 30) (srfi 31)
        (srfi 34) (srfi 38) (srfi 39) (srfi 45) (srfi 46) (srfi 62) (srfi 87) (srfi 98) (srfi 111) (srfi 145))

;; SRFI 0 and the features
(cond-expand ((and srfi-0 srfi-1 (not srfi-99999)) 'yes) (else 'no))
;=> yes
(cond-expand ((library (srfi 1)) 'yes) (else 'no))
;=> yes
(cond-expand ((library (srfi 99999)) 'yes) (else 'no))
;=> no
(and (memq 'srfi-26 (features)) #t)
;=> #t
(import (srfi 99999))
;=> error unknown library (srfi 99999)

;; SRFI 2
(and-let* () 1)
;=> 1
(and-let* ())
;=> #t
(and-let* ((x 1)))
;=> 1
(let ((y #f)) (and-let* ((x 1) y ((> x 0)) (z 2)) (list x y z)))
;=> #f
(let ((y 5)) (and-let* ((x 1) y ((> x 0)) (z 2)) (list x y z)))
;=> (1 5 2)
(and-let* ((x 1) ((> x 1))) x)
;=> #f
(and-let* ((x 1) ((+ x 1))))
;=> 2

;; SRFI 8
(receive (a . rest) (values 1 2 3) (list a rest))
;=> (1 (2 3))

;; SRFI 26
(map (cut cons 0 <>) '(1 2))
;=> ((0 . 1) (0 . 2))
((cut list 1 <> 3 <> 5) 2 4)
;=> (1 2 3 4 5)
((cut list 1 <> 3 <...>) 2 4 5)
;=> (1 2 3 4 5)
((cut <> 1 2) +)
;=> 3
((cut list))
;=> ()
((cut <> <> <...>) list 1 2 3)
;=> (1 2 3)
((cut list <>))
;=> error
(let ((n 0)) (let ((f (cut list (begin (set! n (+ n 1)) n) <>))) (list (f 'a) (f 'b))))
;=> ((1 a) (2 b))
(let ((n 0)) (let ((f (cute list (begin (set! n (+ n 1)) n) <>))) (list (f 'a) (f 'b))))
;=> ((1 a) (1 b))
((cute list <> (+ 1 1) <...>) 1 3 4)
;=> (1 2 3 4)

;; SRFI 28
(format "Hello, ~a~%" "World")
;=> "Hello, World\n"
(format "~s ~~ ~a" "x" 'y)
;=> "\"x\" ~ y"
(format "~a")
;=> error too few
(format "~q" 1)
;=> error escape

;; SRFI 31
((rec (fact n) (if (= n 0) 1 (* n (fact (- n 1))))) 5)
;=> 120
(car (force (cdr (force (rec s (delay (cons 1 s)))))))
;=> 1

;; SRFI 38
(let ((x (list 1)) (out (open-output-string))) (write-with-shared-structure (list x x) out) (get-output-string out))
;=> "(#0=(1) #0#)"
(let ((x (read/ss (open-input-string "#0=(a . #0#)")))) (eq? x (cdr x)))
;=> #t

;; SRFI 45
(force (lazy (delay 1)))
;=> 1
(force (eager 2))
;=> 2
(force (let loop ((n 10000)) (if (= n 0) (delay 'done) (lazy (loop (- n 1))))))
;=> done

;; SRFI 111
(let ((b (box 1))) (set-box! b 2) (list (box? b) (box? 1) (unbox b)))
;=> (#t #f 2)

;; SRFI 145
(assume (= 1 1))
;=> #t
(assume (= 1 2) "arithmetic" 5)
;=> error invalid assumption
