;; (cairn base): examples of the reference.
(import (scheme base) (scheme write) (cairn base))

(append! (list 1 2) (list 3))
;=> (1 2 3)
(bytevector->list (bytevector 1 2 3))
;=> (1 2 3)
(let ((b (make-bytevector 3 0))) (bytevector-fill! b 7) b)
;=> #u8(7 7 7)
(call-with-escape-continuation (lambda (return) (+ 1 (return 5))))
;=> 5
(capability-error? (guard (e (#t e)) (error "oops")))
;=> #f
(ceiling->exact 2.3)
;=> 3
(floor->exact 2.7)
;=> 2
(round->exact 2.6)
;=> 3
(truncate->exact -2.7)
;=> -2
(char->digit #\7 10)
;=> 7
(digit->char 7 10)
;=> #\7
(condition? (guard (e (#t e)) (car 5)))
;=> #t
(condition-kind (guard (e (#t e)) (car 5)))
;=> type
(default-object? #!default)
;=> #t
((lambda (a #!optional b) (if (default-object? b) 'none b)) 1)
;=> none
(error? (guard (e (#t e)) (error "oops")))
;=> #t
(exact-nonnegative-integer? 5)
;=> #t
(exact-rational? 1/2)
;=> #t
(symbol? (generate-symbol))
;=> #t
(symbol? (gensym))
;=> #t
(symbol-interned? (generate-uninterned-symbol))
;=> #f
(eq? (string->uninterned-symbol "a") 'a)
;=> #f
(intern "a")
;=> a
(symbol-append 'con 'cat)
;=> concat
(symbol<? 'a 'b)
;=> #t
(fixnum? (greatest-fixnum))
;=> #t
(fixnum? (least-fixnum))
;=> #t
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table-clear! t) (hash-table-size t))
;=> 0
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table-contains? t 'a))
;=> #t
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table-count t))
;=> 1
(hash-table-empty? (make-equal-hash-table))
;=> #t
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (call-with-values (lambda () (hash-table-entries t)) list))
;=> ((a) (1))
(let ((t (make-equal-hash-table))) (hash-table-intern! t 'a (lambda () 5)) (hash-table-ref t 'a))
;=> 5
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table-map! (lambda (key value) (+ value 1)) t) (hash-table-ref t 'a))
;=> 2
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table-map->list cons t))
;=> ((a . 1))
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table-find (lambda (key value) (and (= value 1) key)) t (lambda () #f)))
;=> a
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table-prune! (lambda (key value) (= value 1)) t) (hash-table-size t))
;=> 0
(let ((t (make-equal-hash-table))) (hash-table/put! t 'a 1) (hash-table/get t 'a 0))
;=> 1
(let ((t (make-equal-hash-table))) (hash-table/put! t 'a 1) (hash-table/remove! t 'a) (hash-table/count t))
;=> 0
(let ((t (make-equal-hash-table))) (hash-table/put! t 'a 1) (hash-table/clear! t) (hash-table/count t))
;=> 0
(let ((t (make-equal-hash-table))) (hash-table/put! t 'a 1) (hash-table/key-list t))
;=> (a)
(let ((t (make-equal-hash-table))) (hash-table/put! t 'a 1) (hash-table/datum-list t))
;=> (1)
(let ((t (make-eqv-hashtable))) (hashtable-set! t 1 'one) (hashtable-ref t 1 #f))
;=> one
(let ((t (make-eqv-hashtable))) (hashtable-set! t 1 'one) (hashtable-contains? t 1))
;=> #t
(let ((t (make-eqv-hashtable))) (hashtable-set! t 1 'one) (hashtable-delete! t 1) (hashtable-size t))
;=> 0
(let ((t (make-eqv-hashtable))) (hashtable-set! t 1 'one) (hashtable-clear! t) (hashtable-size t))
;=> 0
(let ((t (make-eqv-hashtable))) (hashtable-set! t 1 'one) (hashtable-keys t))
;=> #(1)
(let ((t (make-eqv-hashtable))) (hashtable-set! t 1 'one) (hashtable-values t))
;=> #(one)
(let ((t (make-eqv-hashtable))) (hashtable-set! t 1 'one) (call-with-values (lambda () (hashtable-entries t)) list))
;=> (#(1) #(one))
(let ((t (make-eqv-hashtable))) (hashtable-set! t 1 'one) (hashtable-size (hashtable-copy t)))
;=> 1
(hashtable? (make-eq-hashtable))
;=> #t
(let ((t (make-string-hash-table))) (hash-table-set! t "a" 1) (hash-table-ref t "a"))
;=> 1
(let ((t (make-strong-eqv-hash-table))) (hash-table-set! t 1 'one) (hash-table-ref t 1))
;=> one
(let ((t (make-equal-hash-table))) (hash-table-set! t '(1) 'list) (hash-table-ref t '(1)))
;=> list
(list* 1 2 '(3 4))
;=> (1 2 3 4)
(list->bytevector '(1 2 3))
;=> #u8(1 2 3)
(list-head '(a b c d) 2)
;=> (a b)
(make-initialized-vector 4 (lambda (i) (* i i)))
;=> #(0 1 4 9)
(parameter? (make-parameter 1))
;=> #t
(record? (guard (e (#t e)) (error "oops")))
;=> #f
(let () (define-record-type point (make-point x y) point? (x point-x)(y point-y)) (record? (make-point 1 2)))
;=> #t
(let () (define-record-type point (make-point x y) point? (x point-x) (y point-y)) (record-type-name (record-rtd (make-point 1 2))))
;=> point
(let () (define-record-type point (make-point x y) point? (x point-x) (y point-y)) (record-type-field-names (record-rtd (make-point 1 2))))
;=> #(x y)
(let () (define-record-type point (make-point x y) point? (x point-x) (y point-y)) (record-type-descriptor? (record-rtd (make-point 1 2))))
;=> #t
(let () (define-record-type point (make-point x y) point? (x point-x) (y point-y)) (record-type-parent (record-rtd (make-point 1 2))))
;=> #f
(shift-left 1 4)
;=> 16
(shift-right 16 2)
;=> 4
(let ((s (cons-stream 1 (cons-stream 2 '())))) (stream-car (stream-cdr s)))
;=> 2
(let loop ((s (cons-stream 1 (cons-stream 2 '()))) (k 1)) (stream-ref s k))
;=> 2
(let ((s (cons-stream 1 (cons-stream 2 '())))) (stream-car (stream-tail s 1)))
;=> 2
(string-head "hello" 2)
;=> "he"
(string-tail "hello" 2)
;=> "llo"
(string-pad-left "7" 3 #\0)
;=> "007"
(string-pad-right "7" 3 #\.)
;=> "7.."
(string-search-all "an" "banana")
;=> (1 3)
(string-search-forward "na" "banana" 0)
;=> 2
(string-search-backward "na" "banana" 6)
;=> 6
(string-trim-left "  a ")
;=> "a "
(subvector #(1 2 3 4) 1 3)
;=> #(2 3)
(vector-length (vector-grow #(1 2) 4))
;=> 4
(vector-head #(1 2 3) 2)
;=> #(1 2)
(vector-tail #(1 2 3) 2)
;=> #(3)
(unspecified? (if #f #f))
;=> #t
(unspecified? (void))
;=> #t
(weak-pair? (weak-cons 1 2))
;=> #t
(weak-car (weak-cons 'a 'b))
;=> a
(weak-cdr (weak-cons 'a 'b))
;=> b
(identifier? #'a)
;=> #t
(syntax->datum #'(a b))
;=> (a b)
(= (equal-hash "a") (equal-hash "a"))
;=> #t
(= (eq-hash 'a) (eq-hash 'a))
;=> #t
(= (eqv-hash 1) (eqv-hash 1))
;=> #t
(guardian? (make-guardian))
;=> #t
(iota 5)
;=> (0 1 2 3 4)
(iota 3 1)
;=> (1 2 3)
(fold-left + 0 '(1 2 3))
;=> 6
(fold-right cons '() '(1 2 3))
;=> (1 2 3)
(fold + 0 '(1 2 3))
;=> 6
(reduce + 0 '(1 2 3))
;=> 6
(filter odd? '(1 2 3 4 5))
;=> (1 3 5)
(remove odd? '(1 2 3 4 5))
;=> (2 4)
(delete 2 '(1 2 3))
;=> (1 3)
(list-index even? '(1 3 4))
;=> 2
(string-index "hello" #\l)
;=> 2
(string-search-forward "l" "hello" 0)
;=> 2
(string-join '("a" "b" "c") ", ")
;=> "a, b, c"
(string-split "a,b,c" #\,)
;=> ("a" "b" "c")
(format "~a is ~s" "x" "y")
;=> "x is \"y\""
(1+ 5)
;=> 6
(-1+ 5)
;=> 4
(boolean=? #t #f)
;=> #f
(call-with-output-string (lambda (port) (write 'a port)))
;=> "a"
(with-output-to-string (lambda () (write 'a)))
;=> "a"
(sort '(3 1 2) <)
;=> (1 2 3)
(list-sort < '(3 1 2))
;=> (1 2 3)
(last-pair '(1 2 3))
;=> (3)
(except-last-pair '(1 2 3))
;=> (1 2)
(hash-table-ref/default (make-equal-hash-table) 'a 0)
;=> 0
(let ((t (make-equal-hash-table))) (hash-table-update! t 'a (lambda (n) (+ n 1)) (lambda () 0)) (hash-table-ref t 'a))
;=> 1
(let ((t (make-equal-hash-table))) (hash-table-update!/default t 'a (lambda (n) (+ n 1)) 0) (hash-table-ref t 'a))
;=> 1
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table-keys t))
;=> (a)
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table-values t))
;=> (1)
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table->alist t))
;=> ((a . 1))
(let ((t (make-equal-hash-table))) (hash-table-set! t 'a 1) (hash-table-delete! t 'a) (hash-table-size t))
;=> 0
(let ((t (make-equal-hash-table)) (sum 0)) (hash-table-set! t 'a 1) (hash-table-walk t (lambda (key value) (set! sum (+ sum value)))) sum)
;=> 1
(let-optionals '(1) ((a 0) (b 2)) (list a b))
;=> (1 2)
