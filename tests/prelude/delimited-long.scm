;; Many parts of continuations, one after the other, and many guards at once.
(define (numbers n) (reset (let loop ((i 0)) (if (< i n) (begin (shift k (cons i k)) (loop (+ i 1))) 'end))))
(let loop ((next (numbers 20000)) (sum 0))
  (if (pair? next) (loop ((cdr next) #f) (+ sum (car next))) (list next sum)))
;=> (end 199990000)
(define (guarded n) (if (= n 0) (raise 'x) (guard (e ((string? e) 1)) (+ 1 (guarded (- n 1))))))
(guard (e ((symbol? e) e)) (guarded 20000))
;=> x
