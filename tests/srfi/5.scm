;; SRFI 5: let with signatures and rest arguments.
(import (srfi 5))

(let ((a 1) (b 2)) (list a b))
;=> (1 2)
(let () 3)
;=> 3
(let loop ((i 0) (acc '())) (if (< i 3) (loop (+ i 1) (cons i acc)) acc))
;=> (2 1 0)
(let (loop (i 0) (acc '())) (if (< i 3) (loop (+ i 1) (cons i acc)) acc))
;=> (2 1 0)
(let (f (x 1) . (rest 2 3)) (if (null? rest) x (apply f (+ x (car rest)) (cdr rest))))
;=> 6
(let f ((x 1) . (rest 2 3)) (if (null? rest) x (apply f (* x (car rest)) (cdr rest))))
;=> 6
(let ((a 1) . (rest 2 3)) (list a rest))
;=> (1 (2 3))
(let f (rest 1 2 3) (if (pair? rest) (list rest (apply f (cdr rest))) 'end))
;=> ((1 2 3) ((2 3) ((3) end)))
(let blast ((port (open-output-string)) . (x (+ 1 2) 4 5))
  (if (null? x) (get-output-string port) (begin (write (car x) port) (apply blast port (cdr x)))))
;=> "345"
