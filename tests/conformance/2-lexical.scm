;; R7RS chapter 2: lexical conventions.
;; 2.1 Identifiers
(define ... 1)
(define + +)
(define +soup+ 2)
(define <=? 3)
(define ->string 4)
(define a34kTMNs 5)
(define q 6)
(define V17a 7)
(define |two words| 8)
(define the-word-recursion-has-many-meanings 9)
(list +soup+ <=? ->string a34kTMNs q V17a |two words| |two\x20;words| the-word-recursion-has-many-meanings)
;=> (2 3 4 5 6 7 8 8 9)
(import (only (scheme base) ...))
(eq? '|H\x65;llo| 'Hello)
;=> #t
(eq? '|\x3BB;| 'λ)
;=> #t
(eq? '|\t\t| '|\x9;\x9;|)
;=> #t
(symbol? '||)
;=> #t
(eq? 'foo 'FOO)
;=> #f
(define Foo 'upper)
(define foo 'lower)
(list Foo foo)
;=> (upper lower)
(define λ 955)
(+ λ 1)
;=> 956
(define naïve-é 'accents)
naïve-é
;=> accents
(let ((!$%&*/:<=>?^_~ 1) (.. 2) (+- 3) (-> 4) (a.b 5) (a@b 6) (--1 7)) (list !$%&*/:<=>?^_~ .. +- -> a.b a@b --1))
;=> (1 2 3 4 5 6 7)
(map symbol? '(... + - .. +- -a a- +.a -.. .a. @ a+b))
;=> (#t #t #t #t #t #t #t #t #t #t #t #t)
(map number? '(1 +1 -1 1. .1 +.1 -.1 1e1 +i -i 1/2 #x1 +inf.0 -nan.0 1+i))
;=> (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)
;; 2.2 Whitespace and comments
#|
   The FACT procedure computes the factorial
   of a non-negative integer.
|#
(define fact
  (lambda (n)
    (if (= n 0)
        #;(= n 1)
        1        ;Base case: return 1
        (* n (fact (- n 1))))))
(fact 5)
;=> 120
(+ 1 #| in #| the |# middle |# 2)
;=> 3
(+ 1 #;(this is #;ignored (completely "("))  2)
;=> 3
(list 1 #;2 3 #; 4 5)
;=> (1 3 5)
(list #;#;1 2 3)
;=> (3)
(list 1 ;; a ) in a comment
      2)
;=> (1 2)
(list 1 #|;|# 2)
;=> (1 2)
(list "a;b" "#|" '|;x| #\;)
;=> ("a;b" "#|" |;x| #\;)
'(1 . #;2 3)
;=> (1 . 3)
'(1 #;2 . 3)
;=> (1 . 3)
'(1 . 3 #;4)
;=> (1 . 3)
'#(1 #;2 3)
;=> #(1 3)
(quote #;a b)
;=> b
' #;a b
;=> b
(	list	1	)
;=> (1)
;; fold-case directives
#!fold-case
(DEFINE Folded 'ABC)
(List FOLDED 'FolD #\A "KeeP")
;=> (abc fold #\A "KeeP")
#!no-fold-case
(list folded 'FolD)
;=> (abc FolD)
;; 2.3 Other notations
'(quote a)
;=> one-of (quote a) | 'a
(equal? '`(a ,b ,@c) '(quasiquote (a (unquote b) (unquote-splicing c))))
;=> #t
(list #t #f #true #false)
;=> (#t #f #t #f)
(list #e1.5 #i1 #b11 #o17 #d9 #xfF)
;=> (3/2 1.0 3 15 9 255)
#u8(1 #xff #b11)
;=> #u8(1 255 3)
;; 2.4 Datum labels
(let ((x (list 'a 'b 'c)))
  (set-cdr! (cddr x) x)
  x)
;=> #0=(a b c . #0#)
'#0=(a b c . #0#)
;=> #0=(a b c . #0#)
'(#1=(x) #1# y)
;=> ((x) (x) y)
(let ((l '(#1=(x) #1#))) (eq? (car l) (cadr l)))
;=> #t
(let ((v '#5=#(1 #5#))) (eq? v (vector-ref v 1)))
;=> #t
(let ((l '(#0=(1 2) . #0#))) (eq? (car l) (cdr l)))
;=> #t
;; Beyond the report: brackets, and directives of other reports
(let ([x 1] [y '[2 . 3]]) (list x y))
;=> (1 (2 . 3))
#!r7rs (read (open-input-string "#!r6rs (a #!r7rs b)"))
;=> (a b)
(read (open-input-string "(a [b] . [c])"))
;=> (a (b) c)
(read (open-input-string "[a)"))
;=> error unexpected ) where ] is due

;; a label may be redefined once its datum is complete
'((#0=(a) #0#) (#0=(b) #0#))
;=> (((a) (a)) ((b) (b)))
(let ((x '(#0=(a) #0=(b) #0#))) (eq? (cadr x) (caddr x)))
;=> #t
(read (open-input-string "#0=(a #0=(b))"))
;=> error used twice
