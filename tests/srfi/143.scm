;; SRFI 143: fixnums.
(import (scheme base) (srfi 143))

(list (= fx-greatest (- (expt 2 (- fx-width 1)) 1)) (= fx-least (- (expt 2 (- fx-width 1)))) (>= fx-width 24))
;=> (#t #t #t)
(map fixnum? (list 1 fx-greatest fx-least (+ fx-greatest 1) 1.0 'a))
;=> (#t #t #t #f #f #f)
(list (fx=? 1 1 1) (fx<? 1 2 3) (fx>? 3 2 2) (fx<=? 1 1 2) (fx>=? 2 1 1))
;=> (#t #t #f #t #t)
(list (fxzero? 0) (fxpositive? 1) (fxnegative? 1) (fxodd? 3) (fxeven? 3) (fxmax 1 3 2) (fxmin 2 1 3) (fxmax 5))
;=> (#t #t #f #t #f 3 1 5)
(list (fx+ 1 2) (fx- 1 2) (fxneg 5) (fx* 3 4) (fxquotient -7 2) (fxremainder -7 2) (fxabs -3) (fxsquare -5))
;=> (3 -1 -5 12 -3 -1 3 25)
(call-with-values (lambda () (fxsqrt 17)) list)
;=> (4 1)
(define (carry f . args) (call-with-values (lambda () (apply f args)) list))
(list (carry fx+/carry fx-greatest 1 0) (carry fx+/carry 1 2 3) (carry fx-/carry fx-least 1 0) (carry fx*/carry fx-greatest 2 0))
;=> ((-1152921504606846976 1) (6 0) (1152921504606846975 -1) (-2 1))
(let-values (((r q) (fx*/carry fx-greatest fx-least 5))) (= (+ r (* q (expt 2 fx-width))) (+ (* fx-greatest fx-least) 5)))
;=> #t
(list (fxnot 10) (fxand 11 26) (fxior 3 10) (fxxor 3 10) (fxand) (fxior) (fxxor 1))
;=> (-11 10 11 9 -1 0 1)
(list (fxarithmetic-shift 8 2) (fxarithmetic-shift 8 -1) (fxarithmetic-shift-left 1 3) (fxarithmetic-shift-right -8 2) (fxarithmetic-shift-right -1 60))
;=> (32 4 8 -2 -1)
(list (fxbit-count 7) (fxlength 8) (fxif 3 1 8) (fxbit-set? 1 2) (fxbit-set? 60 -1) (fxcopy-bit 2 0 #t) (fxcopy-bit 2 15 #f) (fxfirst-set-bit 40))
;=> (3 4 9 #t #t 4 11 3)
(list (fxbit-field #b1101101010 3 9) (fxbit-field-rotate #b110 1 2 4) (fxbit-field-reverse 6 1 4))
;=> (45 10 12)
(fx+ fx-greatest 1)
;=> error fx+
(fxneg fx-least)
;=> error fxneg: the result is not a fixnum
(fxabs fx-least)
;=> error fxabs
(fxsquare fx-greatest)
;=> error fxsquare
(fxzero? 1.0)
;=> error fxzero?: expected a fixnum
(fxmax 1 'a)
;=> error fxmax
(fxarithmetic-shift 1 100)
;=> error fxarithmetic-shift
(fxarithmetic-shift-left 1 -1)
;=> error fxarithmetic-shift-left
(fxarithmetic-shift-left fx-greatest 1)
;=> error fxarithmetic-shift-left: the result is not a fixnum
(list (fxbit-set? 61 1) (fxbit-set? 10000 -1) (fxbit-set? 1000 1))
;=> (#f #t #f)
(fxbit-set? -1 1)
;=> error
(fxbit-field 5 3 2)
;=> error fxbit-field
