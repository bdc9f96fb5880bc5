;; SRFI 197: pipeline operators.
(import (srfi 197))

(list (chain "x" (string-append _ "y") (string-append "a" _ "b")) (chain 5) (chain 1 (list _ 2) (cons 0 _)))
;=> ("axyb" 5 (0 1 2))
(chain '(1 2 3 4) (map (lambda (x) (+ x 1)) _) (filter odd? _) (fold * 1 _))
;=> 15
(list (chain (exact-integer-sqrt 17) (list _ _)) (chain (exact-integer-sqrt 17) (values _ 'a _) (list _ _ _)) (chain 1 (list 2 3)))
;=> ((4 1) (4 a 1) (2 3))
(list (chain (values 1 2 3) (list _ 'c _ ...)) (chain (values 1) (list _ _ ...)) (chain (values + 1 2) (_ ...)) (chain (values) (list _ ...)))
;=> ((1 c 2 3) (1) 3 ())
(list (chain 1 <> (list 0 <>) (cons <> <>)))
;=> error
(list (chain 1 <> (list 0 <>) (cons 5 <>)) (chain (values 1 2 3) - --- (list - 'c - ---) (cons 'd -)))
;=> ((5 0 1) (d 1 c 2 3))
(chain (values 1 2) (list _))
;=> error
(let ((order '())) (chain (begin (set! order (cons 1 order)) 'a) (cons (begin (set! order (cons 2 order)) 'b) _) (list _)) order)
;=> (2 1)
(list (chain-and 1 (+ _ 1) (list _)) (chain-and #f (car _)) (chain-and '((a . 1)) (assq 'b _) (cdr _)) (chain-and '((a . 1)) (assq 'a _) (cdr _)) (chain-and 1 (values 2)) (chain-and 1) (chain-and 1 <> (list <>)))
;=> ((2) #f #f 1 2 1 (1))
(chain-and #f (values 2))
;=> #f
(define (describe-number n)
  (chain-when '() ((odd? n) (cons "odd" _)) ((even? n) (cons "even" _)) ((zero? n) (cons "zero" _)) ((positive? n) (cons "positive" _))))
(map describe-number '(3 4 0))
;=> (("positive" "odd") ("positive" "even") ("zero" "even"))
(list (chain-when 1 ((list _)) (#f (car _)) (#t (cons 2 _))) (chain-when 1 (#f (car _))) (chain-when 1 <> (#t (list <>))) (chain-when 1 (#t (list 2))))
;=> ((2 1) 1 (1) (2))
(list ((chain-lambda (+ _ 1) (list _)) 5) ((chain-lambda (list _ _) (cons 'b _)) 1 2) ((chain-lambda (list _ 'x _ ...)) 1 2 3) ((chain-lambda <> (- <>)) 1) ((chain-lambda (list 1))))
;=> ((6) (b 1 2) (1 x 2 3) -1 (1))
((chain-lambda (list _ _)) 1)
;=> error
(list (nest (list 1 _) (list 2 _) 3) (nest '_ (1 2 _) (3 _ 5) (_) 4) (nest 7) (nest <> (list <>) 8))
;=> ((1 (2 3)) (1 2 (3 (4) 5)) 7 (8))
(nest (let ((x 1)) _) (if (> x 0) _ 'no) (+ x 1))
;=> 2
(nest (nest _2 '_2 (1 2 3 _2) _ 6) (_ 5 _2) 4)
;=> (1 2 3 (4 5 6))
(list (nest-reverse 3 (list 2 _) (list 1 _)) (nest-reverse 4 (_) '_) (nest-reverse 4 <> (list <>)) (nest-reverse 9))
;=> ((1 (2 3)) (4) (4) 9)
(nest (list 1) 2)
;=> error nest: no placeholder
(chain 1 (list _ ... 2))
;=> error chain: an ellipsis
(chain-and 1 (list _ _))
;=> error more than one placeholder
