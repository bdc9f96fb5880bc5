;; Throughput: trees are built and dropped while one large tree lives (like gcbench).
(define (make depth) (if (= depth 0) (vector #f #f) (vector (make (- depth 1)) (make (- depth 1)))))
(define (count tree) (if (vector-ref tree 0) (+ 1 (count (vector-ref tree 0)) (count (vector-ref tree 1))) 1))
(define long-lived (make 18))
(define (rounds depth n total) (if (= n 0) total (rounds depth (- n 1) (+ total (count (make depth))))))
(display (list (rounds 6 20000 0) (rounds 12 300 0) (rounds 17 8 0) (count long-lived)))
(newline)
