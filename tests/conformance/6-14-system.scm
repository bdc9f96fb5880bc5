;; R7RS 6.14: system interface (exit and emergency-exit: see tests/programs).
(define f "cairn-test-sys.scm")
(call-with-output-file f (lambda (p) (write '(define sys-x 10) p) (write '(define-syntax sys-m (syntax-rules () ((_ a) (list 'm a)))) p) (write '(set! sys-x (+ sys-x 1)) p)))
(load f)
;=> unspecified
(list sys-x (sys-m 1))
;=> (11 (m 1))
(load f (interaction-environment))
;=> unspecified
sys-x
;=> 11
(let ((i (current-input-port)) (o (current-output-port))) (load f) (and (eq? i (current-input-port)) (eq? o (current-output-port))))
;=> #t
(file-exists? f)
;=> #t
(delete-file f)
(file-exists? f)
;=> #f
(guard (e ((file-error? e) 'file-error)) (delete-file f))
;=> file-error
(guard (e ((file-error? e) 'file-error)) (load f))
;=> file-error
(call-with-output-file f (lambda (p) (write-string "(define sys-y 1) (car '())" p)))
(guard (e (#t 'caught)) (load f))
;=> caught
sys-y
;=> 1
(delete-file f)
(load 5)
;=> error
(delete-file 5)
;=> error
(list? (command-line))
;=> #t
(let loop ((l (command-line))) (or (null? l) (and (string? (car l)) (loop (cdr l)))))
;=> #t
(let ((p (get-environment-variable "PATH"))) (or (string? p) (not p)))
;=> #t
(get-environment-variable "CAIRN_NO_SUCH_VARIABLE_AT_ALL")
;=> #f
(get-environment-variable 5)
;=> error
(let loop ((l (get-environment-variables))) (or (null? l) (and (pair? (car l)) (string? (caar l)) (string? (cdar l)) (loop (cdr l)))))
;=> #t
(let ((p (assoc "PATH" (get-environment-variables)))) (or (not p) (equal? (cdr p) (get-environment-variable "PATH"))))
;=> #t
(let ((t (current-second))) (and (real? t) (inexact? t) (> t 1500000000.0)))
;=> #t
(exact-integer? (current-jiffy))
;=> #t
(let ((j (jiffies-per-second))) (and (exact-integer? j) (> j 0)))
;=> #t
(let* ((a (current-jiffy)) (b (current-jiffy))) (<= a b))
;=> #t
(= (jiffies-per-second) (jiffies-per-second))
;=> #t
(define (time-length)
  (let ((list (make-list 1000))
        (start (current-jiffy)))
    (length list)
    (/ (- (current-jiffy) start)
       (jiffies-per-second))))
(let ((t (time-length))) (and (real? t) (>= t 0)))
;=> #t
(list? (features))
;=> #t
(pair? (memq 'r7rs (features)))
;=> #t
(let loop ((l (features))) (or (null? l) (and (symbol? (car l)) (loop (cdr l)))))
;=> #t
(map (lambda (f) (and (memq f (features)) #t)) '(r7rs exact-closed exact-complex ieee-float full-unicode ratios))
;=> (#t #t #t #t #t #t)
(procedure? exit)
;=> #t
(procedure? emergency-exit)
;=> #t
(current-second 1)
;=> error
(features 1)
;=> error
