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

;; SRFI 27
(import (srfi 27))
(let ((counts (make-vector 6 0)))
  (do ((i 0 (+ i 1))) ((= i 6000))
    (let ((k (random-integer 6))) (vector-set! counts k (+ 1 (vector-ref counts k)))))
  (let loop ((i 0)) (or (= i 6) (and (< 850 (vector-ref counts i) 1150) (loop (+ i 1))))))
;=> #t
(let ((big (expt 10 40)))
  (let loop ((i 0) (least big) (most 0))
    (if (= i 200)
        (and (< 0 least (quotient big 20)) (< (* 19 (quotient big 20)) most big))
        (let ((x (random-integer big))) (loop (+ i 1) (min least x) (max most x))))))
;=> #t
(let loop ((i 0) (sum 0)) (if (= i 1000) (< 450 sum 550) (let ((x (random-real))) (if (< 0 x 1) (loop (+ i 1) (+ sum x)) x))))
;=> #t
(random-integer 1)
;=> 0
(random-integer 0)
;=> error positive
(let ((a (make-random-source)) (b (make-random-source)))
  (random-source-pseudo-randomize! a 1 2)
  (random-source-pseudo-randomize! b 1 2)
  (let ((x ((random-source-make-integers a) 1000000)) (state (random-source-state-ref a)))
    (random-source-randomize! a)
    (random-source-state-set! a state)
    (let ((y ((random-source-make-integers b) 1000000)))
      (list (= x y) (= ((random-source-make-integers a) 1000000) ((random-source-make-integers b) 1000000)) (random-source? a)))))
;=> (#t #t #t)
(let ((f (random-source-make-reals default-random-source 1/4))) (let loop ((i 0)) (or (= i 50) (and (memv (f) '(1/4 1/2 3/4)) (loop (+ i 1))))))
;=> #t

;; SRFI 95
(import (srfi 95))
(list (sort '(3 1 2) <) (sort (vector "ccc" "a" "bb") < string-length) (sort '((b . 1) (a . 1) (c . 0)) < cdr))
;=> ((1 2 3) #("a" "bb" "ccc") ((c . 0) (b . 1) (a . 1)))
(list (merge '(1 3) '(2 4) <) (merge '((1 . a)) '((1 . b)) < car))
;=> ((1 2 3 4) ((1 . a) (1 . b)))
(list (sorted? '(1 1 2) <) (sorted? #(2 1) <) (sorted? '() <) (sorted? '(-1 2 -3) < abs))
;=> (#t #f #t #t)
(let ((v (vector 3 1 2))) (sort! v <) v)
;=> #(1 2 3)

;; SRFI 95: vectors, strings and lists; sort! changes its argument
(import (prefix (srfi 95) s:))
(list (s:sort "edcba" char<?) (s:sort '#(3 1 2) <) (s:sort '(b a) (lambda (a b) (string<? (symbol->string a) (symbol->string b)))) (s:sort '((2 . a) (1 . b)) < car) (s:sort "" char<?))
;=> ("abcde" #(1 2 3) (a b) ((1 . b) (2 . a)) "")
(let ((l (list 3 1 2)) (v (vector 3 1 2)) (s (string #\c #\a)) (e '())) (list (eq? l (s:sort! l <)) l (eq? v (s:sort! v >)) v (eq? s (s:sort! s char<?)) s (s:sort! e <)))
;=> (#t (1 2 3) #t #(3 2 1) #t "ac" ())
(let ((a (list 1 3 5)) (b (list 2 4))) (let ((m (s:merge! a b <))) (list m (eq? m a) (eq? (cdr m) b))))
;=> ((1 2 3 4 5) #t #t)
(list (s:merge! '() (list 1) <) (s:merge! (list 1) '() <) (s:merge! (list '(1 . a)) (list '(1 . b) '(0 . c)) < car) (s:merge '(1 3) '(2) <))
;=> ((1) (1) ((1 . a) (1 . b) (0 . c)) (1 2 3))
(map (lambda (x) (s:sorted? x (if (string? x) char<? <))) '("abc" "ba" "" (1 1 2) (2 1) #(1 2)))
;=> (#t #f #t #t #f #t)
;; Anything else than a clause of and-let* is a syntax error.
(and-let* (5 (x 1)) x)
;=> error and-let*: expected (variable expression), (expression) or a variable
(and-let* ((x 1 2)) x)
;=> error and-let*: expected (variable expression)
(and-let* ((x 1) #f) x)
;=> error and-let*
(let ((y 2) (n #f)) (list (and-let* (y) (+ y 1)) (and-let* ((x 1) y)) (and-let* (n (x (error "not here"))) x) (and-let* ((#f)) 1) (and-let* ((5)) 1)))
;=> (3 2 #f #f 1)
;; SRFI 95: what is no list.
(s:sorted? 5 <)
;=> error sorted?: expected a list, got 5
(s:merge '(1) #(2) <)
;=> error merge: expected a list, got #(2)
(s:merge! 'a '(1) <)
;=> error merge!: expected a list, got a
(let ((c (list 1 2))) (set-cdr! (cdr c) c) (s:sorted? c <))
;=> error sorted?: expected a list
