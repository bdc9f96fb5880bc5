;;; Lists: the procedures of R7RS 6.4 and SRFI 1 that take procedures.
;;;
;;; Results are gathered in a list that only grows and reversed at the end, so
;;; that a continuation captured in the middle and entered again disturbs nothing.
;;; Each has a clause for one list and one for two, then the general one. A list
;;; that ends in something else than () is reported when its end is reached.

(define map
  (case-lambda
    ((f items)
     (let loop ((rest items) (acc '()))
       (if (pair? rest)
           (loop (cdr rest) (cons (f (car rest)) acc))
           (if (null? rest) (reverse acc) (%type-error 'map "a list" items)))))
    ((f items1 items2)
     (let loop ((a items1) (b items2) (acc '()))
       (if (and (pair? a) (pair? b))
           (loop (cdr a) (cdr b) (cons (f (car a) (car b)) acc))
           (begin (%check-ends 'map a b) (reverse acc)))))
    ((f items1 items2 . more)
     (let loop ((lists (cons items1 (cons items2 more))) (acc '()))
       (if (%all-pairs? 'map lists)
           (loop (%cdrs lists) (cons (apply f (%cars lists)) acc))
           (reverse acc))))))

(define for-each
  (case-lambda
    ((f items)
     (let loop ((rest items))
       (if (pair? rest)
           (begin (f (car rest)) (loop (cdr rest)))
           (if (not (null? rest)) (%type-error 'for-each "a list" items)))))
    ((f items1 items2)
     (let loop ((a items1) (b items2))
       (if (and (pair? a) (pair? b))
           (begin (f (car a) (car b)) (loop (cdr a) (cdr b)))
           (%check-ends 'for-each a b))))
    ((f items1 items2 . more)
     (let loop ((lists (cons items1 (cons items2 more))))
       (if (%all-pairs? 'for-each lists)
           (begin (apply f (%cars lists)) (loop (%cdrs lists))))))))

(define append-map
  (case-lambda
    ((f items)
     (let loop ((rest items) (acc '()))
       (if (pair? rest)
           (loop (cdr rest) (cons (f (car rest)) acc))
           (if (null? rest) (%append-reversed acc) (%type-error 'append-map "a list" items)))))
    ((f items . more)
     (let loop ((lists (cons items more)) (acc '()))
       (if (%all-pairs? 'append-map lists)
           (loop (%cdrs lists) (cons (apply f (%cars lists)) acc))
           (%append-reversed acc))))))

;; The lists of a reversed list, appended.
(define (%append-reversed lists)
  (let loop ((rest lists) (acc '()))
    (if (pair? rest)
        (loop (cdr rest) (append (car rest) acc))
        acc)))

(define filter-map
  (case-lambda
    ((f items)
     (let loop ((rest items) (acc '()))
       (if (pair? rest)
           (let ((x (f (car rest))))
             (loop (cdr rest) (if x (cons x acc) acc)))
           (if (null? rest) (reverse acc) (%type-error 'filter-map "a list" items)))))
    ((f items . more)
     (let loop ((lists (cons items more)) (acc '()))
       (if (%all-pairs? 'filter-map lists)
           (let ((x (apply f (%cars lists))))
             (loop (%cdrs lists) (if x (cons x acc) acc)))
           (reverse acc))))))

(define (filter pred items)
  (let loop ((rest items) (acc '()))
    (if (pair? rest)
        (let ((x (car rest)))
          (loop (cdr rest) (if (pred x) (cons x acc) acc)))
        (if (null? rest) (reverse acc) (%type-error 'filter "a list" items)))))

(define (remove pred items)
  (let loop ((rest items) (acc '()))
    (if (pair? rest)
        (let ((x (car rest)))
          (loop (cdr rest) (if (pred x) acc (cons x acc))))
        (if (null? rest) (reverse acc) (%type-error 'remove "a list" items)))))

(define (partition pred items)
  (let loop ((rest items) (in '()) (out '()))
    (if (pair? rest)
        (let ((x (car rest)))
          (if (pred x)
              (loop (cdr rest) (cons x in) out)
              (loop (cdr rest) in (cons x out))))
        (if (null? rest)
            (values (reverse in) (reverse out))
            (%type-error 'partition "a list" items)))))

(define fold
  (case-lambda
    ((f seed items)
     (let loop ((rest items) (acc seed))
       (if (pair? rest)
           (loop (cdr rest) (f (car rest) acc))
           (if (null? rest) acc (%type-error 'fold "a list" items)))))
    ((f seed items1 items2)
     (let loop ((a items1) (b items2) (acc seed))
       (if (and (pair? a) (pair? b))
           (loop (cdr a) (cdr b) (f (car a) (car b) acc))
           (begin (%check-ends 'fold a b) acc))))
    ((f seed items1 items2 . more)
     (let loop ((lists (cons items1 (cons items2 more))) (acc seed))
       (if (%all-pairs? 'fold lists)
           (loop (%cdrs lists) (apply f (append (%cars lists) (list acc))))
           acc)))))

(define fold-left
  (case-lambda
    ((f seed items)
     (let loop ((rest items) (acc seed))
       (if (pair? rest)
           (loop (cdr rest) (f acc (car rest)))
           (if (null? rest) acc (%type-error 'fold-left "a list" items)))))
    ((f seed items1 items2)
     (let loop ((a items1) (b items2) (acc seed))
       (if (and (pair? a) (pair? b))
           (loop (cdr a) (cdr b) (f acc (car a) (car b)))
           (begin (%check-ends 'fold-left a b) acc))))
    ((f seed items1 items2 . more)
     (let loop ((lists (cons items1 (cons items2 more))) (acc seed))
       (if (%all-pairs? 'fold-left lists)
           (loop (%cdrs lists) (apply f acc (%cars lists)))
           acc)))))

(define fold-right
  (case-lambda
    ((f seed items)
     (let loop ((rest (reverse items)) (acc seed))
       (if (pair? rest)
           (loop (cdr rest) (f (car rest) acc))
           acc)))
    ((f seed items . more)
     (let gather ((lists (cons items more)) (rows '()))
       (if (%all-pairs? 'fold-right lists)
           (gather (%cdrs lists) (cons (%cars lists) rows))
           (let loop ((rows rows) (acc seed))
             (if (pair? rows)
                 (loop (cdr rows) (apply f (append (car rows) (list acc))))
                 acc)))))))

(define (reduce f identity items)
  (if (pair? items)
      (fold f (car items) (cdr items))
      (if (null? items) identity (%type-error 'reduce "a list" items))))

(define (reduce-right f identity items)
  (if (pair? items)
      (let ((back (reverse items)))
        (fold f (car back) (cdr back)))
      (if (null? items) identity (%type-error 'reduce-right "a list" items))))

(define delete
  (case-lambda
    ((x items)
     (let loop ((rest items) (acc '()))
       (if (pair? rest)
           (let ((y (car rest)))
             (loop (cdr rest) (if (equal? x y) acc (cons y acc))))
           (if (null? rest) (reverse acc) (%type-error 'delete "a list" items)))))
    ((x items same?)
     (let loop ((rest items) (acc '()))
       (if (pair? rest)
           (let ((y (car rest)))
             (loop (cdr rest) (if (same? x y) acc (cons y acc))))
           (if (null? rest) (reverse acc) (%type-error 'delete "a list" items)))))))

(define delete-duplicates
  (case-lambda
    ((items)
     (%check-list 'delete-duplicates items)
     (let loop ((rest items) (acc '()))
       (if (pair? rest)
           (loop (cdr rest) (if (%member (car rest) acc) acc (cons (car rest) acc)))
           (reverse acc))))
    ((items same?)
     (%check-list 'delete-duplicates items)
     (let loop ((rest items) (acc '()))
       (if (pair? rest)
           (let ((x (car rest)))
             (let seen ((kept acc))
               (if (pair? kept)
                   (if (same? (car kept) x) (loop (cdr rest) acc) (seen (cdr kept)))
                   (loop (cdr rest) (cons x acc)))))
           (reverse acc))))))

(define (%check-list who x)
  (if (list? x) #t (%type-error who "a list" x)))

(define (find pred items)
  (let loop ((rest items))
    (if (pair? rest)
        (let ((x (car rest)))
          (if (pred x) x (loop (cdr rest))))
        (if (null? rest) #f (%type-error 'find "a list" items)))))

(define (find-tail pred items)
  (let loop ((rest items))
    (if (pair? rest)
        (if (pred (car rest)) rest (loop (cdr rest)))
        (if (null? rest) #f (%type-error 'find-tail "a list" items)))))

(define any
  (case-lambda
    ((pred items)
     (if (pair? items)
         (let loop ((x (car items)) (rest (cdr items)))
           (if (pair? rest)
               (or (pred x) (loop (car rest) (cdr rest)))
               (pred x)))
         (if (null? items) #f (%type-error 'any "a list" items))))
    ((pred items . more)
     (let ((lists (cons items more)))
       (if (%all-pairs? 'any lists)
           (let loop ((xs (%cars lists)) (rests (%cdrs lists)))
             (if (%all-pairs? 'any rests)
                 (or (apply pred xs) (loop (%cars rests) (%cdrs rests)))
                 (apply pred xs)))
           #f)))))

(define every
  (case-lambda
    ((pred items)
     (if (pair? items)
         (let loop ((x (car items)) (rest (cdr items)))
           (if (pair? rest)
               (if (pred x) (loop (car rest) (cdr rest)) #f)
               (pred x)))
         (if (null? items) #t (%type-error 'every "a list" items))))
    ((pred items . more)
     (let ((lists (cons items more)))
       (if (%all-pairs? 'every lists)
           (let loop ((xs (%cars lists)) (rests (%cdrs lists)))
             (if (%all-pairs? 'every rests)
                 (if (apply pred xs) (loop (%cars rests) (%cdrs rests)) #f)
                 (apply pred xs)))
           #t)))))

(define list-index
  (case-lambda
    ((pred items)
     (let loop ((rest items) (i 0))
       (if (pair? rest)
           (if (pred (car rest)) i (loop (cdr rest) (+ i 1)))
           (if (null? rest) #f (%type-error 'list-index "a list" items)))))
    ((pred items . more)
     (let loop ((lists (cons items more)) (i 0))
       (if (%all-pairs? 'list-index lists)
           (if (apply pred (%cars lists)) i (loop (%cdrs lists) (+ i 1)))
           #f)))))

(define count
  (case-lambda
    ((pred items)
     (let loop ((rest items) (n 0))
       (if (pair? rest)
           (loop (cdr rest) (if (pred (car rest)) (+ n 1) n))
           (if (null? rest) n (%type-error 'count "a list" items)))))
    ((pred items . more)
     (let loop ((lists (cons items more)) (n 0))
       (if (%all-pairs? 'count lists)
           (loop (%cdrs lists) (if (apply pred (%cars lists)) (+ n 1) n))
           n)))))

(define (take-while pred items)
  (let loop ((rest items) (acc '()))
    (if (pair? rest)
        (if (pred (car rest))
            (loop (cdr rest) (cons (car rest) acc))
            (reverse acc))
        (if (null? rest) (reverse acc) (%type-error 'take-while "a list" items)))))

(define (drop-while pred items)
  (let loop ((rest items))
    (if (pair? rest)
        (if (pred (car rest)) (loop (cdr rest)) rest)
        (if (null? rest) rest (%type-error 'drop-while "a list" items)))))

(define (span pred items)
  (let loop ((rest items) (acc '()))
    (if (pair? rest)
        (if (pred (car rest))
            (loop (cdr rest) (cons (car rest) acc))
            (values (reverse acc) rest))
        (if (null? rest) (values (reverse acc) rest) (%type-error 'span "a list" items)))))

(define (break pred items)
  (let loop ((rest items) (acc '()))
    (if (pair? rest)
        (if (pred (car rest))
            (values (reverse acc) rest)
            (loop (cdr rest) (cons (car rest) acc)))
        (if (null? rest) (values (reverse acc) rest) (%type-error 'break "a list" items)))))

(define (pair-for-each f items)
  (let loop ((rest items))
    (if (pair? rest)
        (let ((next (cdr rest)))
          (f rest)
          (loop next)))))

(define unfold
  (case-lambda
    ((stop? mapper successor seed)
     (let loop ((seed seed) (acc '()))
       (if (stop? seed)
           (reverse acc)
           (loop (successor seed) (cons (mapper seed) acc)))))
    ((stop? mapper successor seed tail)
     (let loop ((seed seed) (acc '()))
       (if (stop? seed)
           (append (reverse acc) (tail seed))
           (loop (successor seed) (cons (mapper seed) acc)))))))

(define unfold-right
  (case-lambda
    ((stop? mapper successor seed)
     (unfold-right stop? mapper successor seed '()))
    ((stop? mapper successor seed tail)
     (let loop ((seed seed) (acc tail))
       (if (stop? seed)
           acc
           (loop (successor seed) (cons (mapper seed) acc)))))))

(define (list-tabulate n f)
  (if (%index? n)
      (let loop ((i 0) (acc '()))
        (if (< i n)
            (loop (+ i 1) (cons (f i) acc))
            (reverse acc)))
      (%type-error 'list-tabulate "an index" n)))

(define assoc
  (case-lambda
    ((key alist) (%assoc key alist))
    ((key alist same?)
     (let loop ((rest alist))
       (if (pair? rest)
           (let ((entry (car rest)))
             (if (pair? entry)
                 (if (same? key (car entry)) entry (loop (cdr rest)))
                 (%type-error 'assoc "a list of pairs" alist)))
           (if (null? rest) #f (%type-error 'assoc "a list" alist)))))))

(define member
  (case-lambda
    ((x items) (%member x items))
    ((x items same?)
     (let loop ((rest items))
       (if (pair? rest)
           (if (same? x (car rest)) rest (loop (cdr rest)))
           (if (null? rest) #f (%type-error 'member "a list" items)))))))

(define (lset-adjoin same? set . items)
  (%check-list 'lset-adjoin set)
  (fold (lambda (x set)
          (if (member x set (lambda (a b) (same? b a))) set (cons x set)))
        set
        items))

(define (lset-union same? . sets)
  (reduce (lambda (set union)
            (cond ((null? set) union)
                  ((null? union) set)
                  ((eq? set union) union)
                  (else (apply lset-adjoin same? union set))))
          '()
          sets))

(define (lset-intersection same? set . others)
  (%check-list 'lset-intersection set)
  (filter (lambda (x) (every (lambda (other) (member x other same?)) others)) set))

(define (lset-difference same? set . others)
  (%check-list 'lset-difference set)
  (remove (lambda (x) (any (lambda (other) (member x other same?)) others)) set))
