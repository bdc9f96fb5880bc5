;;; patterns -- searches a database of symbols with properties for patterns: variables that stand
;;; for one element or for several, matched with backtracking.
(import (scheme base) (scheme write))

;; Properties, as an association list of association lists.
(define properties '())
(define (property symbol name)
  (let ((entry (assq symbol properties)))
    (and entry
         (let ((found (assq name (cdr entry))))
           (and found (cdr found))))))
(define (add-property! symbol name value)
  (let ((entry (assq symbol properties)))
    (if entry
        (set-cdr! entry (cons (cons name value) (cdr entry)))
        (set! properties (cons (list symbol (cons name value)) properties)))))

(define (kind symbol) (string-ref (symbol->string symbol) 0))

;; Whether the pattern matches; BOUND has what its variables stand for.
(define (match pattern datum bound)
  (cond ((null? pattern) (null? datum))
        ((pair? (car pattern))
         (and (pair? datum) (pair? (car datum))
              (match (car pattern) (car datum) bound)
              (match (cdr pattern) (cdr datum) bound)))
        ((char=? (kind (car pattern)) #\?)
         (and (pair? datum)
              (let ((known (assq (car pattern) bound)))
                (if known
                    (and (equal? (cdr known) (car datum)) (match (cdr pattern) (cdr datum) bound))
                    (match (cdr pattern) (cdr datum) (cons (cons (car pattern) (car datum)) bound))))))
        ((char=? (kind (car pattern)) #\*)
         (let ((known (assq (car pattern) bound)))
           (if known
               (match (append (cdr known) (cdr pattern)) datum bound)
               (let loop ((taken '()) (rest datum))
                 (or (match (cdr pattern) rest (cons (cons (car pattern) taken) bound))
                     (and (pair? rest)
                          (loop (append taken (list (car rest))) (cdr rest))))))))
        (else (and (pair? datum)
                   (eq? (car pattern) (car datum))
                   (match (cdr pattern) (cdr datum) bound)))))

(define shapes
  '((a b a b b a a c) (b b (a a) c (b a) c) (a a a b c c a a a) ((a b) (a b) c a) (c a b a c)))

(define patterns
  '((*x ?y *x) (*p ?q *r ?q *p) (?a *b (*c) *d) (*u *v c *u) (*s ?t ?t *s)))

(define (make-units n)
  (let loop ((i 0) (units '()))
    (if (= i n)
        units
        (let ((unit (string->symbol (string-append "unit" (number->string i)))))
          (add-property! unit 'size i)
          (add-property! unit 'shapes (list (list-ref shapes (modulo i 5)) (list-ref shapes (modulo (* 3 i) 4))))
          (add-property! unit 'name (symbol->string unit))
          (loop (+ i 1) (cons unit units))))))

(define (investigate units)
  (let ((found 0))
    (for-each
      (lambda (unit)
        (for-each
          (lambda (pattern)
            (for-each (lambda (shape) (if (match pattern shape '()) (set! found (+ found 1))))
                      (property unit 'shapes)))
          patterns))
      units)
    found))

(define (main n)
  (let ((units (make-units 60)))
    (do ((i 0 (+ i 1))
         (found 0 (+ found (investigate units))))
        ((= i n) (display found) (newline)))))

(main 80)
