;; SRFI 51: rest lists.
(import (srfi 51))

(define (caller) #t)
(define rest-list '(x 1))
(define-syntax all (syntax-rules () ((_ e) (call-with-values (lambda () e) list))))
(list (all (rest-values rest-list)) (all (rest-values rest-list 2)) (all (rest-values caller rest-list)) (all (rest-values caller rest-list -3)))
;=> ((x 1) (x 1) (x 1) (x 1))
(rest-values rest-list -2 'y 3 1)
;=> error too many defaults (y 3 1) default-list (<= (length default-list) 2)
(rest-values 'caller rest-list 1 '(x y z))
;=> error too many arguments (x 1) rest-list (<= (length rest-list) 1) caller
(rest-values caller rest-list 2 (list 'x 'y 'z) (cons "str" string?))
;=> error incorrect argument 1 arg
(rest-values rest-list 2 '(y z) `(100 . ,number?))
;=> error unmatched argument x arg (member arg (y z))
(rest-values "caller: bad argument" rest-list 2 '(y z) `(100 . ,number?))
;=> error caller: bad argument x arg (member arg (y z))
(rest-values 'caller rest-list (list 'x 'y) (cons 1 number?))
;=> error bad optional argument (x y) option (or (boolean? option) (integer? option) (memq option (list + -))) caller
(list (all (rest-values rest-list - 'y 100 "str")) (all (rest-values rest-list + `(x y z) `(100 . ,number?) `("str" . ,string?))) (all (rest-values '(a b c) + '(a))) (all (rest-values '() 2 '(1) '(2))) (all (rest-values '(1) -3 10 #f #f)))
;=> ((x 1 "str") (x 1 "str") (a b c) (1 2) (1 #f #f))
(list (all (rest-values rest-list #t `(x y z) `(100 . ,number?) `("str" . ,string?))) (all (rest-values rest-list #t `(100 . ,number?) `("str" . ,string?) `(x y z))) (all (rest-values rest-list #f `(100 . ,number?) `("str" . ,string?) `(y z))))
;=> ((x 1 "str") (1 "str" x) (1 "str" y x))
(rest-values rest-list #t `(100 . ,number?) `("str" . ,string?) `(y z))
;=> error bad argument (x) rest-list (null? rest-list)
(rest-values 'caller 'x)
;=> error bad rest list x
(rest-values rest-list 3 'y)
;=> error bad default list

(define str "string")
(define num 2)
(arg-and num (number? num) (< num 2))
;=> error incorrect argument 2 num (< num 2)
(arg-and caller num (number? num) (< num 2))
;=> error incorrect argument 2 num (< num 2) #<procedure caller>
(arg-and 'caller num (number? num) (< num 2))
;=> error incorrect argument 2 num (< num 2) caller
(arg-and "caller: bad argument" num (number? num) (< num 2))
;=> error caller: bad argument 2 num (< num 2)
(list (arg-and num (number? num) (* num 2)) (arg-and caller num (number? num)) (arg-and num))
;=> (4 #t #t)
(arg-ands (str (string? str) (< (string-length str) 7)) ("caller: bad argument" num (number? num) (< num 2)))
;=> error caller: bad argument 2 num (< num 2)
(arg-ands ("caller: bad argument" str (string? str) (< (string-length str) 7)) (num (number? num) (< num 2)))
;=> error incorrect argument 2 num (< num 2)
(arg-ands common 'caller (str (string? str) (< (string-length str) 7)) (num (number? num) (< num 2)))
;=> error incorrect argument 2 num (< num 2) caller
(arg-ands common "caller: bad argument" (str (string? str) (< (string-length str) 7)) ("caller: incorrect argument" num (number? num) (< num 2)))
;=> error caller: bad argument 2 num (< num 2)
(arg-ands (str (string? str)) (num (* num 3)))
;=> 6
(err-and 'caller (string? str) (< (string-length str) 7) (number? num) (< num 2))
;=> error false expression (< num 2) caller
(err-ands (caller (string? str) (< (string-length str) 7)) ("num failed test in caller" (number? num) (< num 2)))
;=> error num failed test in caller (< num 2)
(list (err-and 'caller (string? str) 5) (err-ands (caller (string? str)) (caller (+ num 1))))
;=> (5 3)
(arg-or num (string? num) (< num 3))
;=> error incorrect argument 2 num (< num 3)
(arg-or 'caller num (string? num) (< num 3))
;=> error incorrect argument 2 num (< num 3) caller
(arg-ors (num (string? num)) (str (string? str)))
;=> error incorrect argument "string" str (string? str)
(arg-ors common "bad" (num (string? num)) (str (string? str)))
;=> error bad "string" str (string? str)
(err-or 'caller (string? num) (string? str))
;=> error true expression (string? str) caller
(err-ors (caller (string? num)) ("bad" (string? str)))
;=> error bad (string? str)
(list (arg-or num (string? num)) (arg-ors (num (string? num)) (str (number? str))) (err-or 'caller #f) (err-ors (caller #f)))
;=> (#f #f #f #f)
