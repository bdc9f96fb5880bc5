;; Hashes of objects compared by identity: they differ from object to object, and stay when it moves.
(define-record-type point (make-point x) point? (x point-x))
(define points (map make-point (iota 300)))
(define (different hashes) (length (delete-duplicates hashes)))
(define before (map eq-hash points))
(list (different before) (different (map eqv-hash points)) (different (map equal-hash points)))
;=> (300 300 300)
(different (map (lambda (point) (hash (list 1 point))) points))
;=> 300
(different (map eq-hash (map list (iota 300))))
;=> 300
(gc)
(equal? before (map eq-hash points))
;=> #t
(map = (map (lambda (point) (hash (list 1 point))) points) (map (lambda (point) (hash (list 1 point))) (list (car points))))
;=> (#t)
(let ((a (list 1 "two" #(3)))) (= (equal-hash a) (equal-hash (list 1 (string-copy "two") (vector 3)))))
;=> #t
(let ((s "abc")) (list (= (eq-hash s) (eq-hash s)) (= (eq-hash s) (eq-hash (string-copy s))) (= (equal-hash s) (equal-hash (string-copy s)))))
;=> (#t #f #t)
(let ((p (car points))) (list (= (hash-by-identity p) (eq-hash p)) (< -1 (eq-hash p 10) 10) (= (eq-hash 'a) (eq-hash 'a)) (= (eq-hash 5) (eq-hash 5))))
;=> (#t #t #t #t)
