;;; pairs -- short-lived lists, and the library's list procedures.
(define (step n) (apply + (map (lambda (x) (* x x)) (reverse (append (iota n) (list 1 2 3))))))
(display (let loop ((i 0) (s 0)) (if (= i 300) s (loop (+ i 1) (+ s (step 100))))))
