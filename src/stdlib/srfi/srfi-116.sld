;;; SRFI 116: immutable lists, made of pairs that are records of their own.
;;;
;;; A list cannot be built from its front, so results are collected in reverse order in ordinary
;;; lists and then built from the end. With several lists, the procedures of SRFI 1 do the work.
;;; The comparators that the SRFI takes from SRFI 114 are not provided.

(define-library (srfi 116)
  (export
    ;; constructors
    iq ipair ilist xipair ipair* make-ilist ilist-tabulate ilist-copy iiota
    ;; predicates
    ipair? proper-ilist? (rename proper-ilist? ilist?) dotted-ilist? not-ipair? null-ilist?
    ilist=
    ;; selectors
    icar icdr icaar icadr icdar icddr
    icaaar icaadr icadar icaddr icdaar icdadr icddar icdddr
    icaaaar icaaadr icaadar icaaddr icadaar icadadr icaddar icadddr
    icdaaar icdaadr icdadar icdaddr icddaar icddadr icdddar icddddr
    ilist-ref (rename icar ifirst) (rename icadr isecond) (rename icaddr ithird)
    (rename icadddr ifourth) ififth isixth iseventh ieighth ininth itenth
    icar+icdr itake idrop (rename idrop ilist-tail) itake-right idrop-right isplit-at
    ilast last-ipair
    ;; miscellaneous
    ilength iappend iconcatenate ireverse iappend-reverse
    izip iunzip1 iunzip2 iunzip3 iunzip4 iunzip5 icount
    ;; fold, unfold, map
    imap ifor-each ifold ifold-right ipair-fold ipair-fold-right ireduce ireduce-right
    iunfold iunfold-right iappend-map ipair-for-each ifilter-map (rename imap imap-in-order)
    ;; filtering and searching
    ifilter ipartition iremove
    imember imemq imemv ifind ifind-tail iany ievery ilist-index
    itake-while idrop-while ispan ibreak
    ;; deletion and association lists
    idelete idelete-duplicates iassoc iassq iassv ialist-cons ialist-delete
    ;; replacement, conversion, application
    replace-icar replace-icdr
    pair->ipair ipair->pair list->ilist ilist->list
    tree->itree itree->tree gtree->itree gtree->tree iapply
    ;; comparators
    ipair-comparator ilist-comparator make-ipair-comparator make-ilist-comparator
    make-improper-ilist-comparator make-icar-comparator make-icdr-comparator)
  (import (scheme base)
          (scheme case-lambda)
          (srfi 128)
          (prefix (only (srfi 1)
                        any append-map circular-list? count delete-duplicates every filter-map fold
                        fold-right iota list-index partition remove)
                  list:)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type <ipair>
      (ipair icar icdr)
      ipair?
      (icar icar)
      (icdr icdr))

    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))

    (define (check-procedure who f)
      (unless (procedure? f) (wrong who "a procedure" f)))

    (define (check-index who n)
      (unless (and (exact-integer? n) (>= n 0))
        (wrong who "an exact integer that is not negative" n)))

    ;; Whether the list ends here; an error if it does not end in ().
    (define (end? who items)
      (cond ((ipair? items) #f)
            ((null? items) #t)
            (else (wrong who "an immutable list" items))))

    ;; An immutable list of the elements of an ordinary one, which comes last one first.
    (define (built reversed tail)
      (if (null? reversed)
          tail
          (built (cdr reversed) (ipair (car reversed) tail))))

    ;; The ordinary list of the elements, last one first, and in order.
    (define (reversed who items)
      (let loop ((rest items) (acc '()))
        (if (end? who rest)
            acc
            (loop (icdr rest) (cons (icar rest) acc)))))
    (define (elements who items)
      (reverse (reversed who items)))
    (define (all-elements who lists)
      (map (lambda (items) (elements who items)) lists))

    ;;; Constructors

    (define-syntax iq
      (syntax-rules ()
        ((_ . datum) (tree->itree 'datum))))

    (define (ilist . items) (list->ilist items))
    (define (xipair a b) (ipair b a))

    (define (ipair* x . more)
      (let ((reversed (reverse (cons x more))))
        (built (cdr reversed) (car reversed))))

    (define make-ilist
      (case-lambda
        ((n) (make-ilist n #f))
        ((n fill)
         (check-index 'make-ilist n)
         (built (make-list n fill) '()))))

    (define (ilist-tabulate n f)
      (check-index 'ilist-tabulate n)
      (let loop ((i (- n 1)) (acc '()))
        (if (< i 0) acc (loop (- i 1) (ipair (f i) acc)))))

    (define (ilist-copy items)
      (let-values (((reversed end) (parts items)))
        (built reversed end)))

    ;; The elements of a list that may be dotted, last one first, and its end.
    (define (parts items)
      (let loop ((rest items) (acc '()))
        (if (ipair? rest)
            (loop (icdr rest) (cons (icar rest) acc))
            (values acc rest))))

    (define (iiota count . start+step)
      (check-index 'iiota count)
      (list->ilist (apply list:iota count start+step)))

    ;;; Predicates

    (define (last-cdr x)
      (if (ipair? x) (last-cdr (icdr x)) x))
    (define (proper-ilist? x) (null? (last-cdr x)))
    (define (dotted-ilist? x) (not (proper-ilist? x)))
    (define (not-ipair? x) (not (ipair? x)))
    (define (null-ilist? x) (end? 'null-ilist? x))

    (define (ilist= same? . lists)
      (define (two a b)
        (cond ((end? 'ilist= a) (end? 'ilist= b))
              ((end? 'ilist= b) #f)
              (else (and (same? (icar a) (icar b)) (two (icdr a) (icdr b))))))
      (or (null? lists)
          (let loop ((a (car lists)) (rest (cdr lists)))
            (or (null? rest)
                (and (or (eq? a (car rest)) (two a (car rest)))
                     (loop (car rest) (cdr rest)))))))

    ;;; Selectors

    (define-syntax define-compositions
      (syntax-rules ()
        ((_ (name outer inner) ...)
         (begin (define (name x) (outer (inner x))) ...))))
    (define-compositions
      (icaar icar icar) (icadr icar icdr) (icdar icdr icar) (icddr icdr icdr)
      (icaaar icaar icar) (icaadr icaar icdr) (icadar icadr icar) (icaddr icadr icdr)
      (icdaar icdar icar) (icdadr icdar icdr) (icddar icddr icar) (icdddr icddr icdr)
      (icaaaar icaaar icar) (icaaadr icaaar icdr) (icaadar icaadr icar)
      (icaaddr icaadr icdr) (icadaar icadar icar) (icadadr icadar icdr)
      (icaddar icaddr icar) (icadddr icaddr icdr) (icdaaar icdaar icar)
      (icdaadr icdaar icdr) (icdadar icdadr icar) (icdaddr icdadr icdr)
      (icddaar icddar icar) (icddadr icddar icdr) (icdddar icdddr icar)
      (icddddr icdddr icdr))

    (define (tail who items n)
      (check-index who n)
      (let loop ((rest items) (k n))
        (cond ((= k 0) rest)
              ((ipair? rest) (loop (icdr rest) (- k 1)))
              (else (error (string-append (symbol->string who) ": the list is too short:")
                           items n)))))

    (define (ilist-ref items i)
      (let ((rest (tail 'ilist-ref items i)))
        (if (ipair? rest)
            (icar rest)
            (error "ilist-ref: the list is too short:" items i))))

    (define (ififth x) (ilist-ref x 4))
    (define (isixth x) (ilist-ref x 5))
    (define (iseventh x) (ilist-ref x 6))
    (define (ieighth x) (ilist-ref x 7))
    (define (ininth x) (ilist-ref x 8))
    (define (itenth x) (ilist-ref x 9))
    (define (icar+icdr x) (values (icar x) (icdr x)))

    (define (itake items n)
      (tail 'itake items n)
      (head items n))
    (define (idrop items n) (tail 'idrop items n))
    (define (isplit-at items n)
      (let ((rest (tail 'isplit-at items n)))
        (values (head items n) rest)))

    ;; The first n elements of a list that has as many.
    (define (head items n)
      (let loop ((rest items) (n n) (acc '()))
        (if (= n 0)
            (built acc '())
            (loop (icdr rest) (- n 1) (cons (icar rest) acc)))))

    ;; The number of pairs of a list that may be dotted.
    (define (pairs x)
      (let loop ((x x) (n 0))
        (if (ipair? x) (loop (icdr x) (+ n 1)) n)))

    (define (check-right who items n)
      (check-index who n)
      (unless (<= n (pairs items))
        (error (string-append (symbol->string who) ": the list is too short:") items n)))
    (define (itake-right items n)
      (check-right 'itake-right items n)
      (tail 'itake-right items (- (pairs items) n)))
    (define (idrop-right items n)
      (check-right 'idrop-right items n)
      (head items (- (pairs items) n)))

    (define (last-ipair items)
      (unless (ipair? items) (wrong 'last-ipair "an immutable pair" items))
      (let loop ((pair items))
        (if (ipair? (icdr pair)) (loop (icdr pair)) pair)))
    (define (ilast items)
      (unless (ipair? items) (wrong 'ilast "an immutable pair" items))
      (icar (last-ipair items)))

    ;;; Miscellaneous

    (define (ilength items)
      (let loop ((rest items) (n 0))
        (if (end? 'ilength rest) n (loop (icdr rest) (+ n 1)))))

    (define (iappend . lists) (appended 'iappend lists))
    (define (iconcatenate lists) (appended 'iconcatenate (elements 'iconcatenate lists)))

    (define (appended who lists)
      (if (null? lists)
          '()
          (let ((lists (reverse lists)))
            (list:fold (lambda (items tail) (built (reversed who items) tail))
                       (car lists)
                       (cdr lists)))))

    (define (ireverse items) (turned 'ireverse items '()))
    (define (iappend-reverse items tail) (turned 'iappend-reverse items tail))

    (define (turned who items tail)
      (if (end? who items)
          tail
          (turned who (icdr items) (ipair (icar items) tail))))

    (define (izip items . more) (apply imap ilist items more))
    (define (iunzip1 lists) (imap icar lists))
    (define (iunzip2 lists) (values (imap icar lists) (imap icadr lists)))
    (define (iunzip3 lists) (values (imap icar lists) (imap icadr lists) (imap icaddr lists)))
    (define (iunzip4 lists)
      (values (imap icar lists) (imap icadr lists) (imap icaddr lists) (imap icadddr lists)))
    (define (iunzip5 lists)
      (values (imap icar lists) (imap icadr lists) (imap icaddr lists) (imap icadddr lists)
              (imap ififth lists)))

    (define (icount pred items . more)
      (apply list:count pred (all-elements 'icount (cons items more))))

    ;;; Fold, unfold, map

    (define imap
      (case-lambda
        ((f items)
         (%check-procedure 'imap f)
         (let loop ((rest items) (acc '()))
           (if (end? 'imap rest)
               (built acc '())
               (loop (icdr rest) (cons (f (icar rest)) acc)))))
        ((f x . more)
         (%check-procedure 'imap f)
         (list->ilist (apply map f (all-elements 'imap (cons x more)))))))

    (define ifor-each
      (case-lambda
        ((f items)
         (%check-procedure 'ifor-each f)
         (let loop ((rest items))
           (unless (end? 'ifor-each rest)
             (f (icar rest))
             (loop (icdr rest)))))
        ((f x . more)
         (%check-procedure 'ifor-each f)
         (apply for-each f (all-elements 'ifor-each (cons x more))))))

    (define ifold
      (case-lambda
        ((f seed items)
         (%check-procedure 'ifold f)
         (let loop ((rest items) (acc seed))
           (if (end? 'ifold rest)
               acc
               (loop (icdr rest) (f (icar rest) acc)))))
        ((f seed x . more)
         (%check-procedure 'ifold f)
         (apply list:fold f seed (all-elements 'ifold (cons x more))))))

    (define ifold-right
      (case-lambda
        ((f seed items) (list:fold f seed (reversed 'ifold-right items)))
        ((f seed x . more)
         (apply list:fold-right f seed (all-elements 'ifold-right (cons x more))))))

    ;; The ordinary list of the pairs of a list.
    (define (pairs-of who items)
      (let loop ((rest items) (acc '()))
        (if (end? who rest)
            (reverse acc)
            (loop (icdr rest) (cons rest acc)))))

    (define (ipair-fold f seed items . more)
      (apply list:fold f seed
             (map (lambda (items) (pairs-of 'ipair-fold items)) (cons items more))))
    (define (ipair-fold-right f seed items . more)
      (apply list:fold-right f seed
             (map (lambda (items) (pairs-of 'ipair-fold-right items)) (cons items more))))
    (define (ipair-for-each f items . more)
      (apply for-each f
             (map (lambda (items) (pairs-of 'ipair-for-each items)) (cons items more))))

    (define (ireduce f identity items)
      (%check-procedure 'ireduce f)
      (if (end? 'ireduce items)
          identity
          (ifold f (icar items) (icdr items))))
    (define (ireduce-right f identity items)
      (%check-procedure 'ireduce-right f)
      (let ((reversed (reversed 'ireduce-right items)))
        (if (null? reversed)
            identity
            (list:fold f (car reversed) (cdr reversed)))))

    (define iunfold
      (case-lambda
        ((stop? mapper successor seed)
         (iunfold stop? mapper successor seed (lambda (seed) '())))
        ((stop? mapper successor seed tail)
         (let loop ((seed seed) (acc '()))
           (if (stop? seed)
               (built acc (tail seed))
               (loop (successor seed) (cons (mapper seed) acc)))))))
    (define iunfold-right
      (case-lambda
        ((stop? mapper successor seed)
         (iunfold-right stop? mapper successor seed '()))
        ((stop? mapper successor seed tail)
         (let loop ((seed seed) (acc tail))
           (if (stop? seed)
               acc
               (loop (successor seed) (ipair (mapper seed) acc)))))))

    (define (iappend-map f items . more)
      (appended 'iappend-map
                (apply map f (all-elements 'iappend-map (cons items more)))))

    (define (ifilter-map f items . more)
      (list->ilist
       (apply list:filter-map f (all-elements 'ifilter-map (cons items more)))))

    ;;; Filtering and searching

    (define (chosen who pred items)
      (let loop ((rest items) (acc '()))
        (if (end? who rest)
            (built acc '())
            (let ((x (icar rest)))
              (loop (icdr rest) (if (pred x) (cons x acc) acc))))))

    (define (ifilter pred items)
      (%check-procedure 'ifilter pred)
      (chosen 'ifilter pred items))
    (define (iremove pred items)
      (check-procedure 'iremove pred)
      (chosen 'iremove (lambda (x) (not (pred x))) items))
    (define (ipartition pred items)
      (let-values (((in out) (list:partition pred (elements 'ipartition items))))
        (values (list->ilist in) (list->ilist out))))

    ;; The rest from the first element that satisfies pred, or #f.
    (define (tail-with who pred items)
      (cond ((end? who items) #f)
            ((pred (icar items)) items)
            (else (tail-with who pred (icdr items)))))

    (define (ifind-tail pred items)
      (%check-procedure 'ifind-tail pred)
      (tail-with 'ifind-tail pred items))
    (define (ifind pred items)
      (%check-procedure 'ifind pred)
      (let ((tail (tail-with 'ifind pred items)))
        (and tail (icar tail))))

    ;; Extends `equal?`: immutable pairs are equal if their parts are, as pairs are.
    (define (iequal? a b)
      (if (and (ipair? a) (ipair? b))
          (and (iequal? (icar a) (icar b)) (iequal? (icdr a) (icdr b)))
          (equal? a b)))

    (define imember
      (case-lambda
        ((x items) (imember x items iequal?))
        ((x items same?) (tail-with 'imember (lambda (y) (same? x y)) items))))
    (define (imemq x items) (tail-with 'imemq (lambda (y) (eq? x y)) items))
    (define (imemv x items) (tail-with 'imemv (lambda (y) (eqv? x y)) items))

    (define iany
      (case-lambda
        ((pred items)
         (%check-procedure 'iany pred)
         (and (not (end? 'iany items))
              (let loop ((x (icar items)) (rest (icdr items)))
                (if (end? 'iany rest)
                    (pred x)
                    (or (pred x) (loop (icar rest) (icdr rest)))))))
        ((pred x . more)
         (%check-procedure 'iany pred)
         (apply list:any pred (all-elements 'iany (cons x more))))))

    (define ievery
      (case-lambda
        ((pred items)
         (%check-procedure 'ievery pred)
         (or (end? 'ievery items)
             (let loop ((x (icar items)) (rest (icdr items)))
               (if (end? 'ievery rest)
                   (pred x)
                   (and (pred x) (loop (icar rest) (icdr rest)))))))
        ((pred x . more)
         (%check-procedure 'ievery pred)
         (apply list:every pred (all-elements 'ievery (cons x more))))))

    (define (ilist-index pred items . more)
      (apply list:list-index pred (all-elements 'ilist-index (cons items more))))

    ;; Calls receive with the longest prefix whose elements all satisfy pred, last one
    ;; first in an ordinary list, and the rest.
    (define (split who pred items receive)
      (let loop ((rest items) (acc '()))
        (if (and (not (end? who rest)) (pred (icar rest)))
            (loop (icdr rest) (cons (icar rest) acc))
            (receive acc rest))))

    (define (itake-while pred items)
      (%check-procedure 'itake-while pred)
      (split 'itake-while pred items (lambda (in rest) (built in '()))))
    (define (idrop-while pred items)
      (%check-procedure 'idrop-while pred)
      (split 'idrop-while pred items (lambda (in rest) rest)))
    (define (ispan pred items)
      (%check-procedure 'ispan pred)
      (split 'ispan pred items (lambda (in rest) (values (built in '()) rest))))
    (define (ibreak pred items)
      (check-procedure 'ibreak pred)
      (split 'ibreak (lambda (x) (not (pred x))) items
             (lambda (out rest) (values (built out '()) rest))))

    ;;; Deletion and association lists

    (define idelete
      (case-lambda
        ((x items) (idelete x items iequal?))
        ((x items same?) (chosen 'idelete (lambda (y) (not (same? x y))) items))))

    (define idelete-duplicates
      (case-lambda
        ((items) (idelete-duplicates items iequal?))
        ((items same?)
         (list->ilist
          (list:delete-duplicates (elements 'idelete-duplicates items) same?)))))

    (define (entry who key alist same?)
      (let ((tail (tail-with who (lambda (entry) (same? key (icar entry))) alist)))
        (and tail (icar tail))))

    (define iassoc
      (case-lambda
        ((key alist) (iassoc key alist iequal?))
        ((key alist same?) (entry 'iassoc key alist same?))))
    (define (iassq key alist) (entry 'iassq key alist eq?))
    (define (iassv key alist) (entry 'iassv key alist eqv?))

    (define (ialist-cons key value alist) (ipair (ipair key value) alist))
    (define ialist-delete
      (case-lambda
        ((key alist) (ialist-delete key alist iequal?))
        ((key alist same?)
         (chosen 'ialist-delete (lambda (entry) (not (same? key (icar entry)))) alist))))

    ;;; Replacement, conversion, application

    (define (replace-icar pair x)
      (unless (ipair? pair) (wrong 'replace-icar "an immutable pair" pair))
      (ipair x (icdr pair)))
    (define (replace-icdr pair x)
      (unless (ipair? pair) (wrong 'replace-icdr "an immutable pair" pair))
      (ipair (icar pair) x))

    (define (pair->ipair pair)
      (unless (pair? pair) (wrong 'pair->ipair "a pair" pair))
      (ipair (car pair) (cdr pair)))
    (define (ipair->pair pair)
      (unless (ipair? pair) (wrong 'ipair->pair "an immutable pair" pair))
      (cons (icar pair) (icdr pair)))

    ;; Dotted lists keep their end.
    (define (list->ilist items)
      (when (list:circular-list? items)
        (wrong 'list->ilist "a list that ends" items))
      (let loop ((rest items) (acc '()))
        (if (pair? rest)
            (loop (cdr rest) (cons (car rest) acc))
            (built acc rest))))
    (define (ilist->list items)
      (let-values (((reversed end) (parts items)))
        (append (reverse reversed) end)))

    (define (tree->itree x)
      (if (pair? x)
          (ipair (tree->itree (car x)) (tree->itree (cdr x)))
          x))
    (define (itree->tree x)
      (if (ipair? x)
          (cons (itree->tree (icar x)) (itree->tree (icdr x)))
          x))
    (define (gtree->itree x)
      (cond ((pair? x) (ipair (gtree->itree (car x)) (gtree->itree (cdr x))))
            ((ipair? x) (ipair (gtree->itree (icar x)) (gtree->itree (icdr x))))
            (else x)))
    (define (gtree->tree x)
      (cond ((pair? x) (cons (gtree->tree (car x)) (gtree->tree (cdr x))))
            ((ipair? x) (cons (gtree->tree (icar x)) (gtree->tree (icdr x))))
            (else x)))

    (define (iapply f x . more)
      (let* ((reversed (reverse (cons x more)))
             (last (elements 'iapply (car reversed))))
        (apply f (append (reverse (cdr reversed)) last))))

    ;;; Comparators (SRFI 128)

    ;; A comparator of pairs: by first, then by rest.
    (define (make-ipair-comparator first rest)
      (define car-comparator (make-icar-comparator first))
      (define cdr-comparator (make-icdr-comparator rest))
      (make-comparator
       (lambda (x)
         (and (comparator-test-type car-comparator x) (comparator-test-type cdr-comparator x)))
       (lambda (a b) (and (=? car-comparator a b) (=? cdr-comparator a b)))
       (and (comparator-ordered? first)
            (comparator-ordered? rest)
            (lambda (a b)
              (if (=? car-comparator a b) (<? cdr-comparator a b) (<? car-comparator a b))))
       (and (comparator-hashable? first)
            (comparator-hashable? rest)
            (lambda (x)
              (mixed (comparator-hash car-comparator x) (comparator-hash cdr-comparator x))))))

    (define (mixed a b) (modulo (+ (* 31 a) b) (hash-bound)))

    ;; A comparator of pairs by the results of part.
    (define (make-part-comparator comparator part)
      (make-comparator
       (lambda (x) (and (ipair? x) (comparator-test-type comparator (part x))))
       (lambda (a b) (=? comparator (part a) (part b)))
       (and (comparator-ordered? comparator) (lambda (a b) (<? comparator (part a) (part b))))
       (and (comparator-hashable? comparator)
            (lambda (x) (comparator-hash comparator (part x))))))
    (define (make-icar-comparator comparator) (make-part-comparator comparator icar))
    (define (make-icdr-comparator comparator) (make-part-comparator comparator icdr))

    (define (make-ilist-comparator element)
      (make-list-comparator element proper-ilist? null? icar icdr))

    ;; A comparator of lists that may end in anything: () before pairs, those before the
    ;; rest. Elements and ends are compared by the same comparator.
    (define (make-improper-ilist-comparator element)
      (define (rank x) (cond ((null? x) 0) ((ipair? x) 1) (else 2)))
      (define (same? a b)
        (and (= (rank a) (rank b))
             (case (rank a)
               ((0) #t)
               ((1) (and (=? element (icar a) (icar b)) (same? (icdr a) (icdr b))))
               (else (=? element a b)))))
      (define (less? a b)
        (cond ((not (= (rank a) (rank b))) (< (rank a) (rank b)))
              ((null? a) #f)
              ((not (ipair? a)) (<? element a b))
              ((=? element (icar a) (icar b)) (less? (icdr a) (icdr b)))
              (else (<? element (icar a) (icar b)))))
      (define (hash x)
        (let loop ((x x) (acc 1))
          (cond ((null? x) acc)
                ((ipair? x) (loop (icdr x) (mixed acc (comparator-hash element (icar x)))))
                (else (mixed acc (comparator-hash element x))))))
      (define (fits? x)
        (cond ((null? x) #t)
              ((ipair? x) (and (comparator-test-type element (icar x)) (fits? (icdr x))))
              (else (comparator-test-type element x))))
      (make-comparator fits? same? (and (comparator-ordered? element) less?)
                       (and (comparator-hashable? element) hash)))

    ;; Elements are compared by the default comparator, which takes immutable pairs too.
    (define default (make-default-comparator))
    (define ilist-comparator (make-ilist-comparator default))
    (define ipair-comparator (make-ipair-comparator default default))
    (let ((lists (make-improper-ilist-comparator default)))
      (comparator-register-default!
       (make-comparator ipair?
                        (comparator-equality-predicate lists)
                        (comparator-ordering-predicate lists)
                        (comparator-hash-function lists))))))
