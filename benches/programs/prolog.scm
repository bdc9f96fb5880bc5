;;; prolog -- a small logic engine with success continuations solves goals over
;;; lists: unification, a trail, deep backtracking.
(import (scheme base) (scheme cxr) (scheme write))

(define-record-type var (make-var value) var? (value var-value set-var-value!))
(define unbound (list 'unbound))
(define (new-var) (make-var unbound))

(define (deref x)
  (if (and (var? x) (not (eq? (var-value x) unbound)))
      (deref (var-value x))
      x))

(define trail '())
(define (bind! v x)
  (set-var-value! v x)
  (set! trail (cons v trail))
  #t)
(define (undo-to! mark)
  (unless (eq? trail mark)
    (set-var-value! (car trail) unbound)
    (set! trail (cdr trail))
    (undo-to! mark)))

(define (unify a b)
  (let ((a (deref a)) (b (deref b)))
    (cond ((eq? a b) #t)
          ((var? a) (bind! a b))
          ((var? b) (bind! b a))
          ((and (pair? a) (pair? b))
           (and (unify (car a) (car b)) (unify (cdr a) (cdr b))))
          (else (eqv? a b)))))

;; Clauses by predicate: (head goal ...); symbols that begin with ? are variables.
(define database
  '((append ((append () ?l ?l))
            ((append (?h . ?t) ?l (?h . ?r)) (append ?t ?l ?r)))
    (select ((select ?x (?x . ?rest) ?rest))
            ((select ?x (?y . ?rest) (?y . ?left)) (select ?x ?rest ?left)))
    (permute ((permute () ()))
             ((permute ?items (?h . ?t)) (select ?h ?items ?rest) (permute ?rest ?t)))
    (reverse ((reverse () ()))
             ((reverse (?h . ?t) ?r) (reverse ?t ?rt) (append ?rt (?h) ?r)))))

(define (variable-name? x)
  (and (symbol? x) (char=? #\? (string-ref (symbol->string x) 0))))

;; A clause is turned once into a procedure that makes a fresh copy.
(define (compile-term x names)
  (cond ((memq x names)
         (let ((i (- (length (memq x names)) 1)))
           (lambda (vars) (vector-ref vars i))))
        ((pair? x)
         (let ((a (compile-term (car x) names)) (d (compile-term (cdr x) names)))
           (lambda (vars) (cons (a vars) (d vars)))))
        (else (lambda (vars) x))))

(define (variables-in x names)
  (cond ((variable-name? x) (if (memq x names) names (cons x names)))
        ((pair? x) (variables-in (cdr x) (variables-in (car x) names)))
        (else names)))

(define (compile-clause clause)
  (let* ((names (variables-in clause '()))
         (count (length names))
         (build (compile-term clause names)))
    (lambda ()
      (let ((vars (make-vector count)))
        (do ((i 0 (+ i 1)))
            ((= i count) (build vars))
          (vector-set! vars i (new-var)))))))

(define program
  (map (lambda (entry) (cons (car entry) (map compile-clause (cdr entry)))) database))

;; Calls (found) for every solution of the goals.
(define (solve goals found)
  (if (null? goals)
      (found)
      (let ((goal (car goals)) (mark trail))
        (let loop ((clauses (cdr (assq (car goal) program))))
          (unless (null? clauses)
            (let ((clause ((car clauses))))
              (when (unify (cdr goal) (cdar clause))
                (solve (append (cdr clause) (cdr goals)) found))
              (undo-to! mark)
              (loop (cdr clauses))))))))

(define (count-solutions . goals)
  (let ((count 0))
    (solve goals (lambda () (set! count (+ count 1))))
    count))

(define (iota n) (let loop ((i n) (l '())) (if (= i 0) l (loop (- i 1) (cons i l)))))

(define (main n)
  (let ((x (new-var)) (y (new-var)) (z (new-var)))
    (display
      (list (count-solutions (list 'permute (iota n) x))
            (count-solutions (list 'append x y (iota 100)))
            (count-solutions (list 'append x y (iota 30)) (list 'reverse x z))))
    (newline)))

(main 8)
