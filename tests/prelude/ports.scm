;; Ports: procedures that take procedures.
(with-output-to-string (lambda () (display "hi" (current-output-port))))
;=> "hi"
(call-with-output-string (lambda (p) (write 'x p)))
;=> "x"
(call-with-port (open-input-string "abc") read-char)
;=> #\a
(with-input-from-string "(a b) c" (lambda () (let* ((x (read)) (y (read))) (list x y (eof-object? (read))))))
;=> ((a b) c #t)
(call-with-input-string "abc" (lambda (p) (read-string 2 p)))
;=> "ab"
(let ((before (current-output-port))) (with-output-to-string (lambda () (display "x"))) (eq? before (current-output-port)))
;=> #t
(call/cc (lambda (k) (with-output-to-string (lambda () (display "lost") (k 'escaped)))))
;=> escaped
(with-output-to-string (lambda () (write "a\"b") (write-char #\newline) (display '("x" #\y 1.5)) (write 'sym)))
;=> "\"a\\\"b\"\n(x y 1.5)sym"
(parameterize ((current-output-port 5)) 1)
;=> error current-output-port: expected an output port, got
(parameterize ((current-input-port (open-output-string))) 1)
;=> error current-input-port: expected an input port, got
(let ((p (open-input-string "#!fold-case ABC DEF"))) (let* ((a (read p)) (b (read p))) (list a b)))
;=> (abc def)
(let ((p (open-input-string "a(b"))) (let* ((x (read-char p)) (y (guard (e ((read-error? e) 'broken)) (read p)))) (list x y (eof-object? (read-char p)))))
;=> (#\a broken #t)
(with-output-to-string (lambda () (write (open-input-string "")) (write (open-output-bytevector))))
;=> "#<input-port string>#<binary-output-port bytevector>"
