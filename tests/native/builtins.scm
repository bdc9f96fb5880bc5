;; Calls of builtins with templates: operands of every type, numbers at the limits of fixnums and flonums, lists of the
;; lengths at which walks count work, circular and dotted ones, and keys on the heap.
(import (scheme base) (scheme write) (scheme char) (scheme cxr) (scheme inexact) (scheme lazy) (only (scheme r5rs) exact->inexact inexact->exact) (cairn base))

(define (message thunk)
  (guard (e ((error-object? e) (cons (error-object-message e) (length (error-object-irritants e))))
            (#t (list 'raised e)))
    (call-with-values thunk list)))

(define (count-to n) (let loop ((i n) (l '())) (if (= i 0) l (loop (- i 1) (cons i l)))))
(define (pairs-to n) (map (lambda (i) (cons i (* i i))) (count-to n)))
(define (ring n) (let ((l (count-to n))) (let loop ((at l)) (if (pair? (cdr at)) (loop (cdr at)) (set-cdr! at l))) l))
(define (ring-of-pairs n) (let ((l (pairs-to n))) (set-cdr! (list-tail l (- n 1)) l) l))
(define (dotted n) (append (count-to n) 'end))

(define-syntax calls
  (syntax-rules () ((_ (name argument ...) ...) (list (cons 'name (lambda (argument ...) (name argument ...))) ...))))

(define greatest 1152921504606846975)
(define least -1152921504606846976)

(define objects
  (list 0 1 -1 2 7 -7 8 -8 1000 4294967296 -4294967297 greatest least (- greatest 1) (+ least 1) (+ greatest 1) (- least 1)
        0.0 -0.0 1.0 -1.0 0.5 -0.5 1.5 2.5 -2.5 3.7 -3.7 1e15 4503599627370497.5 1e18 -1e18 1152921504606846976.0 1e19
        1e300 1e-300 -1e300 5e-324 +inf.0 -inf.0 +nan.0 1/2 -7/2 1+i 1.5+2.5i 100000000000000000000
        #\a #\z #\A #\Z #\0 #\9 #\space #\newline #\tab #\x0 #\x7f #\x80 #\x85 #\xa0 #\xdf #\xe9 #\x3bb #\x39b #\x2000 #\x10ffff
        #t #f '() 'a (string->symbol "") "" "a" "\x3bb;" (string-copy "abc") (vector) (vector 1 2) (bytevector 1) car (lambda (x) x)
        (eof-object) (if #f #f) '(1) '(1 2) '(1 2 3) '(1 2 3 4) '(1 2 3 4 5) '((1 2) (3 4)) '((1) 2) '(((1 2) 3) ((4) . 5)) '(1 . 2) '(1 2 . 3)
        '((a . 1) (b . 2)) (list (list 1) 2 (list 3)) (make-parameter 1) (delay 1)))

(define unary
  (calls (length x) (list? x) (caddr x) (cdddr x) (cdadr x) (caadr x) (cadar x) (cddar x) (cadddr x) (cddddr x)
         (char-whitespace? x) (char-alphabetic? x) (char-numeric? x) (char-upper-case? x) (char-lower-case? x)
         (char-upcase x) (char-downcase x) (abs x) (number? x) (real? x) (rational? x) (integer? x) (exact-integer? x) (exact? x) (boolean? x) (procedure? x)
         (floor x) (ceiling x) (truncate x) (round x) (inexact x) (exact->inexact x) (exact x) (inexact->exact x)))

(define binary
  (calls (max x y) (min x y) (equal? x y) (floor/ x y) (truncate/ x y) (memq x y) (memv x y) (member x y) (assq x y) (assv x y) (assoc x y)))

(for-each
 (lambda (entry)
   (write (car entry))
   (for-each (lambda (x) (write-char #\space) (write (message (lambda () ((cdr entry) x))))) objects)
   (newline))
 unary)

(define numbers (list 0 1 -1 3 -3 10 1000003 4294967296 greatest least 2.5 -0.0 0.0 1e300 +nan.0 1/2 (+ greatest 1) 1+i 'a "a" "a" #\a '(1) '(1)))
(for-each
 (lambda (entry)
   (write (car entry))
   (for-each
    (lambda (x)
      (for-each (lambda (y) (write-char #\space) (write (message (lambda () ((cdr entry) x y))))) numbers))
    numbers)
   (newline))
 binary)

;; Walks: the key at each end, absent, beyond the length at which work is counted.
(define keys (list 1 2 32 62 63 64 65 66 128 200 300 0 2.5 1e300 1/2 'a "1" '(1) #\a))
(define lists
  (append (map count-to '(0 1 2 62 63 64 65 66 128 129 200)) (map pairs-to '(0 1 2 62 63 64 65 66 128 129 200))
          (map dotted '(0 1 63 64 65 100)) (map ring '(1 2 63 64 65 128)) (map ring-of-pairs '(1 2 63 64 65))
          (list (list 2.5 1e300 1/2 'a "1" '(1) #\a) (list (cons 2.5 1) (cons 1e300 2) (cons 1/2 3) (cons 'a 4) (cons "1" 5) (cons '(1) 6) (cons #\a 7))
                (list (cons 1 1) 2 (cons 3 3)))))
(define (shown x) (cond ((pair? x) (list 'pair (if (pair? (car x)) (caar x) (car x)))) (else x)))
(for-each
 (lambda (entry)
   (write (car entry))
   (for-each
    (lambda (l)
      (for-each
       (lambda (key) (write-char #\space) (write (message (lambda () (shown ((cdr entry) key l))))))
       keys))
    lists)
   (newline))
 (list-tail binary 5))
(write (map (lambda (l) (message (lambda () (length l)))) lists))
(newline)

;; In loops whose registers are at home in the machine's.
(define table (pairs-to 20))
(define (busy n key)
  (let loop ((i 0) (a 0) (b 1) (c 2) (d 3) (e 4) (f 5) (g 6) (found #f))
    (if (= i n)
        (list a b c d e f g found)
        (let* ((entry (assv (+ 1 (remainder i 25)) table)) (tail (memq (remainder i 30) '(1 2 3 4 5)))
               (m (max i (- a b))) (q (abs (- i 50))) (r (inexact i)))
          (loop (+ i 1) (+ a (if entry (cdr entry) 1)) (if tail (+ b (length tail)) b) (+ c m) (+ d q) (+ e (exact (floor (* r 0.75))))
                (+ f (if (char-alphabetic? (integer->char (+ 32 (remainder i 90)))) 1 0))
                (+ g (if (equal? entry tail) 1 (caddr '(5 6 7)))) (if (equal? key i) (list tail entry) found))))))
(write (map (lambda (key) (busy 200 key)) '(0 3 199 1.0 a)))
(newline)

;; Several values in and out of a loop, while the nursery fills.
(define (digits n) (if (= n 0) 0 (let-values (((q r) (floor/ n 10))) (+ r (digits q)))))
(define (both n)
  (let loop ((i 0) (sum 0) (kept '()))
    (if (= i n)
        (list sum (length kept))
        (call-with-values (lambda () (truncate/ (* i 7919) (+ 1 (remainder i 17))))
          (lambda (q r) (loop (+ i 1) (+ sum q (* 3 r) (digits i)) (cons (list q r) (if (= 0 (remainder i 100)) '() kept))))))))
(write (both 20000))
(newline)

;; Values returned to calls that take one, in turn from native code, from a clause and from a builtin.
(define (two x) (values x x))
(define (pass x) (two x))
(define (wants-one x) (+ 1 (two x)))
(define (apply-one f x) (+ 1 (f x)))
(write (map (lambda (f) (message (lambda () (f 3)))) (list pass wants-one (lambda (x) (apply-one two x)) (lambda (x) (apply-one (lambda (x) (floor/ x 2)) x)))))
;; The optimiser does not know what this calls.
(define hidden two)
(set! hidden (if (pair? keys) two car))
(write (message (lambda () (+ 1 (hidden 3)))))
(write (message (lambda () (list (hidden 3)))))
(write (message (lambda () (call-with-values (lambda () (call/cc (lambda (k) (hidden 3)))) list))))
(write (message (lambda () (list (call/cc (lambda (k) (hidden 3)))))))
(write (message (lambda () (hidden 3))))
(write (message (lambda () (call-with-values (lambda () (pass 1)) cons))))
(write (message (lambda () (call-with-values (lambda () (pass 1)) (lambda (a) a)))))
(write (message (lambda () (call-with-values (lambda () (values)) (lambda all all)))))
(write (message (lambda () (call-with-values (lambda () (apply values (count-to 300))) (lambda (a . all) (length all))))))
(write (message (lambda () (call-with-values (lambda () (pass 1)) car))))
(write (message (lambda () (call-with-values (lambda () 5) (lambda (x) (* x x))))))
(newline)

;; As many values as machine code spreads, and one more; in tail position and not.
(define (produce n) (apply values (count-to n)))
(define (none) (call-with-values (lambda () (produce 0)) (lambda () 'none)))
(define (twelve) (call-with-values (lambda () (produce 12)) (lambda (a b c d e f g h i j k l) (list a b c d e f g h i j k l))))
(define (thirteen) (call-with-values (lambda () (produce 13)) (lambda (a b c d e f g h i j k l m) (list a b c d e f g h i j k l m))))
(define (too-few) (call-with-values (lambda () (produce 3)) (lambda (a b) (list a b))))
(define (ends f) (let ((kept (list 'kept (f)))) (list kept (length (count-to 50)))))
(do ((i 0 (+ i 1))) ((= i 40))
  (write (list (ends none) (ends twelve) (ends thirteen) (message too-few) (message (lambda () (call-with-values (lambda () (produce i)) list))))))
(newline)

;; Copies of lists: short and long ones, and what is none.
(define copied (list '() '(1) '(1 2 3) (count-to 63) (count-to 64) (count-to 65) (count-to 300) '(1 . 2) '(1 2 . 3) 'a (let ((c (list 1 2))) (set-cdr! (cdr c) c) c)))
(define (caught thunk) (guard (e (#t (error-object-message e))) (thunk)))
(for-each (lambda (l) (write (caught (lambda () (reverse l)))) (newline)) copied)
(for-each
 (lambda (l) (for-each (lambda (m) (if (not (eq? m (list-ref copied 10))) (begin (write (caught (lambda () (append l m)))) (newline)))) copied))
 copied)
(let ((tail (list 1 2))) (write (list (eq? tail (cdr (append '(0) tail))) (eq? tail (append '() tail)))) (newline))
