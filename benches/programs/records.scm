;;; records -- an ordered tree of records: constructors, accessors, modifiers
;;; and type checks.
(import (scheme base) (scheme write))

(define-record-type node
  (make-node key count left right)
  node?
  (key node-key)
  (count node-count set-node-count!)
  (left node-left set-node-left!)
  (right node-right set-node-right!))

(define (insert! node key)
  (cond ((= key (node-key node))
         (set-node-count! node (+ 1 (node-count node))))
        ((< key (node-key node))
         (if (node? (node-left node))
             (insert! (node-left node) key)
             (set-node-left! node (make-node key 1 #f #f))))
        ((node? (node-right node))
         (insert! (node-right node) key))
        (else (set-node-right! node (make-node key 1 #f #f)))))

(define (depth node)
  (if (node? node)
      (+ 1 (max (depth (node-left node)) (depth (node-right node))))
      0))

(define (total node)
  (if (node? node)
      (+ (node-count node) (total (node-left node)) (total (node-right node)))
      0))

(define (main n)
  (let ((root (make-node 1000000000 1 #f #f)))
    (do ((i 0 (+ i 1))
         (seed 1 (modulo (+ (* seed 16807) 11) 2147483647)))
        ((= i n))
      (insert! root (remainder seed 50021)))
    (display (list (depth root) (total root)))
    (newline)))

(main 400000)
