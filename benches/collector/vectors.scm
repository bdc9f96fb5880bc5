;; Pauses and footprint: 96 MB of pairs live while single vectors of 32 MB come and go.
(define pairs (let loop ((i 0) (l '())) (if (= i 6000000) l (loop (+ i 1) (cons i l)))))
(define last #f)
(do ((i 0 (+ i 1))) ((= i 40)) (set! last (make-vector 4000000 i)))
(display (list (length pairs) (vector-ref last 0)))
(newline)
