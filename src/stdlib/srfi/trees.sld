;;; Persistent balanced trees: associations ordered by their keys.
;;;
;;; A tree is #f, which is empty, or a node. The weight of a tree is its size plus one; neither
;;; of the two subtrees of a node has more than three times the weight of the other. Nodes are
;;; immutable.

(define-library (cairn trees)
  (export node-key node-value tree-size tree-find tree-insert tree-delete
          tree-min tree-max tree-below tree-above tree-join tree-join2 tree-split
          tree-fold tree-fold-right tree-any tree-map)
  (import (scheme base))
  (begin
    (define-record-type node
      (make-node key value left right size)
      node?
      (key node-key)
      (value node-value)
      (left node-left)
      (right node-right)
      (size tree-size-of))

    (define (tree-size tree) (if tree (tree-size-of tree) 0))
    (define (weight tree) (+ (tree-size tree) 1))

    (define (node key value left right)
      (make-node key value left right (+ (tree-size left) (tree-size right) 1)))

    ;; --- balance

    ;; A node whose subtrees may have become unbalanced by one insertion or deletion.
    (define (balanced key value left right)
      (let ((l (weight left)) (r (weight right)))
        (cond ((> r (* 3 l)) (rotate-left key value left right))
              ((> l (* 3 r)) (rotate-right key value left right))
              (else (node key value left right)))))

    (define (rotate-left key value left right)
      (let ((inner (node-left right)) (outer (node-right right)))
        (if (< (weight inner) (* 2 (weight outer)))
            (node (node-key right) (node-value right) (node key value left inner) outer)
            (node (node-key inner)
                  (node-value inner)
                  (node key value left (node-left inner))
                  (node (node-key right) (node-value right) (node-right inner) outer)))))

    (define (rotate-right key value left right)
      (let ((inner (node-right left)) (outer (node-left left)))
        (if (< (weight inner) (* 2 (weight outer)))
            (node (node-key left) (node-value left) outer (node key value inner right))
            (node (node-key inner)
                  (node-value inner)
                  (node (node-key left) (node-value left) outer (node-left inner))
                  (node key value (node-right inner) right)))))

    ;; Joins two trees of any weights with an association between them.
    (define (tree-join key value left right)
      (let ((l (weight left)) (r (weight right)))
        (cond ((> r (* 3 l))
               (balanced (node-key right)
                         (node-value right)
                         (tree-join key value left (node-left right))
                         (node-right right)))
              ((> l (* 3 r))
               (balanced (node-key left)
                         (node-value left)
                         (node-left left)
                         (tree-join key value (node-right left) right)))
              (else (node key value left right)))))

    (define (tree-join2 left right)
      (cond ((not left) right)
            ((not right) left)
            (else
             (let ((least (tree-min right)))
               (tree-join (node-key least) (node-value least) left (without-min right))))))

    (define (without-min tree)
      (if (node-left tree)
          (balanced (node-key tree)
                    (node-value tree)
                    (without-min (node-left tree))
                    (node-right tree))
          (node-right tree)))

    ;; --- single keys

    ;; The node with the key, or #f.
    (define (tree-find less? tree key)
      (and tree
           (let ((k (node-key tree)))
             (cond ((less? key k) (tree-find less? (node-left tree) key))
                   ((less? k key) (tree-find less? (node-right tree) key))
                   (else tree)))))

    ;; The new association replaces one that has the same key.
    (define (tree-insert less? tree key value)
      (let insert ((tree tree))
        (if tree
            (let ((k (node-key tree)) (left (node-left tree)) (right (node-right tree)))
              (cond ((less? key k) (balanced k (node-value tree) (insert left) right))
                    ((less? k key) (balanced k (node-value tree) left (insert right)))
                    (else (node key value left right))))
            (node key value #f #f))))

    (define (tree-delete less? tree key)
      (let delete ((tree tree))
        (and tree
             (let ((k (node-key tree)) (left (node-left tree)) (right (node-right tree)))
               (cond ((less? key k) (balanced k (node-value tree) (delete left) right))
                     ((less? k key) (balanced k (node-value tree) left (delete right)))
                     (else (tree-join2 left right)))))))

    ;; Nodes at the ends, and the nearest ones on either side of a key; #f if there is none.
    (define (tree-min tree)
      (if (and tree (node-left tree)) (tree-min (node-left tree)) tree))
    (define (tree-max tree)
      (if (and tree (node-right tree)) (tree-max (node-right tree)) tree))

    (define (tree-below less? tree key)
      (let loop ((tree tree) (best #f))
        (cond ((not tree) best)
              ((less? (node-key tree) key) (loop (node-right tree) tree))
              (else (loop (node-left tree) best)))))
    (define (tree-above less? tree key)
      (let loop ((tree tree) (best #f))
        (cond ((not tree) best)
              ((less? key (node-key tree)) (loop (node-left tree) tree))
              (else (loop (node-right tree) best)))))

    ;; Three values: the tree of lesser keys, the node with the key or #f, and the tree of
    ;; greater keys.
    (define (tree-split less? tree key)
      (if (not tree)
          (values #f #f #f)
          (let ((k (node-key tree)) (left (node-left tree)) (right (node-right tree)))
            (cond ((less? key k)
                   (let-values (((below same above) (tree-split less? left key)))
                     (values below same (tree-join k (node-value tree) above right))))
                  ((less? k key)
                   (let-values (((below same above) (tree-split less? right key)))
                     (values (tree-join k (node-value tree) left below) same above)))
                  (else (values left tree right))))))

    ;; --- whole trees

    (define (tree-fold f seed tree)
      (if tree
          (tree-fold f
                     (f (node-key tree) (node-value tree) (tree-fold f seed (node-left tree)))
                     (node-right tree))
          seed))

    (define (tree-fold-right f seed tree)
      (if tree
          (tree-fold-right f
                           (f (node-key tree)
                              (node-value tree)
                              (tree-fold-right f seed (node-right tree)))
                           (node-left tree))
          seed))

    ;; The first true result of f on key and value, in order, or #f.
    (define (tree-any f tree)
      (and tree
           (or (tree-any f (node-left tree))
               (f (node-key tree) (node-value tree))
               (tree-any f (node-right tree)))))

    ;; The tree of the same shape whose keys and values are the two values of f.
    (define (tree-map f tree)
      (and tree
           (let*-values (((left) (tree-map f (node-left tree)))
                         ((key value) (f (node-key tree) (node-value tree))))
             (make-node key value left (tree-map f (node-right tree)) (tree-size-of tree)))))))
