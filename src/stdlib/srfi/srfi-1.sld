;;; SRFI 1: list library. Most of it is in (cairn base); the rest is here.
;;;
;;; The "linear update" procedures, whose names end in !, are the pure ones, as the SRFI
;;; permits.

(define-library (srfi 1)
  (export
    ;; constructors
    cons list xcons cons* make-list list-tabulate list-copy circular-list iota
    ;; predicates
    pair? null? proper-list? circular-list? dotted-list? not-pair? null-list? list=
    ;; selectors
    car cdr caar cadr cdar cddr caaar caadr cadar caddr cdaar cdadr cddar cdddr
    caaaar caaadr caadar caaddr cadaar cadadr caddar cadddr
    cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar cddddr
    list-ref first second third fourth fifth sixth seventh eighth ninth tenth
    car+cdr take drop take-right drop-right split-at last last-pair
    (rename take take!) (rename drop-right drop-right!) (rename split-at split-at!)
    ;; miscellaneous
    length length+ append concatenate reverse append! reverse!
    (rename concatenate concatenate!)
    append-reverse (rename append-reverse append-reverse!)
    zip unzip1 unzip2 unzip3 unzip4 unzip5 count
    ;; fold, unfold, map
    fold fold-right pair-fold pair-fold-right reduce reduce-right unfold unfold-right
    map for-each append-map (rename append-map append-map!) (rename map map!)
    (rename map map-in-order) pair-for-each filter-map
    ;; filtering and searching
    filter partition remove
    (rename filter filter!) (rename partition partition!) (rename remove remove!)
    find find-tail any every list-index take-while drop-while span break
    (rename take-while take-while!) (rename span span!) (rename break break!)
    member memq memv
    ;; deletion and association lists
    delete delete-duplicates
    (rename delete delete!) (rename delete-duplicates delete-duplicates!)
    assoc assq assv alist-cons alist-copy alist-delete (rename alist-delete alist-delete!)
    ;; sets
    lset<= lset= lset-adjoin lset-union lset-intersection lset-difference lset-xor
    lset-diff+intersection
    (rename lset-union lset-union!) (rename lset-intersection lset-intersection!)
    (rename lset-difference lset-difference!) (rename lset-xor lset-xor!)
    (rename lset-diff+intersection lset-diff+intersection!)
    set-car! set-cdr!)
  (import (scheme base)
          (scheme case-lambda)
          (scheme cxr)
          (except (cairn base) pair-for-each)
          (only (cairn checks) %check-procedure))
  (begin
    (define (xcons a b) (cons b a))

    (define (circular-list x . more)
      (let ((items (cons x more)))
        (set-cdr! (last-pair items) items)
        items))

    ;; The end of a list: its last cdr, or a pair if it is circular.
    (define (list-end x)
      (let loop ((slow x) (fast x))
        (cond ((not (pair? fast)) fast)
              ((not (pair? (cdr fast))) (cdr fast))
              (else
               (let ((slow (cdr slow)) (fast (cddr fast)))
                 (if (eq? slow fast) fast (loop slow fast)))))))

    (define (proper-list? x) (null? (list-end x)))
    (define (circular-list? x) (pair? (list-end x)))
    (define (dotted-list? x)
      (let ((end (list-end x)))
        (not (or (pair? end) (null? end)))))
    (define (not-pair? x) (not (pair? x)))
    (define (null-list? x)
      (cond ((pair? x) #f)
            ((null? x) #t)
            (else (error "null-list?: expected a list, got" x))))

    (define (list= same? . lists)
      (define (two a b)
        (cond ((and (pair? a) (pair? b))
               (and (same? (car a) (car b)) (two (cdr a) (cdr b))))
              (else (and (null? a) (null? b)))))
      (or (null? lists)
          (let loop ((a (car lists)) (rest (cdr lists)))
            (or (null? rest)
                (and (or (eq? a (car rest)) (two a (car rest)))
                     (loop (car rest) (cdr rest)))))))

    (define (sixth x) (list-ref x 5))
    (define (seventh x) (list-ref x 6))
    (define (eighth x) (list-ref x 7))
    (define (ninth x) (list-ref x 8))
    (define (tenth x) (list-ref x 9))
    (define (car+cdr x) (values (car x) (cdr x)))

    (define (check-ends who x)
      (when (circular-list? x)
        (error (string-append (symbol->string who) ": expected a list that ends, got") x)))

    ;; Number of pairs before the end of a list that may be dotted.
    (define (pairs who x)
      (check-ends who x)
      (let loop ((x x) (n 0))
        (if (pair? x) (loop (cdr x) (+ n 1)) n)))

    (define (take-right x k) (drop x (- (pairs 'take-right x) k)))
    (define (drop-right x k) (take x (- (pairs 'drop-right x) k)))
    (define (split-at x k) (values (take x k) (drop x k)))

    (define (concatenate lists)
      (unless (list? lists) (error "concatenate: expected a list, got" lists))
      (apply append lists))

    (define (zip x . more) (apply map list x more))
    (define-syntax define-unzip
      (syntax-rules ()
        ((_ name part ...)
         (define (name lists)
           (check-ends 'name lists)
           (values (map part lists) ...)))))
    (define-unzip unzip1 first)
    (define-unzip unzip2 first second)
    (define-unzip unzip3 first second third)
    (define-unzip unzip4 first second third fourth)
    (define-unzip unzip5 first second third fourth fifth)

    ;; One of several lists that a procedure walks in step must end.
    (define (check-some-end who lists)
      (when (every circular-list? lists) (check-ends who (car lists))))

    ;; The tails of several lists, in step: a list of lists of pairs, last first.
    (define (reversed-tails lists)
      (let loop ((lists lists) (acc '()))
        (if (every pair? lists)
            (loop (map cdr lists) (cons lists acc))
            acc)))

    (define (check-end who x)
      (unless (null? x)
        (error (string-append (symbol->string who) ": expected a list, ending in") x)))

    (define (pair-for-each f x . more)
      (%check-procedure 'pair-for-each f)
      (check-some-end 'pair-for-each (cons x more))
      (if (null? more)
          (let loop ((x x))
            (if (pair? x)
                (let ((rest (cdr x)))
                  (f x)
                  (loop rest))
                (check-end 'pair-for-each x)))
          (let loop ((lists (cons x more)))
            (when (every pair? lists)
              (let ((rests (map cdr lists)))
                (apply f lists)
                (loop rests))))))

    (define (pair-fold f seed x . more)
      (%check-procedure 'pair-fold f)
      (check-some-end 'pair-fold (cons x more))
      (if (null? more)
          (let loop ((x x) (acc seed))
            (if (pair? x)
                (let ((rest (cdr x)))
                  (loop rest (f x acc)))
                (begin
                  (check-end 'pair-fold x)
                  acc)))
          (let loop ((lists (cons x more)) (acc seed))
            (if (every pair? lists)
                (let ((rests (map cdr lists)))
                  (loop rests (apply f (append lists (list acc)))))
                acc))))

    (define (pair-fold-right f seed x . more)
      (%check-procedure 'pair-fold-right f)
      (check-some-end 'pair-fold-right (cons x more))
      (let loop ((tails (reversed-tails (cons x more))) (acc seed))
        (if (pair? tails)
            (loop (cdr tails) (apply f (append (car tails) (list acc))))
            acc)))

    (define (alist-cons key value alist) (cons (cons key value) alist))
    (define alist-delete
      (case-lambda
        ((key alist) (alist-delete key alist equal?))
        ((key alist same?)
         (check-ends 'alist-delete alist)
         (remove (lambda (entry) (same? key (car entry))) alist))))

    (define (check-sets who sets)
      (for-each (lambda (set) (check-ends who set)) sets))
    (define (subset? same? a b)
      (every (lambda (x) (member x b same?)) a))

    (define (lset<= same? . sets)
      (check-sets 'lset<= sets)
      (or (null? sets)
          (let loop ((a (car sets)) (rest (cdr sets)))
            (or (null? rest)
                (and (or (eq? a (car rest)) (subset? same? a (car rest)))
                     (loop (car rest) (cdr rest)))))))

    (define (lset= same? . sets)
      (define (swapped a b) (same? b a))
      (check-sets 'lset= sets)
      (or (null? sets)
          (let loop ((a (car sets)) (rest (cdr sets)))
            (or (null? rest)
                (and (or (eq? a (car rest))
                         (and (subset? same? a (car rest)) (subset? swapped (car rest) a)))
                     (loop (car rest) (cdr rest)))))))

    (define (lset-xor same? . sets)
      (define (without a b) (remove (lambda (x) (member x b same?)) a))
      (check-sets 'lset-xor sets)
      (reduce (lambda (b a)
                (fold cons (without b a) (without a b)))
              '()
              sets))

    (define (lset-diff+intersection same? set . others)
      (check-sets 'lset-diff+intersection (cons set others))
      (partition (lambda (x) (not (any (lambda (other) (member x other same?)) others)))
                 set))))
