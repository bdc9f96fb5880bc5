;; Calls of builtins, apply, call/cc, continuations and parameters as values: what they return, and how they fail.
(import (scheme base) (scheme write) (scheme case-lambda) (srfi 131))

(define (message thunk)
  (guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e)))
            (#t (list 'raised e)))
    (call-with-values thunk list)))

(define p (make-parameter 7))
(define log '())
(define (note x) (set! log (cons x log)) x)

;; Each in tail position and not, so that the window is completed in both ways.
(define (inner f . args) (list (apply f args)))
(define (tail f . args) (apply f args))
(define (nested f a l) (list (apply apply f a (list l))))
(define (catch f) (list (call/cc f)))
(define (catch-tail f) (call/cc f))
(define (apply-catch f) (list (apply call/cc (list f))))
(define (apply-catch-tail f) (apply call/cc (list f)))
(define (one f) (list (f)))
(define (two f x) (list (f x)))
(define (tail-one f) (f))
(define (tail-two f x) (f x))

(define procedures
  (list + - * car cdr cons list vector values max apply call/cc p
        (lambda () 'none) (lambda (x) x) (lambda (x y) (cons y x)) (lambda args args) (lambda (x . rest) (cons rest x))
        (case-lambda ((a) (list 'a a)) ((a b) (list 'b b)) ((a b . c) (list 'c c)))
        (lambda (k) (if (procedure? k) (k 'thrown) 'kept)) 'no 5))

(define arguments
  (list '() '(1) '(1 2) '(1 2 3) '((1)) '(a) '(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15) (list car) (list p) (list list '(1 2))
        (list vector 1 '()) (list (lambda (k) (+ 1 (k 2)))) (list (lambda (x) (note x)) '(3))))

(define (try round)
  (map (lambda (f)
         (map (lambda (args)
                (list (message (lambda () (apply inner f args)))
                      (message (lambda () (apply tail f args)))
                      (message (lambda () (if (pair? args) (nested f (car args) (cdr args)) (one f))))
                      (message (lambda () (if (pair? args) (tail-two f (car args)) (tail-one f))))
                      (message (lambda () (if (pair? args) (two f (car args)) (tail-one f))))))
              arguments))
       procedures))

(define (catches f)
  (map (lambda (catch) (message (lambda () (catch f)))) (list catch catch-tail apply-catch apply-catch-tail)))

(define receivers
  (append procedures
          (list (lambda (k) (k)) (lambda (k) (k 1 2)) (lambda (k) (list (k 'out))) (lambda (k) (call/cc (lambda (j) (if (eq? j k) (j 1) (j 1)))))
                (lambda (k) (dynamic-wind (lambda () (note 'in)) (lambda () (k 'left)) (lambda () (note 'out))))
                (lambda (k) (parameterize ((p 8)) (call/cc (lambda (j) (k (p))))))
                (lambda (k) (with-exception-handler (lambda (e) (k 'handled)) (lambda () (car k)))))))

;; Bad ends of the list that is spread, some of which are long enough that finding that counts work.
(define ends
  (list '(1 2 . 3) 5 (let ((l (list 1 2 3))) (set-cdr! (cddr l) l) l) (append (make-list 200 1) 'end) (make-list 300 2)))

(define (show x)
  (cond ((procedure? x) (display "#proc"))
        ((pair? x) (display "(") (show (car x)) (display " . ") (show (cdr x)) (display ")"))
        ((vector? x) (show (vector->list x)))
        (else (write x))))

(do ((round 0 (+ round 1)))
    ((= round 4))
  (set! log '())
  (show (list (try round) (map catches receivers) log
              (map (lambda (end) (list (message (lambda () (inner + 1 2)))
                                       (message (lambda () (list (apply + 1 end))))
                                       (message (lambda () (apply list end)))))
                   (list (list-ref ends 0) (list-ref ends 1) (list-ref ends 3) (list-ref ends 4)))))
  (newline))

;; A generator that is entered again from frames that have returned, and one continuation for several captures.
(define (tree-walk tree)
  (define resume #f)
  (define (start return)
    (let walk ((t tree))
      (cond ((pair? t) (walk (car t)) (walk (cdr t)))
            ((null? t) #t)
            (else (call/cc (lambda (k) (set! resume k) (return t))))))
    (set! resume #f)
    (return 'end))
  (lambda () (call/cc (lambda (return) (if resume (let ((k resume)) (set! start (lambda (r) (set! return r))) (k return)) (start return))))))

(define count 0)
(define (re-enter n)
  (let ((k (call/cc (lambda (k) k))) (before count))
    (set! count (+ count 1))
    (if (< count n) (k k) (list before count))))
(write (re-enter 500))
(newline)

;; Records of types derived from others, and of others: the test that a type has no parent is native.
(define-record-type point (make-point x y) point? (x point-x) (y point-y set-point-y!))
(define-record-type circle (make-circle r) circle? (r circle-r))
(define-record-type empty (make-empty) empty?)
(define-record-type (ring circle) (make-ring r hole) ring? (hole ring-hole))
(define (class x) (cond ((point? x) 'point) ((ring? x) 'ring) ((circle? x) 'circle) ((empty? x) 'empty) ((not (point? x)) 'other) (else 'none)))
(define things (list (make-point 1 2) (make-circle 3) (make-ring 4 1) (make-empty) 1 'a "s" (vector 1) car))
(do ((i 0 (+ i 1)) (all '() (map class things))) ((= i 300) (write all) (newline)))
(define (field x) (message (lambda () (point-y x))))
(do ((i 0 (+ i 1)) (all '() (map field things))) ((= i 30) (show all) (newline)))

;; Several lists and vectors.
(define (maps)
  (list (map + '(1 2 3) '(10 20 30)) (map list '(1 2 3) '(a b) '(x y z w)) (map max '(1 9 3) '(4 5 6) '(7 8 0) '(2 2 2))
        (vector-map - #(5 6 7) #(1 2)) (vector-map list #(1 2) #(3 4 5) #(6 7))
        (let ((s 0)) (for-each (lambda (x y z) (set! s (+ s (* x y z)))) '(1 2 3) '(4 5 6) '(7 8 9 10)) s)
        (let ((s 0)) (vector-for-each (lambda (x y) (set! s (+ s (* x y)))) #(1 2 3) #(4 5 6)) s)
        (message (lambda () (map + '(1 2) '(1 2 . 3) '(1 2 3)))) (message (lambda () (for-each + '(1) 5 '(1))))
        (message (lambda () (vector-map + #(1) '(1)))) (message (lambda () (vector-for-each + #(1) #(a))))
        (message (lambda () (map 5 '(1) '(2) '(3))))))
(do ((i 0 (+ i 1)) (all '() (maps))) ((= i 40) (show all) (newline)))
(apply (lambda (x) (car x)) (list 'last))
