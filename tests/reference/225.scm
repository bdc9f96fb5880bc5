;; SRFI 225: examples of the reference.
(import (srfi 225))

(dictionary? alist-eqv-dto '((a . 1)))
;=> #t
(dict-empty? alist-eqv-dto '())
;=> #t
(dict-contains? alist-eqv-dto '((a . 1)) 'a)
;=> #t
(dict=? alist-eqv-dto = '((a . 1) (b . 2)) '((b . 2) (a . 1)))
;=> #t
(dict-pure? alist-eqv-dto '((a . 1)))
;=> #t
(dict-ref alist-eqv-dto '((a . 1)) 'a)
;=> 1
(dict-ref/default alist-eqv-dto '((a . 1)) 'b 'none)
;=> none
(dict-set! alist-eqv-dto '((a . 1)) 'b 2)
;=> ((b . 2) (a . 1))
(dict-adjoin! alist-eqv-dto '((a . 1)) 'a 2)
;=> ((a . 1))
(dict-delete! alist-eqv-dto '((a . 1) (b . 2)) 'a)
;=> ((b . 2))
(dict-delete-all! alist-eqv-dto '((a . 1) (b . 2)) '(a b))
;=> ()
(dict-replace! alist-eqv-dto '((a . 1)) 'b 2)
;=> ((a . 1))
(call-with-values (lambda () (dict-intern! alist-eqv-dto '((a . 1)) 'b (lambda () 2))) list)
;=> (((b . 2) (a . 1)) 2)
(dict-ref alist-eqv-dto (dict-update! alist-eqv-dto '((a . 1)) 'a list) 'a)
;=> (1)
(dict-update/default! alist-eqv-dto '() 'a list 1)
;=> ((a 1))
(call-with-values (lambda () (dict-pop! alist-eqv-dto '((a . 1)))) list)
;=> (() a 1)
(dict-map alist-eqv-dto (lambda (key value) (* 2 value)) '((a . 1) (b . 2)))
;=> ((a . 2) (b . 4))
(dict-filter alist-eqv-dto (lambda (key value) (even? value)) '((a . 1) (b . 2)))
;=> ((b . 2))
(dict-remove alist-eqv-dto (lambda (key value) (even? value)) '((a . 1) (b . 2)))
;=> ((a . 1))
(dict-find-update! alist-eqv-dto '() 'a (lambda (insert ignore) (insert 1)) (lambda (key value update delete) (delete)))
;=> ((a . 1))
(dict-size alist-eqv-dto '((a . 1) (b . 2)))
;=> 2
(dict-count alist-eqv-dto (lambda (key value) (even? value)) '((a . 1) (b . 2)))
;=> 1
(dict-any alist-eqv-dto (lambda (key value) (even? value)) '((a . 1) (b . 2)))
;=> #t
(dict-every alist-eqv-dto (lambda (key value) (even? value)) '((a . 1) (b . 2)))
;=> #f
(dict-keys alist-eqv-dto '((a . 1) (b . 2)))
;=> (a b)
(dict-values alist-eqv-dto '((a . 1) (b . 2)))
;=> (1 2)
(call-with-values (lambda () (dict-entries alist-eqv-dto '((a . 1) (b . 2)))) list)
;=> ((a b) (1 2))
(dict-fold alist-eqv-dto (lambda (key value sum) (+ value sum)) 0 '((a . 1) (b . 2)))
;=> 3
(dict-map->list alist-eqv-dto list '((a . 1) (b . 2)))
;=> ((a 1) (b 2))
(dict->alist alist-eqv-dto '((a . 1)))
;=> ((a . 1))
(let ((sum 0)) (dict-for-each alist-eqv-dto (lambda (key value) (set! sum (+ sum value))) '((a . 1) (b . 2))) sum)
;=> 3
((dict->generator alist-eqv-dto '((a . 1))))
;=> (a . 1)
((dict-set!-accumulator alist-eqv-dto '((a . 1))) (eof-object))
;=> ((a . 1))
((dict-adjoin!-accumulator alist-eqv-dto '((a . 1))) (eof-object))
;=> ((a . 1))
(dto? alist-equal-dto)
;=> #t
(dict-size (make-dto dict-size-id (lambda (dto dict) 5)) 'anything)
;=> 5
(dict-size (dto (dict-size-id (lambda (dto dict) 5))) 'anything)
;=> 5
(dict-ref (make-alist-dto =) '((1.0 . one)) 1)
;=> one
((dto-ref alist-eqv-dto dict-size-id) alist-eqv-dto '((a . 1)))
;=> 1
(dictionary-error? (dictionary-error "no such key" 'a))
;=> #t
(dictionary-message (dictionary-error "no such key" 'a))
;=> "no such key"
(dictionary-irritants (dictionary-error "no such key" 'a))
;=> (a)
