;; Forms with more constants than an instruction has room for in its short operands.

(define (symbols n) (map (lambda (i) (string->symbol (string-append "s" (number->string i)))) (iota n)))
(define (evaluate form) (eval form (interaction-environment)))
(let ((names (symbols 40000)))
  (equal? names (evaluate (cons 'list (map (lambda (name) (list 'quote name)) names)))))
;=> #t
(let ((names (symbols 100000)))
  (equal? (list->vector names) (evaluate (cons 'vector (map (lambda (name) (list 'quote name)) names)))))
;=> #t
(let* ((names (symbols 40000))
       (clauses (map (lambda (name i) (list (list name) i)) names (iota 40000)))
       (number (evaluate `(lambda (x) (case x ,@clauses (else 'none))))))
  (map number '(s0 s1 s31999 s32768 s39999 s40000)))
;=> (0 1 31999 32768 39999 none)
(let ((numbers (map (lambda (i) (+ i 0.5)) (iota 40000))))
  (= (apply + numbers) (evaluate `(let ((sum 0)) ,@(map (lambda (x) `(set! sum (+ sum ,x))) numbers) sum))))
;=> #t
