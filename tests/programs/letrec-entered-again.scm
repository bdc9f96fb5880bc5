;; Initialisers of letrec, letrec* and internal definitions that are entered again: they assign the
;; same variables instead of creating others (R7RS 4.2.2, 5.3.2).

(define (show x) (write x) (newline))

;; letrec evaluates all initialisers before it assigns.
(show (letrec ((a 4) (j (call/cc (lambda (c) c))))
        (if (eqv? j 0) a (begin (set! a 9) (j 0)))))
(show (letrec ((f (lambda () 1)) (j (call/cc (lambda (c) c))))
        (if (eqv? j 0) (f) (begin (set! f (lambda () 2)) (j 0)))))
(show (letrec* ((a 4) (j (call/cc (lambda (c) c))))
        (if (eqv? j 0) a (begin (set! a 9) (j 0)))))

;; A closure created before sees the new value.
(define (internal)
  (define k #f)
  (define g #f)
  (define n 0)
  (define x (call/cc (lambda (c) (set! k c) 1)))
  (if (not g) (set! g (lambda () x)))
  (set! n (+ n 1))
  (if (= n 1) (k 2) (list x (g))))
(show (internal))

;; The same for the variables after it, and for letrec and letrec*.
(define (later-variables)
  (define k #f)
  (define g #f)
  (define n 0)
  (define x (call/cc (lambda (c) (set! k c) 1)))
  (define y (vector x))
  (define (both) (list x y))
  (if (not g) (set! g both))
  (set! n (+ n 1))
  (if (= n 1) (k 2) (list (both) (g))))
(show (later-variables))

(define (entered-again make)
  (let ((k #f) (first #f) (n 0))
    (let ((now (make (lambda (x) (call/cc (lambda (c) (set! k c) x))))))
      (if (not first) (set! first now))
      (set! n (+ n 1))
      (if (= n 1) (k 2) (list (now) (first))))))
(show (entered-again (lambda (cc) (letrec ((x (cc 1))) (lambda () x)))))
(show (entered-again (lambda (cc) (letrec ((a 5) (x (cc 1)) (b 6)) (lambda () (list a x b))))))
(show (entered-again (lambda (cc) (letrec* ((x (cc 1)) (y (+ x 1))) (lambda () (list x y))))))
(show (entered-again (lambda (cc) (define-values (x y) (values (cc 1) 3)) (lambda () (list x y)))))
(show (entered-again (lambda (cc) (let ((x (cc 1))) (lambda () x)))))

;; Reading a variable too early is still detected.
(define (early)
  (define (f) x)
  (define x (f))
  (lambda () x))
(show (call/cc (lambda (k) (with-exception-handler (lambda (e) (k 'error)) early))))
