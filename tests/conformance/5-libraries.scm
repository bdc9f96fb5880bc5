;; R7RS 5.6: libraries, defined in place.

(define-library (t empty))
(import (t empty))

(define-library (t counter)
  (export next! peek (rename set-count! reset!))
  (import (scheme base))
  (begin
    (define count 0)
    (define (next!) (set! count (+ count 1)) count)
    (define (peek) count)
    (define (set-count! n) (set! count n))))
(import (t counter))
(begin (next!) (next!))
;=> 2
(peek)
;=> 2
(reset! 10)
(next!)
;=> 11
set-count!
;=> error set-count!
;; all importers share one instance
(define-library (t user1) (export up1) (import (scheme base) (t counter)) (begin (define (up1) (next!))))
(define-library (t user2) (export up2) (import (scheme base) (prefix (t counter) c:)) (begin (define (up2) (c:next!))))
(import (t user1) (t user2))
(up1)
;=> 12
(up2)
;=> 13
(peek)
;=> 13
(import (only (t counter) peek))
(import (only (t counter) next!))
(next!)
;=> 14
(peek)
;=> 14

;; only, except, prefix, rename and combinations
(define-library (math t)
  (export square* cube* pi*)
  (import (scheme base))
  (begin (define (square* x) (* x x)) (define (cube* x) (* x x x)) (define pi* 3)))
(import (only (math t) square*))
(square* 5)
;=> 25
(cube* 2)
;=> error cube*
(import (prefix (only (math t) cube*) m-))
(m-cube* 2)
;=> 8
(import (rename (except (math t) square*) (pi* three)))
(list three (cube* 3))
;=> (3 27)
(import (rename (prefix (math t) q-) (q-pi* qq)))
(list qq (q-square* 4))
;=> (3 16)
(import (only (math t) not-there))
;=> error not-there
(import (except (math t) not-there))
;=> error not-there
(import (rename (math t) (not-there x)))
;=> error not-there

