;; SRFI 146: mappings with many keys.
(import (scheme base) (srfi 146) (srfi 146 hash) (srfi 128))

(define default (make-default-comparator))

;; many keys: the trees stay balanced, and old versions stay as they are
(define (count-up set m) (do ((i 0 (+ i 1)) (m m (set m (modulo (* i 7919) 10007) i))) ((= i 10007) m)))
(define (count-down delete m) (do ((i 0 (+ i 2)) (m m (delete m i))) ((> i 10006) m)))
(let* ((m (count-up mapping-set (mapping default))) (n (count-down mapping-delete m))) (list (mapping-size m) (mapping-size n) (mapping-min-key n) (mapping-max-key n) (mapping-fold (lambda (k v acc) (+ k acc)) 0 n) (apply < (mapping-keys m)) (mapping-size (mapping-range< m 5000)) (mapping-size (mapping-range>= n 5000))))
;=> (10007 5003 1 10005 25030009 #t 5000 2503)
(let* ((m (count-up hashmap-set (hashmap default))) (n (count-down hashmap-delete m))) (list (hashmap-size m) (hashmap-size n) (hashmap-fold (lambda (k v acc) (+ k acc)) 0 n)))
;=> (10007 5003 25030009)
(let* ((c (make-comparator exact-integer? = < (lambda (n) (modulo n 1009)))) (m (count-up hashmap-set (hashmap c)))) (hashmap-size m))
;=> 10007
