;;; rewrite -- a term rewriter proves propositions by lemmas, in the manner of
;;; Boyer's benchmark: property lists, matching, substitution.
(import (scheme base) (scheme write))

;; Rules by head symbol: lists of (pattern . replacement).  Symbols that begin
;; a pattern's argument positions are variables; everything else is an operator.
(define rules '())

(define (add-rule! pattern replacement)
  (let ((entry (assq (car pattern) rules)))
    (if entry
        (set-cdr! entry (cons (cons pattern replacement) (cdr entry)))
        (set! rules (cons (list (car pattern) (cons pattern replacement)) rules)))))

(for-each
  (lambda (rule) (add-rule! (car rule) (cadr rule)))
  '(((not p) (if p (f) (t)))
    ((and p q) (if p (if q (t) (f)) (f)))
    ((or p q) (if p (t) (if q (t) (f))))
    ((implies p q) (if p (if q (t) (f)) (t)))
    ((iff p q) (and (implies p q) (implies q p)))
    ((if (if p q r) x y) (if p (if q x y) (if r x y)))
    ((plus (plus x y) z) (plus x (plus y z)))
    ((plus (zero) x) x)
    ((times (zero) x) (zero))
    ((times (succ x) y) (plus y (times x y)))
    ((times x (plus y z)) (plus (times x y) (times x z)))
    ((equal (plus x y) (plus x z)) (equal y z))
    ((equal (succ x) (succ y)) (equal x y))
    ((append (append x y) z) (append x (append y z)))
    ((reverse (append x y)) (append (reverse y) (reverse x)))
    ((length (append x y)) (plus (length x) (length y)))
    ((length (reverse x)) (length x))
    ((even (succ x)) (odd x))
    ((odd (succ x)) (even x))
    ((even (zero)) (t))
    ((odd (zero)) (f))))

;; The bindings with which the pattern becomes the term, or #f.
(define (match pattern term bindings)
  (cond ((symbol? pattern)
         (let ((b (assq pattern bindings)))
           (cond ((not b) (cons (cons pattern term) bindings))
                 ((equal? (cdr b) term) bindings)
                 (else #f))))
        ((and (pair? term) (eq? (car pattern) (car term)))
         (let loop ((ps (cdr pattern)) (ts (cdr term)) (bindings bindings))
           (cond ((null? ps) bindings)
                 ((match (car ps) (car ts) bindings)
                  => (lambda (more) (loop (cdr ps) (cdr ts) more)))
                 (else #f))))
        (else #f)))

(define (substitute bindings term)
  (cond ((symbol? term)
         (let ((b (assq term bindings))) (if b (cdr b) term)))
        (else (cons (car term)
                    (map (lambda (x) (substitute bindings x)) (cdr term))))))

(define rewrites 0)

(define (rewrite term)
  (if (symbol? term)
      term
      (rewrite-head (cons (car term) (map rewrite (cdr term))))))

(define (rewrite-head term)
  (let ((entry (assq (car term) rules)))
    (if (not entry)
        term
        (let loop ((candidates (cdr entry)))
          (if (null? candidates)
              term
              (let ((bindings (match (caar candidates) term '())))
                (cond (bindings
                       (set! rewrites (+ rewrites 1))
                       (rewrite (substitute bindings (cdar candidates))))
                      (else (loop (cdr candidates))))))))))

;; Is a term made of ifs true, given what is assumed true and false?
(define (tautology? term true false)
  (cond ((or (equal? term '(t)) (member term true)) #t)
        ((or (equal? term '(f)) (member term false)) #f)
        ((or (symbol? term) (not (eq? (car term) 'if))) #f)
        (else
         (let ((test (cadr term)))
           (cond ((or (equal? test '(t)) (member test true))
                  (tautology? (list-ref term 2) true false))
                 ((or (equal? test '(f)) (member test false))
                  (tautology? (list-ref term 3) true false))
                 (else
                  (and (tautology? (list-ref term 2) (cons test true) false)
                       (tautology? (list-ref term 3) true (cons test false)))))))))

(define theorems
  '((implies (and (implies a b) (and (implies b c) (implies c d))) (implies a d))
    (implies (and (iff a b) (iff b c)) (iff a c))
    (or (implies a b) (implies b a))
    (iff (not (and a b)) (or (not a) (not b)))
    (implies (equal (plus (plus u v) w) (plus u k)) (equal (plus v w) k))
    (implies (even (times (succ (succ (zero))) (plus (succ (zero)) (zero))))
             (or (even (length (reverse (append l (append m n)))))
                 (not (even (length (append l (append m n)))))))
    (implies a (and a b))))

(define (main n)
  (do ((i 0 (+ i 1))
       (proved 0
         (let loop ((ts theorems) (count proved))
           (if (null? ts)
               count
               (loop (cdr ts)
                     (if (tautology? (rewrite (car ts)) '() '()) (+ count 1) count))))))
      ((= i n)
       (display (list proved rewrites))
       (newline))))

(main 7)
