;;; kanren.scm -- logic programming in a hundred lines.
;;;
;;; After microKanren (Hemann and Friedman, 2013).  A goal is a procedure from a
;;; substitution to a stream of substitutions.  Programs are relations, so they
;;; run in every direction: append can also split, and an adder can subtract.

(import (scheme base)
        (scheme write))

;;; ------------------------------------------------------------------
;;; Variables and unification

(define-record-type variable
  (make-variable id)
  variable?
  (id variable-id))

(define next-id 0)

(define (fresh-variable)
  (set! next-id (+ next-id 1))
  (make-variable next-id))

;; A substitution is an association list from variables to terms.
(define (walk term s)
  (let ((binding (and (variable? term) (assq term s))))
    (if binding (walk (cdr binding) s) term)))

(define (occurs? x term s)
  (let ((term (walk term s)))
    (or (eq? x term)
        (and (pair? term)
             (or (occurs? x (car term) s) (occurs? x (cdr term) s))))))

(define (extend x term s)
  (and (not (occurs? x term s))
       (cons (cons x term) s)))

;; The substitution that makes A and B equal, or #f if there is none.
(define (unify a b s)
  (let ((a (walk a s)) (b (walk b s)))
    (cond ((eq? a b) s)
          ((variable? a) (extend a b s))
          ((variable? b) (extend b a s))
          ((and (pair? a) (pair? b))
           (let ((s (unify (car a) (car b) s)))
             (and s (unify (cdr a) (cdr b) s))))
          (else (and (equal? a b) s)))))

;;; ------------------------------------------------------------------
;;; Streams: (), a pair of a substitution and a stream, or a procedure that
;;; gives a stream later.  The swap in `merge` makes the search fair.

(define (merge a b)
  (cond ((null? a) b)
        ((procedure? a) (lambda () (merge b (a))))
        (else (cons (car a) (merge b (cdr a))))))

(define (flat-map goal stream)
  (cond ((null? stream) '())
        ((procedure? stream) (lambda () (flat-map goal (stream))))
        (else (merge (goal (car stream)) (flat-map goal (cdr stream))))))

(define (take n stream)
  (cond ((or (eqv? n 0) (null? stream)) '())
        ((procedure? stream) (take n (stream)))
        (else (cons (car stream) (take (and n (- n 1)) (cdr stream))))))

;;; ------------------------------------------------------------------
;;; Goals

(define (== a b)
  (lambda (s)
    (let ((s (unify a b s)))
      (if s (list s) '()))))

(define (either-2 g h) (lambda (s) (merge (g s) (h s))))
(define (both-2 g h) (lambda (s) (flat-map h (g s))))

;; Goals are delayed, so that recursive relations may be written down.
(define-syntax later
  (syntax-rules ()
    ((_ goal) (lambda (s) (lambda () (goal s))))))

(define-syntax all
  (syntax-rules ()
    ((_ goal) (later goal))
    ((_ goal rest ...) (both-2 (later goal) (all rest ...)))))

(define-syntax either
  (syntax-rules ()
    ((_ goal) (later goal))
    ((_ goal rest ...) (either-2 (later goal) (either rest ...)))))

(define-syntax fresh
  (syntax-rules ()
    ((_ (x ...) goal ...)
     (let ((x (fresh-variable)) ...) (all goal ...)))))

;; Each clause is a conjunction.
(define-syntax cases
  (syntax-rules ()
    ((_ (goal ...) ...) (either (all goal ...) ...))))

;; (run n (q) goal ...): up to n answers for q, all of them if n is #f.
(define-syntax run
  (syntax-rules ()
    ((_ n (q) goal ...)
     (let ((q (fresh-variable)))
       (map (lambda (s) (reify q s))
            (take n ((all goal ...) '())))))))

;; The value of a term; variables without a value print as _0, _1 ...
(define (reify term s)
  (define names '())
  (define (name x)
    (cond ((assq x names) => cdr)
          (else
           (let ((new (string->symbol
                        (string-append "_" (number->string (length names))))))
             (set! names (cons (cons x new) names))
             new))))
  (let loop ((term term))
    (let ((term (walk term s)))
      (cond ((variable? term) (name term))
            ((pair? term)
             (let ((first (loop (car term))))
               (cons first (loop (cdr term)))))
            (else term)))))

(define-syntax show
  (syntax-rules ()
    ((_ label expr)
     (begin (display label) (display ": ") (write expr) (newline)))))

;;; ------------------------------------------------------------------
;;; Relations on lists

(define (appendo a b ab)
  (cases ((== a '()) (== b ab))
         ((fresh (head tail rest)
            (== a (cons head tail))
            (== ab (cons head rest))
            (appendo tail b rest)))))

(define (membero x items)
  (fresh (head tail)
    (== items (cons head tail))
    (cases ((== x head))
           ((membero x tail)))))

(show "append" (run #f (q) (appendo '(1 2) '(3 4) q)))
(show "what before (3 4)?" (run 1 (q) (appendo q '(3 4) '(1 2 3 4))))
(show "all splits" (run #f (q) (fresh (a b) (appendo a b '(x y z)) (== q (list a b)))))
(show "lists with a cat" (run 3 (q) (membero 'cat q)))

;;; ------------------------------------------------------------------
;;; A family

(define (parent p c)
  (let ((pair (list p c)))
    (membero pair '((ada ben) (ada cleo) (ben dora) (cleo emil) (dora fay)))))

(define (ancestor a d)
  (cases ((parent a d))
         ((fresh (between) (parent a between) (ancestor between d)))))

(show "children of ada" (run 2 (q) (parent 'ada q)))
(show "ancestors of fay" (run 3 (q) (ancestor q 'fay)))

;;; ------------------------------------------------------------------
;;; Arithmetic on unary numbers: () is 0, (s) is 1, (s s) is 2

(define (number n) (make-list n 's))

(define (pluso a b sum) (appendo a b sum))

(define (timeso a b product)
  (cases ((== a '()) (== product '()))
         ((fresh (less rest)
            (== a (cons 's less))
            (pluso b rest product)
            (timeso less b rest)))))

(show "3 * 4" (map length (run 1 (q) (timeso (number 3) (number 4) q))))
(show "7 - 5" (map length (run 1 (q) (pluso q (number 5) (number 7)))))
(show "12 / 4" (map length (run 1 (q) (timeso q (number 4) (number 12)))))

;;; ------------------------------------------------------------------
;;; A riddle: three neighbours, three houses in a row.
;;;   The baker lives in the middle.  The one with the dog lives left of the
;;;   baker.  The smith has the cat.  Who has the fish, and what do all do?

(define (next-to a b row)
  (fresh (x y z)
    (== row (list x y z))
    (cases ((== a x) (== b y))
           ((== a y) (== b z)))))

(show "riddle"
      (run 1 (row)
        (fresh (x y z any)
          (== row (list x y z))
          (== y (list 'baker (fresh-variable)))
          (next-to (list (fresh-variable) 'dog) y row)
          (membero (list 'smith 'cat) row)
          (membero (list 'miller any) row)
          (membero (list (fresh-variable) 'fish) row))))
