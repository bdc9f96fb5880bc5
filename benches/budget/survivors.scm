;;; survivors -- a tree that is promoted and marked.
(define (tree depth) (if (= depth 0) '() (cons (tree (- depth 1)) (tree (- depth 1)))))
(define (size t) (if (pair? t) (+ 1 (size (car t)) (size (cdr t))) 1))
(display (let loop ((i 0) (kept '())) (if (= i 4) (apply + (map size kept)) (loop (+ i 1) (cons (tree 17) kept)))))
