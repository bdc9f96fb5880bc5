;; Cases that native code leaves to Rust, of every kind of instruction for which the other programs here have
;; none: tests in the sense that jumps when they hold, stores into variables of waiting frames, full
;; nurseries, large frames.
(import (scheme base) (scheme write) (srfi 131) (cairn base))

(define (message thunk)
  (guard (e ((error-object? e) (cons (error-object-message e) (error-object-irritants e)))
            (#t (list 'raised e)))
    (thunk)))

(define (opaque x) (vector-ref (vector x) 0))

(define-syntax check
  (syntax-rules ()
    ((_ test (x y) ...)
     (let ((f (opaque (lambda (a b) (let loop ((i 0)) (if (or (test a b) (> i 1)) i (loop (+ i 1))))))))
       (write 'test)
       (begin (display " ") (write (message (lambda () (f x y))))) ...
       (newline)))))

(define wide 100000000000000000000)
(define-syntax check-order
  (syntax-rules ()
    ((_ test ...)
     (begin (check test (1 2) (2 1) (1.5 2) (2 1.5) (wide 1) (1 wide) (1/2 1) ("s" 1) (1 'x)) ...))))

(check-order < <= > >= =)
(check-order (lambda (a b) (< a 2)) (lambda (a b) (<= a 2)) (lambda (a b) (> a 2)) (lambda (a b) (>= a 2)) (lambda (a b) (= a 2)))
(check (lambda (a b) (even? a)) (2 0) (3 0) (wide 0) (2.0 0) ("s" 0))
(check (lambda (a b) (odd? a)) (2 0) (3 0) (wide 0) (3.0 0) ("s" 0))
(check eqv? (1 2) (1.5 1.5) (wide wide) (wide (+ wide 0)) (1/2 1/2) ("s" "s"))
(check char=? (#\a #\a) (#\a #\b) (1 #\a))
(check char<? (#\a #\b) (#\b #\a) (#\a "b"))

;; Records of a type that is derived from the one that is asked for.
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define-record-type (point3 point) (make-point3 x y z) point3? (z point-z))
(define (describe p)
  (cond ((and (not (eq? p 5)) (point3? p)) (list (point-x p) (point-z p)))
        ((not (point? p)) 'none)
        (else (list (point-x p)))))
(define (find-point items)
  (let loop ((items items)) (if (or (null? items) (point? (car items))) items (loop (cdr items)))))
(write (map describe (list (make-point 1 2) (make-point3 1 2 3) 4)))
(write (map (lambda (p) (length (find-point (list 1 p 2)))) (list (make-point 1 2) (make-point3 1 2 3) 4)))
(write (let ((p (make-point3 1 2 3))) (set-point-x! p 9) (describe p)))
(newline)

;; Globals that are not defined yet.
(define (assign-early) (set! later 5))
(define (call-early x) (later-procedure x))
(write (list (message assign-early) (message (lambda () (call-early 1)))))
(newline)
(define later 0)
(define (later-procedure x) x)
(set! later-procedure list)

;; A procedure assigns the variable of a frame that waits for it.
(define (twice f) (f) (f))
(define (counted n)
  (let ((count n))
    ((opaque twice) (lambda () (set! count (+ count 1))))
    count))
(write (list (counted 1) (counted 1.5) (counted wide)))
(newline)

;; Objects that are made when nothing young fits any more, between two safepoints.
(define-syntax repeat
  (syntax-rules ()
    ((_ () e) e)
    ((_ (x . more) e) (begin (repeat more e) (repeat more e)))))
(define (fill)
  (repeat (1 2 3 4 5 6 7 8 9) (set! newest (make-vector 100 newest)))
  (repeat (1 2 3 4 5 6) (set! newest (cons 0 newest))))
(define newest 0)
(define (filled a)
  (fill)
  (let* ((cell (box a)) (v (vector a cell)) (f (lambda () (list a v))) (pair (cons a a)))
    (set! newest 0)
    (list (unbox cell) (vector-ref v 0) (car (f)) pair)))
(write (list ((opaque filled) 1) ((opaque filled) 'b)))
(newline)

;; A frame of many registers asks for room on the stack.
(define-syntax many
  (syntax-rules ()
    ((_ (x . more) f (v ...) e) (let ((a (f x)) (b (f x)) (c (f x)) (d (f x)) (g (f x)) (h (f x)))
                                  (many more f (a b c d g h v ...) e)))
    ((_ () f (v ...) e) (e v ...))))
(define (large f)
  (many (1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44)
        f () +))
(write (list (large opaque) (message (lambda () (large car)))))
(newline)
