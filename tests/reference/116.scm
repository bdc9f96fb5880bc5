;; SRFI 116: examples of the reference.
(import (srfi 116))

(ilist->list (gtree->itree '(1 2)))
;=> (1 2)
(icar (ipair 1 2))
;=> 1
(icdr (ipair 1 2))
;=> 2
(ilist->list (iappend (ilist 1 2) (ilist 3)))
;=> (1 2 3)
(ilist->list (iappend-map (lambda (n) (ilist n n)) (ilist 1 2)))
;=> (1 1 2 2)
(ilist->list (iappend-reverse (ilist 2 1) (ilist 3)))
;=> (1 2 3)
(icdr (iassoc 'b (ilist (ipair 'a 1) (ipair 'b 2))))
;=> 2
(icdr (iassq 'b (ilist (ipair 'a 1) (ipair 'b 2))))
;=> 2
(icdr (iassv 2 (ilist (ipair 1 'a) (ipair 2 'b))))
;=> b
(ilist->list (idelete 2 (ilist 1 2 3)))
;=> (1 3)
(ilist->list (idelete-duplicates (ilist 1 2 1)))
;=> (1 2)
(ilist->list (idrop (ilist 1 2 3) 2))
;=> (3)
(ilist->list (idrop-right (ilist 1 2 3) 2))
;=> (1)
(ilist->list (idrop-while odd? (ilist 1 2 3)))
;=> (2 3)
(ilist->list (ifilter odd? (ilist 1 2 3)))
;=> (1 3)
(ilist->list (ifilter-map (lambda (n) (and (odd? n) (* n n))) (ilist 1 2 3)))
;=> (1 9)
(ilist->list (iremove odd? (ilist 1 2 3)))
;=> (2)
(ifirst (ilist 1 2))
;=> 1
(isecond (ilist 1 2))
;=> 2
(ithird (ilist 1 2 3))
;=> 3
(ifourth (ilist 1 2 3 4))
;=> 4
(ififth (ilist 1 2 3 4 5))
;=> 5
(isixth (ilist 1 2 3 4 5 6))
;=> 6
(iseventh (ilist 1 2 3 4 5 6 7))
;=> 7
(ieighth (ilist 1 2 3 4 5 6 7 8))
;=> 8
(ininth (ilist 1 2 3 4 5 6 7 8 9))
;=> 9
(itenth (ilist 1 2 3 4 5 6 7 8 9 10))
;=> 10
(let ((sum 0)) (ifor-each (lambda (n) (set! sum (+ sum n))) (ilist 1 2)) sum)
;=> 3
(ilist->list (iiota 3))
;=> (0 1 2)
(ilist->list (ilist-copy (ilist 1 2)))
;=> (1 2)
(ilist->list (ilist-tabulate 3 -))
;=> (0 -1 -2)
(ilist->list (ilist-tail (ilist 1 2 3) 1))
;=> (2 3)
(ilist->list (imap + (ilist 1 2) (ilist 10 20)))
;=> (11 22)
(ilist->list (imap-in-order - (ilist 1 2)))
;=> (-1 -2)
(ilist->list (imember 2 (ilist 1 2 3)))
;=> (2 3)
(ilist->list (imemq 'b (ilist 'a 'b)))
;=> (b)
(ilist->list (imemv 2 (ilist 1 2)))
;=> (2)
(ilist->list (ireverse (ilist 1 2 3)))
;=> (3 2 1)
(ilist->list (itake (ilist 1 2 3) 2))
;=> (1 2)
(ilist->list (itake-right (ilist 1 2 3) 2))
;=> (2 3)
(ilist->list (itake-while odd? (ilist 1 2 3)))
;=> (1)
(call-with-values (lambda () (ipartition odd? (ilist 1 2 3))) (lambda (odd even) (list (ilist->list odd) (ilist->list even))))
;=> ((1 3) (2))
(call-with-values (lambda () (ispan odd? (ilist 1 2 3))) (lambda (a b) (list (ilist->list a) (ilist->list b))))
;=> ((1) (2 3))
(call-with-values (lambda () (ibreak even? (ilist 1 2 3))) (lambda (a b) (list (ilist->list a) (ilist->list b))))
;=> ((1) (2 3))
(call-with-values (lambda () (isplit-at (ilist 1 2 3) 1)) (lambda (a b) (list (ilist->list a) (ilist->list b))))
;=> ((1) (2 3))
(ilist->list (iconcatenate (ilist (ilist 1) (ilist 2))))
;=> (1 2)
(ilist->list (iunfold (lambda (n) (> n 3)) (lambda (n) (* n n)) (lambda (n) (+ n 1)) 1))
;=> (1 4 9)
(ilist->list (iunfold-right zero? (lambda (n) (* n n)) (lambda (n) (- n 1)) 3))
;=> (1 4 9)
(icar (last-ipair (ilist 1 2 3)))
;=> 3
(ilist->list (ipair-fold-right ipair (ilist) (ilist)))
;=> ()
(let ((n 0)) (ipair-for-each (lambda (p) (set! n (+ n 1))) (ilist 'a 'b)) n)
;=> 2
(ilist->list (make-ilist 2 'x))
;=> (x x)
(icar (pair->ipair '(1 . 2)))
;=> 1
(icar (replace-icar (ipair 1 2) 9))
;=> 9
(icdr (replace-icdr (ipair 1 2) 9))
;=> 9
(icar (xipair 1 2))
;=> 2
(call-with-values (lambda () (icar+icdr (ipair 1 2))) list)
;=> (1 2)
(ilist->list (iunzip1 (ilist (ilist 1 2) (ilist 3 4))))
;=> (1 3)
(icadr (ilist 1 2 3))
;=> 2
(ilist->list (icddr (ilist 1 2 3)))
;=> (3)
(icaar (ilist (ilist 1 2)))
;=> 1
(icaddr (ilist 1 2 3))
;=> 3
(icadddr (ilist 1 2 3 4))
;=> 4
(ilist->list (icdddr (ilist 1 2 3 4)))
;=> (4)
(ilist->list (icddddr (ilist 1 2 3 4 5)))
;=> (5)
(icadar (ilist (ilist 1 2)))
;=> 2
(ilist->list (icdar (ilist (ilist 1 2))))
;=> (2)
(icaadr (ilist 1 (ilist 2)))
;=> 2
(ilist->list (icdadr (ilist 1 (ilist 2 3))))
;=> (3)
(ilist->list (icddar (ilist (ilist 1 2 3))))
;=> (3)
(icaaar (ilist (ilist (ilist 1))))
;=> 1
(ilist->list (icdaar (ilist (ilist (ilist 1 2)))))
;=> (2)
(icaaaar (ilist (ilist (ilist (ilist 1)))))
;=> 1
(icaaadr (ilist 1 (ilist (ilist 2))))
;=> 2
(icaadar (ilist (ilist 1 (ilist 2))))
;=> 2
(icaaddr (ilist 1 2 (ilist 3)))
;=> 3
(icadaar (ilist (ilist (ilist 1 2))))
;=> 2
(icadadr (ilist 1 (ilist 2 3)))
;=> 3
(icaddar (ilist (ilist 1 2 3)))
;=> 3
(ilist->list (icdaaar (ilist (ilist (ilist (ilist 1 2))))))
;=> (2)
(ilist->list (icdaadr (ilist 1 (ilist (ilist 2 3)))))
;=> (3)
(ilist->list (icdadar (ilist (ilist 1 (ilist 2 3)))))
;=> (3)
(ilist->list (icdaddr (ilist 1 2 (ilist 3 4))))
;=> (4)
(ilist->list (icddaar (ilist (ilist (ilist 1 2 3)))))
;=> (3)
(ilist->list (icddadr (ilist 1 (ilist 2 3 4))))
;=> (4)
(ilist->list (icdddar (ilist (ilist 1 2 3 4))))
;=> (4)
