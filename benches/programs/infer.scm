;;; infer -- infers types of a small language: unification of records that point at each other.
(import (scheme base) (scheme cxr) (scheme write))

(define-record-type node
  (make-node shape link)
  node?
  (shape node-shape set-node-shape!)    ; #f, or a vector of a constructor and its parts
  (link node-link set-node-link!))      ; #f, or the node that this one is the same as

(define nodes 0)
(define (fresh shape)
  (set! nodes (+ nodes 1))
  (make-node shape #f))
(define (arrow from to) (fresh (vector 'arrow from to)))
(define (base name) (fresh (vector name)))

(define (representative node)
  (let ((next (node-link node)))
    (if next
        (let ((last (representative next)))
          (set-node-link! node last)
          last)
        node)))

;; Makes two nodes the same; where their constructors differ the result is the type of everything.
(define (unify! a b)
  (let ((a (representative a)) (b (representative b)))
    (unless (eq? a b)
      (let ((x (node-shape a)) (y (node-shape b)))
        (set-node-link! a b)
        (cond ((not x) #t)
              ((not y) (set-node-shape! b x))
              ((eq? (vector-ref x 0) (vector-ref y 0))
               (do ((i 1 (+ i 1)))
                   ((= i (vector-length x)))
                 (unify! (vector-ref x i) (vector-ref y i))))
              (else (set-node-shape! b (vector 'any))))))))

(define (infer e scope)
  (cond ((symbol? e) (cdr (assq e scope)))
        ((number? e) (base 'number))
        ((boolean? e) (base 'boolean))
        ((eq? (car e) 'fn)
         (let ((argument (fresh #f)))
           (arrow argument (infer (caddr e) (cons (cons (cadr e) argument) scope)))))
        ((eq? (car e) 'if)
         (let ((test (infer (cadr e) scope))
               (yes (infer (caddr e) scope))
               (no (infer (cadddr e) scope)))
           (unify! test (base 'boolean))
           (unify! yes no)
           no))
        ((eq? (car e) 'rec)
         (let* ((names (map (lambda (b) (cons (car b) (fresh #f))) (cadr e)))
                (inner (append names scope)))
           (for-each (lambda (name b) (unify! (cdr name) (infer (cadr b) inner))) names (cadr e))
           (infer (caddr e) inner)))
        (else
         (let loop ((f (infer (car e) scope)) (arguments (cdr e)))
           (if (null? arguments)
               f
               (let ((result (fresh #f)))
                 (unify! f (arrow (infer (car arguments) scope) result))
                 (loop result (cdr arguments))))))))

(define (describe node seen)
  (let* ((node (representative node)) (shape (node-shape node)))
    (cond ((memq node seen) 'loop)
          ((not shape) 'unknown)
          ((eq? (vector-ref shape 0) 'arrow)
           (list (describe (vector-ref shape 1) (cons node seen)) '->
                 (describe (vector-ref shape 2) (cons node seen))))
          (else (vector-ref shape 0)))))

(define program
  '(rec ((even (fn n (if (zero n) #t (odd (minus n 1)))))
         (odd (fn n (if (zero n) #f (even (minus n 1)))))
         (twice (fn f (fn x (f (f x)))))
         (sum (fn n (fn f (if (zero n) 0 (plus (f n) (sum (minus n 1) f))))))
         (pick (fn p (fn a (fn b (if (p a) a b))))))
     (pick even (sum 10 (fn k (twice (fn y (plus y k)) k)))
           (pick odd (twice (fn z (minus z 1)) 7) (if (even 3) 1 #f)))))

(define (scope)
  (define (number) (base 'number))
  (list (cons 'zero (arrow (number) (base 'boolean)))
        (cons 'plus (arrow (number) (arrow (number) (number))))
        (cons 'minus (arrow (number) (arrow (number) (number))))))

(define (main n)
  (do ((i 0 (+ i 1))
       (type #f (infer program (scope))))
      ((= i n)
       (write (list nodes (describe type '())))
       (newline))))

(main 12000)
