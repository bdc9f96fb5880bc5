;; Weak boxes and weak pairs: dead objects are gone after (gc), and no others.
(define b (make-weak-box (list 1 2)))
(weak-box? b)
;=> #t
(map weak-box? (list (weak-cons 1 2) (make-ephemeron 1 2) (box 1) '()))
;=> (#f #f #f #f)
(gc)
(weak-box-value b)
;=> #f
(weak-box-value b 'gone)
;=> gone
(define kept (list 1 2))
(define b (make-weak-box kept))
(gc)
(list (weak-box-value b) (eq? (weak-box-value b 'gone) kept))
;=> ((1 2) #t)
(set! kept #f)
(gc)
(weak-box-value b 'gone)
;=> gone
;; numbers, characters and constants never die
(map weak-box-value (list (make-weak-box 5) (make-weak-box #\a) (make-weak-box '()) (make-weak-box #f)))
;=> (5 #\a () #f)
(begin (define b (make-weak-box 'a-symbol)) (gc) (weak-box-value b))
;=> a-symbol
(weak-box-value (make-weak-box #f) 'default)
;=> #f
;; a literal lives as long as the code that contains it
(define (f) '(a literal))
(define b (make-weak-box (f)))
(gc)
(weak-box-value b)
;=> (a literal)
;; a box in a box
(define b (make-weak-box (make-weak-box (list 1))))
(gc)
(weak-box-value b)
;=> #f
(weak-box-value 5)
;=> error weak-box-value: expected a weak box, got 5
(weak-box-value (weak-cons 1 2))
;=> error expected a weak box
(begin (write (make-weak-box 1)) (write (weak-cons 1 2)) (make-weak-box 1))
;=> #<weak-box>
;; pairs: the car is weak, the cdr is not
(define p (weak-cons (list 1) (list 2)))
(list (weak-pair? p) (pair? p) (weak-pair? (cons 1 2)))
;=> (#t #f #f)
(gc)
(list (weak-car p) (weak-cdr p) (weak-pair-broken? p))
;=> (#f (2) #t)
(weak-set-car! p 7)
(weak-set-cdr! p 8)
(list (weak-car p) (weak-cdr p) (weak-pair-broken? p))
;=> (7 8 #f)
(define live (list 'x))
(weak-set-car! p live)
(gc)
(weak-car p)
;=> (x)
(set! live #f)
(gc)
(list (weak-car p) (weak-pair-broken? p))
;=> (#f #t)
;; the cdr may keep the car
(define p (let ((x (list 1))) (weak-cons x (list x))))
(gc)
(list (weak-car p) (eq? (weak-car p) (car (weak-cdr p))))
;=> ((1) #t)
(weak-car (cons 1 2))
;=> error weak-car: expected a weak pair
(weak-set-car! (make-weak-box 1) 2)
;=> error weak-set-car!: expected a weak pair
(weak-set-cdr! 5 2)
;=> error weak-set-cdr!: expected a weak pair
;; a weak list of a thousand, of which every tenth lives
(define objects (let loop ((i 0) (l '())) (if (= i 1000) l (loop (+ i 1) (cons (list i) l)))))
(define weak (let loop ((l objects)) (if (null? l) '() (weak-cons (car l) (loop (cdr l))))))
(set! objects (let loop ((l objects)) (cond ((null? l) '()) ((= 0 (modulo (caar l) 10)) (cons (car l) (loop (cdr l)))) (else (loop (cdr l))))))
(gc)
(let loop ((w weak) (n 0) (wrong 0))
  (if (null? w) (list n wrong)
      (loop (weak-cdr w)
            (if (weak-pair-broken? w) n (+ n 1))
            (if (or (weak-pair-broken? w) (= 0 (modulo (car (weak-car w)) 10))) wrong (+ wrong 1)))))
;=> (100 0)
;; not dropped while young either
(let loop ((i 0))
  (let* ((x (list i)) (b (make-weak-box x)))
    (make-vector 100 0)
    (cond ((not (eq? (weak-box-value b) x)) i)
          ((= i 20000) (begin (reference-barrier x) 'ok))
          (else (loop (+ i 1))))))
;=> ok