;; a body runs once
(define-library (t trace-store) (export note! notes) (import (scheme base))
  (begin (define l '()) (define (note! x) (set! l (cons x l))) (define (notes) (reverse l))))
(define-library (t side) (export side-value) (import (scheme base) (t trace-store))
  (begin (note! 'side-body) (define side-value 1) (note! 'side-end)))
(define-library (t side-user) (export su) (import (scheme base) (t side)) (begin (define (su) side-value)))
(import (t trace-store))
(import (t side))
(import (t side-user))
(import (t side))
(su)
;=> 1
(notes)
;=> (side-body side-end)

;; names in a library are its own
(define helper 'user-helper)
(define-library (t helper) (export call-helper) (import (scheme base))
  (begin (define (helper) 'library-helper) (define (call-helper) (helper))))
(import (t helper))
(list helper (call-helper))
;=> (user-helper library-helper)
(define (car x) 'user-car)
(define-library (t uses-car) (export lib-car) (import (scheme base)) (begin (define (lib-car x) (car x))))
(import (t uses-car))
(list (car '(1)) (lib-car '(1)))
;=> (user-car 1)
(import (only (scheme base) car))
(car '(1))
;=> 1

;; exporting an imported binding, renaming on export
(define-library (t reexport) (export (rename car first-of) cons (rename my-f f-of)) (import (scheme base))
  (begin (define (my-f x) (list 'f x))))
(import (t reexport))
(list (first-of (cons 1 2)) (f-of 3))
;=> (1 (f 3))
my-f
;=> error my-f
(define-library (t swap) (export (rename a b) (rename b a)) (import (scheme base)) (begin (define a 'was-a) (define b 'was-b)))
(import (prefix (t swap) s-))
(list s-a s-b)
;=> (was-b was-a)

;; macros across libraries
(define-library (t macros)
  (export my-swap! my-when count-uses uses unhygienic-looking)
  (import (scheme base))
  (begin
    (define n 0)
    (define (bump!) (set! n (+ n 1)))
    (define (uses) n)
    (define helper 'from-macros)
    (define-syntax my-swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
    (define-syntax my-when (syntax-rules () ((_ t e ...) (if t (begin e ...) #f))))
    (define-syntax unhygienic-looking (syntax-rules () ((_) helper)))
    (define-syntax count-uses (syntax-rules () ((_ e) (begin (bump!) e))))))
(import (t macros))
(let ((tmp 1) (y 2)) (my-swap! tmp y) (list tmp y))
;=> (2 1)
(let ((if list)) (my-when #t 1 2))
;=> 2
(list helper (unhygienic-looking))
;=> (user-helper from-macros)
(begin (count-uses 1) (count-uses 2) (uses))
;=> 2
(bump!)
;=> error bump!
(import (rename (t macros) (my-when m-when)))
(m-when #f 1)
;=> #f
(import (prefix (t macros) mm-))
(mm-my-when 1 2)
;=> 2
;; a macro whose template uses a macro that is not exported
(define-library (t macro2) (export outer-m) (import (scheme base))
  (begin (define-syntax inner-m (syntax-rules () ((_ x) (list 'inner x)))) (define-syntax outer-m (syntax-rules () ((_ x) (inner-m (list 'outer x)))))))
(import (t macro2))
(outer-m 1)
;=> (inner (outer 1))
;; literals match across libraries and renamings
(define-library (t lits) (export m else-like) (import (scheme base))
  (begin (define-syntax else-like (syntax-rules ())) (define-syntax m (syntax-rules (else else-like) ((_ else) 'else) ((_ else-like) 'else-like) ((_ x) 'other)))))
(import (t lits))
(list (m else) (m else-like) (m 5))
;=> (else else-like other)
(import (rename (t lits) (else-like other-name)))
(m other-name)
;=> else-like
(let ((else 1)) (m else))
;=> other
(import (prefix (only (scheme base) cond else) z:))
(z:cond (#f 1) (z:else 2))
;=> 2
;; records across libraries
(define-library (t shape) (export make-shape shape? shape-name) (import (scheme base))
  (begin (define-record-type shape (make-shape name) shape? (name shape-name set-name!))))
(import (t shape))
(let ((s (make-shape 'square))) (list (shape? s) (shape-name s)))
;=> (#t square)
set-name!
;=> error set-name!
;; several begins, order of declarations
(define-library (t order)
  (begin (define a 1))
  (export a b c)
  (begin (define b (+ a 1)))
  (import (scheme base))
  (begin (define (c) (list a b d)) (define d 'd)))
(import (prefix (t order) o-))
(list o-a o-b (o-c))
;=> (1 2 (1 2 d))
;; cond-expand as a library declaration
(define-library (t ce)
  (export v w)
  (import (scheme base))
  (cond-expand (no-such-feature (begin (define v 'no))) (r7rs (begin (define v 'yes))))
  (cond-expand ((library (t shape)) (import (t shape)) (begin (define w (shape-name (make-shape 'round))))) (else (begin (define w 'none)))))
(import (prefix (t ce) ce-))
(list ce-v ce-w)
;=> (yes round)
(cond-expand ((library (t ce)) 'have) (else 'none))
;=> have
(cond-expand ((library (t nonesuch)) 'have) (else 'none))
;=> none
;; library names with numbers
(define-library (t v 1 2) (export v12) (import (scheme base)) (begin (define v12 'v12)))
(import (t v 1 2))
v12
;=> v12
(define-library (srfi-like 64 x) (export s64) (import (scheme base)) (begin (define s64 64)))
(import (only (srfi-like 64 x) s64))
s64
;=> 64
;; include in a library
(call-with-output-file "cairn-test-lib.txt" (lambda (p) (write '(define (from-file x) (list 'file x)) p)))
(call-with-output-file "cairn-test-decl.txt" (lambda (p) (write '(export decl-v) p) (write '(begin (define decl-v 'declared)) p)))
(call-with-output-file "cairn-test-ci.txt" (lambda (p) (write-string "(DEFINE CI-V 'UPPER)" p)))
(define-library (t inc) (export from-file ci-v) (import (scheme base)) (include "cairn-test-lib.txt") (include-ci "cairn-test-ci.txt") (include-library-declarations "cairn-test-decl.txt"))
(import (t inc))
(list (from-file 1) decl-v ci-v)
;=> ((file 1) declared upper)
(for-each delete-file '("cairn-test-lib.txt" "cairn-test-decl.txt" "cairn-test-ci.txt"))
;; define-values, parameters, closures over library state
(define-library (t vals) (export q r p get-p) (import (scheme base)) (begin (define-values (q r) (floor/ 17 5)) (define p (make-parameter 'default)) (define (get-p) (p))))
(import (t vals))
(list q r (get-p) (parameterize ((p 'dyn)) (get-p)))
;=> (3 2 default dyn)
;; mutually recursive procedures and forward references in a library
(define-library (t evod) (export my-even?) (import (scheme base)) (begin (define (my-even? n) (if (= n 0) #t (my-odd? (- n 1)))) (define (my-odd? n) (if (= n 0) #f (my-even? (- n 1))))))
(import (t evod))
(my-even? 1000)
;=> #t

;; 5.6.2, without the printing
(define-library (example grid)
  (export make rows cols ref each
          (rename put! set!))
  (import (scheme base))
  (begin
    (define (make n m)
      (let ((grid (make-vector n)))
        (do ((i 0 (+ i 1)))
            ((= i n) grid)
          (let ((v (make-vector m #false)))
            (vector-set! grid i v)))))
    (define (rows grid)
      (vector-length grid))
    (define (cols grid)
      (vector-length (vector-ref grid 0)))
    (define (ref grid n m)
      (and (< -1 n (rows grid))
           (< -1 m (cols grid))
           (vector-ref (vector-ref grid n) m)))
    (define (put! grid n m v)
      (vector-set! (vector-ref grid n) m v))
    (define (each grid proc)
      (do ((j 0 (+ j 1)))
          ((= j (rows grid)))
        (do ((k 0 (+ k 1)))
            ((= k (cols grid)))
          (proc j k (ref grid j k)))))))
(define-library (example life)
  (export life)
  (import (except (scheme base) set!)
          (scheme write)
          (example grid))
  (begin
    (define (life-count grid i j)
      (define (count i j)
        (if (ref grid i j) 1 0))
      (+ (count (- i 1) (- j 1))
         (count (- i 1) j)
         (count (- i 1) (+ j 1))
         (count i (- j 1))
         (count i (+ j 1))
         (count (+ i 1) (- j 1))
         (count (+ i 1) j)
         (count (+ i 1) (+ j 1))))
    (define (life-alive? grid i j)
      (case (life-count grid i j)
        ((3) #true)
        ((2) (ref grid i j))
        (else #false)))
    (define (life-print grid)
      (each grid
            (lambda (i j v)
              (display (if v "*" "."))
              (when (= j (- (cols grid) 1))
                (newline)))))
    (define (life grid iterations)
      (do ((i 0 (+ i 1))
           (grid0 grid grid1)
           (grid1 (make (rows grid) (cols grid))
                  grid0))
          ((= i iterations) (life-print grid0))
        (each grid0
              (lambda (j k v)
                (let ((a (life-alive? grid0 j k)))
                  (set! grid1 j k a))))))))
(import (scheme base)
        (only (example life) life)
        (rename (prefix (example grid) grid-)
                (grid-make make-grid)))
(define grid (make-grid 6 6))
(grid-set! grid 1 1 #true)
(grid-set! grid 2 2 #true)
(grid-set! grid 3 0 #true)
(grid-set! grid 3 1 #true)
(grid-set! grid 3 2 #true)
(let ((o (open-output-string))) (parameterize ((current-output-port o)) (life grid 4)) (get-output-string o))
;=> "......\n......\n..*...\n...*..\n.***..\n......\n"

;; malformed
(define-library)
;=> error
(define-library (t bad-decl) (no-such-declaration 1))
;=> error
