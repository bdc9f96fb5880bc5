;;; SRFI 101: random-access pairs and lists, after Okasaki.
;;;
;;; A chain of pairs is a chain of complete binary trees, of increasing size except that the
;;; first two may have the same size. The elements are in preorder. A tree of size one is its
;;; element; others are nodes. The shape depends only on the number of pairs, which `equal?` and
;;; `map` exploit.

(define-library (srfi 101)
  (export
    (rename ra-quote quote) (rename ra-equal? equal?) (rename ra-pair? pair?)
    (rename ra-cons cons) (rename ra-car car) (rename ra-cdr cdr)
    (rename ra-caar caar) (rename ra-cadr cadr) (rename ra-cdar cdar) (rename ra-cddr cddr)
    (rename ra-caaar caaar) (rename ra-caadr caadr) (rename ra-cadar cadar)
    (rename ra-caddr caddr) (rename ra-cdaar cdaar) (rename ra-cdadr cdadr)
    (rename ra-cddar cddar) (rename ra-cdddr cdddr)
    (rename ra-caaaar caaaar) (rename ra-caaadr caaadr) (rename ra-caadar caadar)
    (rename ra-caaddr caaddr) (rename ra-cadaar cadaar) (rename ra-cadadr cadadr)
    (rename ra-caddar caddar) (rename ra-cadddr cadddr)
    (rename ra-cdaaar cdaaar) (rename ra-cdaadr cdaadr) (rename ra-cdadar cdadar)
    (rename ra-cdaddr cdaddr) (rename ra-cddaar cddaar) (rename ra-cddadr cddadr)
    (rename ra-cdddar cdddar) (rename ra-cddddr cddddr)
    null? (rename ra-list? list?) (rename ra-list list) (rename ra-make-list make-list)
    (rename ra-length length) length<=? (rename ra-append append)
    (rename ra-reverse reverse) (rename ra-list-tail list-tail)
    (rename ra-list-ref list-ref) list-set list-ref/update
    (rename ra-map map) (rename ra-for-each for-each)
    random-access-list->linear-access-list linear-access-list->random-access-list)
  (import (scheme base) (scheme case-lambda)
          (only (cairn base) make-weak-eq-hashtable hashtable-ref hashtable-set!)
          (only (cairn checks) %check-procedure))
  (begin
    ;; The first tree, of this many elements, and the rest of the chain.
    (define-record-type <random-access-pair>
      (make-chain size tree rest)
      ra-pair?
      (size size)
      (tree tree)
      (rest rest))

    (define-record-type <node>
      (make-node value left right)
      node?
      (value value)
      (left left)
      (right right))

    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))
    (define (check-pair who x)
      (unless (ra-pair? x) (wrong who "a random-access pair" x)))
    (define (check-list who x)
      (unless (ra-list? x) (wrong who "a random-access list" x)))
    (define (check-index who k)
      (unless (and (exact-integer? k) (>= k 0))
        (wrong who "an exact integer that is not negative" k)))

    ;; The size of the halves of a tree.
    (define (half size) (quotient size 2))

    ;;; Pairs

    (define (ra-cons x chain)
      (if (and (ra-pair? chain)
               (ra-pair? (rest chain))
               (= (size chain) (size (rest chain))))
          (make-chain (+ 1 (* 2 (size chain)))
                      (make-node x (tree chain) (tree (rest chain)))
                      (rest (rest chain)))
          (make-chain 1 x chain)))

    (define (ra-car pair)
      (check-pair 'car pair)
      (root (size pair) (tree pair)))

    (define (root size tree)
      (if (= size 1) tree (value tree)))

    (define (ra-cdr pair)
      (check-pair 'cdr pair)
      (if (= (size pair) 1)
          (rest pair)
          (halves (half (size pair)) (tree pair) (rest pair))))

    (define (halves size node rest)
      (make-chain size (left node) (make-chain size (right node) rest)))

    (define-syntax define-compositions
      (syntax-rules ()
        ((_ (name outer inner) ...)
         (begin (define (name x) (outer (inner x))) ...))))
    (define-compositions
      (ra-caar ra-car ra-car) (ra-cadr ra-car ra-cdr)
      (ra-cdar ra-cdr ra-car) (ra-cddr ra-cdr ra-cdr)
      (ra-caaar ra-caar ra-car) (ra-caadr ra-caar ra-cdr)
      (ra-cadar ra-cadr ra-car) (ra-caddr ra-cadr ra-cdr)
      (ra-cdaar ra-cdar ra-car) (ra-cdadr ra-cdar ra-cdr)
      (ra-cddar ra-cddr ra-car) (ra-cdddr ra-cddr ra-cdr)
      (ra-caaaar ra-caaar ra-car) (ra-caaadr ra-caaar ra-cdr)
      (ra-caadar ra-caadr ra-car) (ra-caaddr ra-caadr ra-cdr)
      (ra-cadaar ra-cadar ra-car) (ra-cadadr ra-cadar ra-cdr)
      (ra-caddar ra-caddr ra-car) (ra-cadddr ra-caddr ra-cdr)
      (ra-cdaaar ra-cdaar ra-car) (ra-cdaadr ra-cdaar ra-cdr)
      (ra-cdadar ra-cdadr ra-car) (ra-cdaddr ra-cdadr ra-cdr)
      (ra-cddaar ra-cddar ra-car) (ra-cddadr ra-cddar ra-cdr)
      (ra-cdddar ra-cdddr ra-car) (ra-cddddr ra-cdddr ra-cdr))

    (define-syntax ra-quote
      (syntax-rules ()
        ((_ datum) (constant 'datum))))

    ;; The constants that were converted: each is converted once.
    (define constants (make-weak-eq-hashtable))
    (define (constant x)
      (if (or (pair? x) (vector? x))
          (or (hashtable-ref constants x #f)
              (let ((converted (random-access x)))
                (hashtable-set! constants x converted)
                converted))
          x))

    ;; Converts the pairs of a datum to random-access pairs.
    (define (random-access x)
      (cond ((pair? x)
             (let loop ((items x) (acc '()))
               (if (pair? items)
                   (loop (cdr items) (cons (random-access (car items)) acc))
                   (consed acc (random-access items)))))
            ((vector? x) (vector-map random-access x))
            (else x)))

    ;; A chain of the elements of an ordinary list in reverse order.
    (define (consed reversed chain)
      (if (null? reversed)
          chain
          (consed (cdr reversed) (ra-cons (car reversed) chain))))

    (define (ra-equal? a b)
      (cond ((and (ra-pair? a) (ra-pair? b))
             (or (eq? a b)
                 (and (= (size a) (size b))
                      (trees-equal? (size a) (tree a) (tree b))
                      (ra-equal? (rest a) (rest b)))))
            ((and (vector? a) (vector? b))
             (or (equal? a b)
                 (and (= (vector-length a) (vector-length b))
                      (let loop ((i 0))
                        (or (= i (vector-length a))
                            (and (ra-equal? (vector-ref a i) (vector-ref b i))
                                 (loop (+ i 1))))))))
            (else (equal? a b))))

    (define (trees-equal? size a b)
      (if (= size 1)
          (ra-equal? a b)
          (or (eq? a b)
              (let ((size (half size)))
                (and (ra-equal? (value a) (value b))
                     (trees-equal? size (left a) (left b))
                     (trees-equal? size (right a) (right b)))))))

    ;;; Lists

    (define (ra-list? x)
      (if (ra-pair? x) (ra-list? (rest x)) (null? x)))

    (define (ra-list . items) (consed (reverse items) '()))

    ;; The greatest trees come last. All trees share their parts.
    (define ra-make-list
      (case-lambda
        ((k) (ra-make-list k #f))
        ((k fill)
         (check-index 'make-list k)
         (let grow ((size 1) (tree fill) (smaller '()))
           (if (<= (+ 1 (* 2 size)) k)
               (grow (+ 1 (* 2 size)) (make-node fill tree tree) (cons (cons size tree) smaller))
               (let loop ((k k) (trees (cons (cons size tree) smaller)) (chain '()))
                 (cond ((= k 0) chain)
                       ((<= (caar trees) k)
                        (loop (- k (caar trees)) trees
                              (make-chain (caar trees) (cdar trees) chain)))
                       (else (loop k (cdr trees) chain)))))))))

    (define (ra-length items)
      (check-list 'length items)
      (let loop ((chain items) (n 0))
        (if (null? chain) n (loop (rest chain) (+ n (size chain))))))

    (define (length<=? x k)
      (check-index 'length<=? k)
      (let loop ((chain x) (k k))
        (or (<= k 0)
            (and (ra-pair? chain) (loop (rest chain) (- k (size chain)))))))

    ;; Conses the elements onto acc, in reverse order.
    (define (reversed-onto items acc)
      (if (null? items)
          acc
          (reversed-onto (rest items) (reversed-tree (size items) (tree items) acc))))
    (define (reversed-tree size tree acc)
      (if (= size 1)
          (cons tree acc)
          (let ((size (half size)))
            (reversed-tree size (right tree)
                           (reversed-tree size (left tree) (cons (value tree) acc))))))

    (define (ra-append . chains)
      (if (null? chains)
          '()
          (let ((reversed (reverse chains)))
            (let loop ((before (cdr reversed)) (chain (car reversed)))
              (cond ((null? before) chain)
                    (else
                     (check-list 'append (car before))
                     (loop (cdr before)
                           (consed (reversed-onto (car before) '()) chain))))))))

    (define (ra-reverse items)
      (check-list 'reverse items)
      (consed (reverse (reversed-onto items '())) '()))

    ;;; Access by index

    (define (too-short who chain k)
      (error (string-append (symbol->string who) ": the list is too short:") chain k))

    (define (ra-list-tail chain k)
      (check-index 'list-tail k)
      (let loop ((c chain) (i k))
        (cond ((= i 0) c)
              ((not (ra-pair? c)) (too-short 'list-tail chain k))
              ((>= i (size c)) (loop (rest c) (- i (size c))))
              (else
               (loop (halves (half (size c)) (tree c) (rest c)) (- i 1))))))

    (define (ra-list-ref chain k)
      (check-index 'list-ref k)
      (let loop ((c chain) (i k))
        (cond ((not (ra-pair? c)) (too-short 'list-ref chain k))
              ((< i (size c)) (tree-ref (size c) (tree c) i))
              (else (loop (rest c) (- i (size c)))))))

    (define (tree-ref size tree i)
      (if (= i 0)
          (root size tree)
          (let ((size (half size)))
            (if (<= i size)
                (tree-ref size (left tree) (- i 1))
                (tree-ref size (right tree) (- i 1 size))))))

    (define (list-set chain k x)
      (updated 'list-set chain k (lambda (old) x)))

    (define (list-ref/update chain k f)
      (let ((x (ra-list-ref chain k)))
        (values x (updated 'list-ref/update chain k f))))

    ;; The chain with element k replaced by the result of f.
    (define (updated who chain k f)
      (check-index who k)
      (let loop ((c chain) (i k))
        (cond ((not (ra-pair? c)) (too-short who chain k))
              ((< i (size c))
               (make-chain (size c) (updated-tree (size c) (tree c) i f) (rest c)))
              (else (make-chain (size c) (tree c) (loop (rest c) (- i (size c))))))))

    (define (updated-tree size tree i f)
      (let ((part (half size)))
        (cond ((= size 1) (f tree))
              ((= i 0) (make-node (f (value tree)) (left tree) (right tree)))
              ((<= i part)
               (make-node (value tree) (updated-tree part (left tree) (- i 1) f) (right tree)))
              (else
               (make-node (value tree) (left tree)
                          (updated-tree part (right tree) (- i 1 part) f))))))

    ;;; Mapping

    ;; The ordinary lists of the elements of lists that must be of one length.
    (define (all-elements who lists)
      (for-each (lambda (items) (check-list who items)) lists)
      (unless (apply = (map ra-length lists)) (wrong who "lists of one length" lists))
      (map random-access-list->linear-access-list lists))

    (define ra-map
      (case-lambda
        ((f items)
         (%check-procedure 'map f)
         (check-list 'map items)
         (let loop ((chain items))
           (if (null? chain)
               '()
               (let ((tree (mapped-tree f (size chain) (tree chain))))
                 (make-chain (size chain) tree (loop (rest chain)))))))
        ((f x . more)
         (consed (reverse (apply map f (all-elements 'map (cons x more)))) '()))))

    (define (mapped-tree f size tree)
      (if (= size 1)
          (f tree)
          (let* ((size (half size))
                 (value (f (value tree)))
                 (left (mapped-tree f size (left tree))))
            (make-node value left (mapped-tree f size (right tree))))))

    (define ra-for-each
      (case-lambda
        ((f items)
         (%check-procedure 'for-each f)
         (check-list 'for-each items)
         (for-each f (random-access-list->linear-access-list items)))
        ((f x . more) (apply for-each f (all-elements 'for-each (cons x more))))))

    ;;; Conversion

    (define (random-access-list->linear-access-list items)
      (check-list 'random-access-list->linear-access-list items)
      (reverse (reversed-onto items '())))

    (define (linear-access-list->random-access-list items)
      (unless (list? items) (wrong 'linear-access-list->random-access-list "a list" items))
      (consed (reverse items) '()))))
