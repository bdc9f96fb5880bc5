;;; Ports and files: the procedures of R7RS 6.13 and 6.14 that take procedures or evaluate. A
;;; port is closed when the procedure returns, but not when it escapes, because it may be
;;; entered again.

(define (call-with-port port f)
  (let ((result (%pack (f port))))
    (close-port port)
    (%unpack result)))

(define (call-with-input-file filename f)
  (call-with-port (open-input-file filename) f))

(define (call-with-output-file filename f)
  (call-with-port (open-output-file filename) f))

(define (with-input-from-file filename thunk)
  (call-with-port (open-input-file filename)
                  (lambda (port) (%with-port current-input-port port thunk))))

(define (with-output-to-file filename thunk)
  (call-with-port (open-output-file filename)
                  (lambda (port) (%with-port current-output-port port thunk))))

(define (%with-port parameter port thunk)
  (%parameterize (cons (cons parameter port) '()) thunk))

(define (call-with-output-string f)
  (let ((port (open-output-string)))
    (f port)
    (get-output-string port)))

(define (with-output-to-string thunk)
  (let ((port (open-output-string)))
    (%with-port current-output-port port thunk)
    (get-output-string port)))

(define (call-with-input-string str f)
  (f (open-input-string str)))

(define (with-input-from-string str thunk)
  (%with-port current-input-port (open-input-string str) thunk))

(define load
  (case-lambda
    ((filename) (%load filename #f))
    ((filename env) (%load filename env))))

(define (%load filename env)
  (%expand (%load-expansion filename env) #f)
  (if #f #f))
