;; SRFI 189: Maybe and Either.
(import (scheme base) (srfi 189))

;; A container as a datum.
(define (show x)
  (cond ((just? x) (cons 'just (maybe->list x)))
        ((nothing? x) 'nothing)
        ((right? x) (cons 'right (either->list x)))
        ((left? x) (cons 'left (either->list x)))
        (else x)))
(define (shows . xs) (map show xs))
(define (results f . args) (call-with-values (lambda () (apply f args)) list))

;; constructors and predicates
(shows (just 1) (just) (just 1 2) (nothing) (right 1) (left 1 2) (list->just '(1 2)) (list->right '()) (list->left '(3)))
;=> ((just 1) (just) (just 1 2) nothing (right 1) (left 1 2) (just 1 2) (right) (left 3))
(list (eq? (nothing) (nothing)) (map maybe? (list (just 1) (nothing) (right 1) (left 1) 1)) (map either? (list (just 1) (nothing) (right 1) (left 1) 1)))
;=> (#t (#t #t #f #f #f) (#f #f #t #t #f))
(shows (maybe->either (just 1 2) 'e) (maybe->either (nothing) 'e 'f) (either->maybe (right 1)) (either->maybe (left 1)) (either-swap (right 1)) (either-swap (left 1 2)))
;=> ((right 1 2) (left e f) (just 1) nothing (left 1) (right 1 2))
(list->just 1)
;=> error list->just: expected a list
(maybe->either (right 1))
;=> error maybe->either: expected a Maybe
(either-swap (just 1))
;=> error either-swap: expected an Either
(list (maybe= eqv? (just 1) (just 1)) (maybe= eqv? (just 1) (just 1) (just 2)) (maybe= eqv? (nothing) (nothing)) (maybe= eqv? (just 1) (nothing)) (maybe= eqv? (just 1 2) (just 1)) (maybe= = (just 1 2) (just 1.0 2)))
;=> (#t #f #t #f #f #t)
(list (either= eqv? (right 1) (right 1)) (either= eqv? (right 1) (left 1)) (either= eqv? (left 1) (left 1) (left 1)) (either= eqv? (left 1) (left 2)) (either= eqv? (left) (left)))
;=> (#t #f #t #f #t)

;; accessors
(list (maybe-ref (just 1)) (maybe-ref (nothing) (lambda () 'none)) (maybe-ref (just 1 2) error list) (maybe-ref/default (just 1) 2) (results maybe-ref/default (nothing) 2 3))
;=> (1 none (1 2) 1 (2 3))
(list (either-ref (right 1)) (either-ref (left 1 2) list) (either-ref (right 1 2) error list) (either-ref/default (right 1) 2) (results either-ref/default (left 1) 2 3))
;=> (1 (1 2) (1 2) 1 (2 3))
(maybe-ref (nothing))
;=> error maybe-ref
(either-ref (left 1))
;=> error either-ref
(maybe-ref 1)
;=> error maybe-ref: expected a Maybe

;; join and bind
(shows (maybe-join (just (just 1))) (maybe-join (just (nothing))) (maybe-join (nothing)) (either-join (right (right 1))) (either-join (right (left 1))) (either-join (left 1)))
;=> ((just 1) nothing nothing (right 1) (left 1) (left 1))
(maybe-join (just 1))
;=> error maybe-join
(maybe-join (just (just 1) (just 2)))
;=> error maybe-join
(define (half n) (if (even? n) (just (quotient n 2)) (nothing)))
(define (try n) (if (even? n) (right (quotient n 2)) (left n 'odd)))
(shows (maybe-bind (just 8) half) (maybe-bind (just 8) half half half half) (maybe-bind (nothing) half) (maybe-bind (just 1 2) just))
;=> ((just 4) nothing nothing (just 1 2))
(shows (either-bind (right 8) try) (either-bind (right 12) try try try) (either-bind (left 1) try) (either-bind (right 1 2) right))
;=> ((right 4) (left 3 odd) (left 1) (right 1 2))
(shows ((maybe-compose half half) 12) ((maybe-compose half half half) 12) ((maybe-compose just) 1 2) ((either-compose try try) 12) ((either-compose try try try) 12))
;=> ((just 3) nothing (just 1 2) (right 3) (left 3 odd))

;; sequences
(map (lambda (m) (list (maybe-length m))) (list (just 1 2) (nothing)))
;=> ((1) (0))
(list (either-length (right)) (either-length (left 1)))
;=> (1 0)
(shows (maybe-filter even? (just 2)) (maybe-filter even? (just 1)) (maybe-filter even? (nothing)) (maybe-remove even? (just 2)) (maybe-remove even? (just 1)) (maybe-filter < (just 1 2)))
;=> ((just 2) nothing nothing nothing (just 1) (just 1 2))
(shows (either-filter even? (right 2) 'e) (either-filter even? (right 1) 'e) (either-filter even? (left 1) 'e 'f) (either-remove even? (right 2)) (either-remove even? (right 1)))
;=> ((right 2) (left e) (left e f) (left) (right 1))
(shows (maybe-sequence (list (just 1) (just 2)) map) (maybe-sequence (vector (just 1) (just 2)) vector-map (lambda (x) x)) (maybe-sequence (list (just 1) (nothing)) map) (maybe-sequence '() map))
;=> ((just ((1) (2))) (just #(1 2)) nothing (just ()))
(shows (either-sequence (list (right 1) (right 2 3)) map) (either-sequence (vector (right 1) (right 2)) vector-map +) (either-sequence (list (right 1) (left 2) (left 3)) map))
;=> ((right ((1) (2 3))) (right #(1 2)) (left 2))

;; conversion
(list (maybe->list (just 1 2)) (maybe->list (nothing)) (either->list (right 1 2)) (either->list (left 1 2)))
;=> ((1 2) () (1 2) (1 2))
(shows (list->maybe '()) (list->maybe '(1 2)) (list->either '() 'e) (list->either '(1) 'e))
;=> (nothing (just 1 2) (left e) (right 1))
(append (list (maybe->truth (just 1)) (maybe->truth (nothing)) (either->truth (right 1)) (either->truth (left 1))) (shows (truth->maybe #f) (truth->maybe 1) (truth->either #f 'e) (truth->either 1 'e)))
;=> (1 #f 1 #f nothing (just 1) (left e) (right 1))
(maybe->truth (just 1 2))
;=> error maybe->truth
(append (list (maybe->list-truth (just 1 2)) (maybe->list-truth (nothing)) (either->list-truth (right 1)) (either->list-truth (left 1))) (shows (list-truth->maybe #f) (list-truth->maybe '(1)) (list-truth->either #f 'e) (list-truth->either '(1 2))))
;=> ((1 2) #f (1) #f nothing (just 1) (left e) (right 1 2))
(append (list (maybe->generation (just 1)) (eof-object? (maybe->generation (nothing))) (either->generation (right 1)) (eof-object? (either->generation (left 1)))) (shows (generation->maybe (eof-object)) (generation->maybe 1) (generation->either (eof-object) 'e) (generation->either 1 'e)))
;=> (1 #t 1 #t nothing (just 1) (left e) (right 1))
(list (results maybe->values (just 1 2)) (results maybe->values (nothing)) (results either->values (right 1)) (results either->values (left 1)))
;=> ((1 2) () (1) ())
(shows (values->maybe (lambda () (values 1 2))) (values->maybe values) (values->either (lambda () 1) 'e) (values->either values 'e))
;=> ((just 1 2) nothing (right 1) (left e))
(list (results maybe->two-values (just 1)) (results maybe->two-values (nothing)) (show (two-values->maybe (lambda () (values 1 #t)))) (show (two-values->maybe (lambda () (values 1 #f)))))
;=> ((1 #t) (#f #f) (just 1) nothing)
(shows (exception->either symbol? (lambda () (raise 'a))) (exception->either symbol? (lambda () (values 1 2))))
;=> ((left a) (right 1 2))
(guard (e (#t (list 'outer e))) (exception->either symbol? (lambda () (raise 5))))
;=> (outer 5)

;; map, fold, unfold
(shows (maybe-map + (just 1 2)) (maybe-map (lambda (x) (values x x)) (just 1)) (maybe-map + (nothing)) (either-map + (right 1 2)) (either-map + (left 1 2)))
;=> ((just 3) (just 1 1) nothing (right 3) (left 1 2))
(let ((n 0)) (maybe-for-each (lambda (x) (set! n (+ n x))) (just 1)) (maybe-for-each error (nothing)) (either-for-each (lambda (x) (set! n (+ n x))) (right 10)) (either-for-each error (left 1)) n)
;=> 11
(list (maybe-fold list 'nil (just 1 2)) (maybe-fold list 'nil (nothing)) (either-fold list 'nil (right 1)) (either-fold list 'nil (left 1)))
;=> ((1 2 nil) nil (1 nil) nil)
(shows (maybe-unfold zero? - list 5) (maybe-unfold zero? - list 0) (either-unfold zero? - list 5) (either-unfold zero? - list 0) (either-unfold > list list 2 1))
;=> ((just -5) nothing (right -5) (left 0) (left 2 1))

;; syntax
(list (maybe-if (just #f) 1 2) (maybe-if (nothing) 1 2))
;=> (1 2)
(maybe-if 5 1 2)
;=> error maybe-if: expected a Maybe
(shows (maybe-and (just 1) (just 2)) (maybe-and (just 1) (nothing) (error "not evaluated")) (maybe-or (nothing) (just 2) (error "not evaluated")) (maybe-or (nothing) (nothing)) (maybe-or) (just? (maybe-and)))
;=> ((just 2) nothing (just 2) nothing nothing #t)
(shows (either-and (right 1) (right 2)) (either-and (right 1) (left 2) (error "not evaluated")) (either-or (left 1) (right 2) (error "not evaluated")) (either-or (left 1) (left 2)) (right? (either-and)) (left? (either-or)))
;=> ((right 2) (left 2) (right 2) (left 2) #t #t)
(maybe-and (just 1) 5)
;=> error maybe-and: expected a Maybe
(define one (just 1))
(shows (maybe-let* ((x (just 2)) one ((just 'ignored)) (y (just 3))) (* x y)) (maybe-let* ((x (just 2)) ((nothing)) (y (error "not evaluated"))) y) (maybe-let* () 1 2) (maybe-let* ((x (just 1))) (values x x)))
;=> ((just 6) nothing (just 2) (just 1 1))
(define fine (right 1))
(shows (either-let* ((x (right 2)) fine ((right 'ignored)) (y (right 3))) (* x y)) (either-let* ((x (right 2)) ((left 'e)) (y (error "not evaluated"))) y) (either-let* () 1))
;=> ((right 6) (left e) (right 1))
(shows (maybe-let*-values (((x y) (just 1 2)) (z (just 3 4)) ((just)) one) (list x y z)) (maybe-let*-values (((x . r) (just 1 2)) ((y) (nothing))) y))
;=> ((just (1 2 (3 4))) nothing)
(shows (either-let*-values (((x y) (right 1 2)) (z (right 3 4)) ((right)) fine) (list x y z)) (either-let*-values (((x . r) (right 1 2)) ((y) (left 5 r))) y))
;=> ((right (1 2 (3 4))) (left 5 (2)))
(shows (either-guard symbol? (raise 'a)) (either-guard symbol? 1 (values 2 3)))
;=> ((left a) (right 2 3))

;; trivalent logic
(shows (tri-not (just #f)) (tri-not (just 1)) (tri-not (nothing)))
;=> ((just #t) (just #f) nothing)
(shows (tri=? (just 1) (just #t)) (tri=? (just #f) (just #f)) (tri=? (just 1) (just #f)) (tri=? (just 1) (nothing)) (tri=? (nothing) (nothing)))
;=> ((just #t) (just #t) (just #f) (just #f) (just #f))
(shows (tri-and (just 1) (just 2)) (tri-and (just 1) (nothing) (just #f)) (tri-and (just #f) (nothing)) (tri-and))
;=> ((just #t) nothing (just #f) (just #t))
(shows (tri-or (just #f) (just #f)) (tri-or (just #f) (nothing) (just 1)) (tri-or (just 1) (nothing)) (tri-or))
;=> ((just #f) nothing (just 1) (just #f))
(shows (tri-merge (nothing) (just #f) (just 1)) (tri-merge (nothing)) (tri-merge))
;=> ((just #f) nothing nothing)
(tri-and (just 1) 5)
;=> error tri-and: expected a Maybe
(tri-not (just 1 2))
;=> error tri-not
