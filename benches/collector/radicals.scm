;; Throughput: all trees in which each node has at most three branches are made, size by size, and
;; kept (like paraffins): whatever is made lives on.
(define (conses-of items rest) (map (lambda (item) (cons item rest)) items))

;; The multisets of `count` trees of `total` nodes in all, of at most `largest` nodes each.
(define (branches made count total largest)
  (cond ((= count 0) (if (= total 0) '(()) '()))
        ((= total 0) (conses-of '(#f) (car (branches made (- count 1) 0 largest))))
        (else
         (let sizes ((size (min largest total)) (out '()))
           (if (= size 0)
               out
               (let trees ((rest (vector-ref made size)) (out out))
                 (if (null? rest)
                     (sizes (- size 1) out)
                     (trees (cdr rest)
                            (let others ((o (branches-after made (- count 1) (- total size) size rest)) (out out))
                              (if (null? o) out (others (cdr o) (cons (cons (car rest) (car o)) out)))))))))))) 

;; The same, of trees of `size` nodes that stand in `rest`, or smaller ones.
(define (branches-after made count total size rest)
  (if (or (= count 0) (= total 0))
      (branches made count total size)
      (let ((smaller (branches made count total (- size 1))))
        (if (< total size)
            smaller
            (let trees ((rest rest) (out smaller))
              (if (null? rest)
                  out
                  (trees (cdr rest)
                         (let others ((o (branches-after made (- count 1) (- total size) size rest)) (out out))
                           (if (null? o) out (others (cdr o) (cons (cons (car rest) (car o)) out)))))))))))

(define (radicals most)
  (let ((made (make-vector (+ most 1) '())))
    (do ((size 1 (+ size 1))) ((> size most) made)
      (vector-set! made size
                   (map (lambda (b) (list->vector (cons size b)))
                        (branches made 3 (- size 1) (- size 1)))))))

(do ((i 0 (+ i 1))) ((= i 4))
  (radicals 17))
(display (map length (vector->list (radicals 17))))
(newline)
