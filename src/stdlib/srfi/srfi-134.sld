;;; SRFI 134: immutable deques.
;;;
;;; A deque is two lists and their lengths: the front, and the rear in reverse order. If there
;;; are two or more elements, neither is empty: when one becomes empty, it gets half of the
;;; other. Operations at both ends take amortised constant time, and reversing a deque exchanges
;;; the lists; so operations from the right work on the reversed deque.

(define-library (srfi 134)
  (export
    ideque ideque-tabulate ideque-unfold ideque-unfold-right
    ideque? ideque-empty? ideque= ideque-any ideque-every
    ideque-front ideque-back ideque-remove-front ideque-remove-back
    ideque-add-front ideque-add-back
    ideque-ref ideque-take ideque-take-right ideque-drop ideque-drop-right ideque-split-at
    ideque-length ideque-append ideque-reverse ideque-count ideque-zip
    ideque-map ideque-filter-map ideque-for-each ideque-for-each-right
    ideque-fold ideque-fold-right ideque-append-map
    ideque-filter ideque-remove ideque-partition
    ideque-find ideque-find-right ideque-take-while ideque-take-while-right
    ideque-drop-while ideque-drop-while-right ideque-span ideque-break
    list->ideque ideque->list generator->ideque ideque->generator)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base)
                any every fold count filter remove partition find-tail filter-map append-map
                take-while drop-while span break list-head list-tabulate unfold unfold-right
                append-reverse)
          (only (srfi 158) list->generator generator->list)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type <ideque>
      (make-ideque n front m rear)
      ideque?
      (n front-length)
      (front front)
      (m rear-length)
      (rear rear))

    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))
    (define (check who x)
      (unless (ideque? x) (wrong who "an ideque" x)))
    (define (check-not-empty who x)
      (check who x)
      (when (ideque-empty? x) (error (string-append (symbol->string who) ": the ideque is empty"))))
    (define (check-count who deque n)
      (check who deque)
      (unless (and (exact-integer? n) (<= 0 n (ideque-length deque)))
        (wrong who "a number of elements of the ideque" n)))

    ;; The deque with n elements in front and m in the rear.
    (define (balanced n front m rear)
      (cond ((and (= n 0) (> m 1))
             (let ((keep (quotient m 2)))
               (make-ideque (- m keep) (reverse (list-tail rear keep))
                            keep (list-head rear keep))))
            ((and (= m 0) (> n 1))
             (let ((keep (quotient n 2)))
               (make-ideque keep (list-head front keep)
                            (- n keep) (reverse (list-tail front keep)))))
            (else (make-ideque n front m rear))))

    (define (of-lists front rear)
      (balanced (length front) front (length rear) rear))

    (define empty (make-ideque 0 '() 0 '()))

    ;;; Constructors and conversion

    (define (list->ideque items)
      (unless (list? items) (wrong 'list->ideque "a list" items))
      (of-lists items '()))

    (define (ideque->list deque)
      (check 'ideque->list deque)
      (elements deque))

    ;; The lists of the elements of deques, for procedures that take several.
    (define (element-lists who deque more)
      (map (lambda (deque) (check who deque) (elements deque)) (cons deque more)))

    ;; (define-elementwise (name argument ... deque) of-one lists of-several): a procedure of one
    ;; or more deques, whose elements it takes together up to the end of the shortest. The value is
    ;; of-one for one deque, else of-several, where lists has the lists of elements.
    (define-syntax define-elementwise
      (syntax-rules ()
        ((_ (name argument ... deque) of-one lists of-several)
         (define (name argument ... deque . more)
           (if (null? more)
               (begin (check 'name deque) of-one)
               (let ((lists (element-lists 'name deque more))) of-several))))))

    ;; Lists without what is beyond the shortest, reversed.
    (define (turned-lists lists)
      (let ((n (apply min (map length lists))))
        (map (lambda (list) (reverse (list-head list n))) lists)))

    (define (elements deque)
      (append (front deque) (reverse (rear deque))))

    (define (ideque . items) (list->ideque items))
    (define (ideque-tabulate n f) (list->ideque (list-tabulate n f)))
    (define (ideque-unfold stop? mapper successor seed)
      (list->ideque (unfold stop? mapper successor seed)))
    (define (ideque-unfold-right stop? mapper successor seed)
      (list->ideque (unfold-right stop? mapper successor seed)))
    (define (generator->ideque gen) (list->ideque (generator->list gen)))
    (define (ideque->generator deque) (list->generator (ideque->list deque)))

    ;;; Predicates

    (define (ideque-empty? deque)
      (check 'ideque-empty? deque)
      (= (ideque-length deque) 0))

    (define (ideque= same? . deques)
      (define (two a b)
        (or (eq? a b)
            (and (= (ideque-length a) (ideque-length b))
                 (every same? (elements a) (elements b)))))
      (for-each (lambda (deque) (check 'ideque= deque)) deques)
      (or (null? deques)
          (let loop ((a (car deques)) (rest (cdr deques)))
            (or (null? rest)
                (and (two a (car rest)) (loop (car rest) (cdr rest)))))))

    (define-elementwise (ideque-any pred deque)
      (or (any pred (front deque)) (any pred (reverse (rear deque))))
      lists
      (apply any pred lists))

    (define-elementwise (ideque-every pred deque)
      (if (null? (rear deque))
          (every pred (front deque))
          (and (every pred (front deque)) (every pred (reverse (rear deque)))))
      lists
      (apply every pred lists))

    ;;; Ends

    (define (ideque-front deque)
      (check-not-empty 'ideque-front deque)
      (first deque))
    (define (ideque-back deque)
      (check-not-empty 'ideque-back deque)
      (first (turned deque)))

    (define (first deque)
      (car (if (pair? (front deque)) (front deque) (rear deque))))

    (define (ideque-remove-front deque)
      (check-not-empty 'ideque-remove-front deque)
      (without-first deque))
    (define (ideque-remove-back deque)
      (check-not-empty 'ideque-remove-back deque)
      (turned (without-first (turned deque))))

    (define (without-first deque)
      (if (pair? (front deque))
          (balanced (- (front-length deque) 1) (cdr (front deque))
                    (rear-length deque) (rear deque))
          empty))

    (define (ideque-add-front deque x)
      (check 'ideque-add-front deque)
      (with-first x deque))
    (define (ideque-add-back deque x)
      (check 'ideque-add-back deque)
      (turned (with-first x (turned deque))))

    (define (with-first x deque)
      (balanced (+ (front-length deque) 1) (cons x (front deque))
                (rear-length deque) (rear deque)))

    ;;; Parts

    (define (ideque-ref deque i)
      (check 'ideque-ref deque)
      (let ((n (front-length deque)) (size (ideque-length deque)))
        (cond ((not (and (exact-integer? i) (< -1 i size)))
               (wrong 'ideque-ref "an index in the ideque" i))
              ((< i n) (list-ref (front deque) i))
              (else (list-ref (rear deque) (- size i 1))))))

    (define (ideque-take deque k)
      (check-count 'ideque-take deque k)
      (taken deque k))
    (define (ideque-drop deque k)
      (check-count 'ideque-drop deque k)
      (turned (taken (turned deque) (- (ideque-length deque) k))))
    (define (ideque-take-right deque k)
      (check-count 'ideque-take-right deque k)
      (turned (taken (turned deque) k)))
    (define (ideque-drop-right deque k)
      (check-count 'ideque-drop-right deque k)
      (taken deque (- (ideque-length deque) k)))
    (define (ideque-split-at deque k)
      (check-count 'ideque-split-at deque k)
      (values (ideque-take deque k) (ideque-drop deque k)))

    ;; The first k elements.
    (define (taken deque k)
      (let ((n (front-length deque)) (size (ideque-length deque)))
        (if (<= k n)
            (balanced k (list-head (front deque) k) 0 '())
            (balanced n (front deque) (- k n) (list-tail (rear deque) (- size k))))))

    ;;; The whole

    (define (ideque-length deque)
      (check 'ideque-length deque)
      (+ (front-length deque) (rear-length deque)))

    (define (ideque-append . deques)
      (for-each (lambda (deque) (check 'ideque-append deque)) deques)
      (fold (lambda (deque all)
              (if (= (ideque-length all) 0)
                  deque
                  (balanced (front-length all) (front all)
                            (+ (rear-length all) (ideque-length deque))
                            (append (rear deque) (append-reverse (front deque) (rear all))))))
            empty
            deques))

    (define (ideque-reverse deque)
      (check 'ideque-reverse deque)
      (turned deque))

    (define (turned deque)
      (make-ideque (rear-length deque) (rear deque) (front-length deque) (front deque)))

    (define-elementwise (ideque-count pred deque)
      (+ (count pred (front deque)) (count pred (rear deque)))
      lists
      (apply count pred lists))

    (define (ideque-zip deque . more)
      (list->ideque (apply map list (map ideque->list (cons deque more)))))

    ;;; Mapping

    (define-elementwise (ideque-map f deque)
      (make-ideque (front-length deque) (map f (front deque))
                   (rear-length deque) (map f (rear deque)))
      lists
      (list->ideque (apply map f lists)))

    (define-elementwise (ideque-filter-map f deque)
      (of-lists (filter-map f (front deque)) (filter-map f (rear deque)))
      lists
      (list->ideque (apply filter-map f lists)))

    (define-elementwise (ideque-for-each f deque)
      (begin (for-each f (front deque))
             (for-each f (reverse (rear deque))))
      lists
      (apply for-each f lists))

    (define-elementwise (ideque-for-each-right f deque)
      (ideque-for-each f (turned deque))
      lists
      (apply for-each f (turned-lists lists)))

    (define-elementwise (ideque-fold f seed deque)
      (fold f (fold f seed (front deque)) (reverse (rear deque)))
      lists
      (apply fold f seed lists))

    (define-elementwise (ideque-fold-right f seed deque)
      (ideque-fold f seed (turned deque))
      lists
      (apply fold f seed (turned-lists lists)))

    (define (ideque-append-map f deque . more)
      (%check-procedure 'ideque-append-map f)
      (list->ideque
       (apply append-map
              (lambda arguments
                (let ((items (apply f arguments)))
                  (unless (list? items) (wrong 'ideque-append-map "a list" items))
                  items))
              (element-lists 'ideque-append-map deque more))))

    ;;; Filtering and searching

    (define (ideque-filter pred deque)
      (check 'ideque-filter deque)
      (of-lists (filter pred (front deque)) (filter pred (rear deque))))

    (define (ideque-remove pred deque)
      (check 'ideque-remove deque)
      (of-lists (remove pred (front deque)) (remove pred (rear deque))))

    (define (ideque-partition pred deque)
      (check 'ideque-partition deque)
      (let-values (((front-in front-out) (partition pred (front deque)))
                   ((rear-in rear-out) (partition pred (rear deque))))
        (values (of-lists front-in rear-in) (of-lists front-out rear-out))))

    (define (nothing) #f)

    (define ideque-find
      (case-lambda
        ((pred deque) (ideque-find pred deque nothing))
        ((pred deque fail)
         (check 'ideque-find deque)
         (let ((tail (or (find-tail pred (front deque))
                         (find-tail pred (reverse (rear deque))))))
           (if tail (car tail) (fail))))))

    (define ideque-find-right
      (case-lambda
        ((pred deque) (ideque-find-right pred deque nothing))
        ((pred deque fail)
         (check 'ideque-find-right deque)
         (ideque-find pred (turned deque) fail))))

    (define (ideque-take-while pred deque)
      (check 'ideque-take-while deque)
      (list->ideque (take-while pred (elements deque))))
    (define (ideque-drop-while pred deque)
      (check 'ideque-drop-while deque)
      (list->ideque (drop-while pred (elements deque))))
    (define (ideque-take-while-right pred deque)
      (check 'ideque-take-while-right deque)
      (turned (ideque-take-while pred (turned deque))))
    (define (ideque-drop-while-right pred deque)
      (check 'ideque-drop-while-right deque)
      (turned (ideque-drop-while pred (turned deque))))

    (define (ideque-span pred deque)
      (check 'ideque-span deque)
      (let-values (((in rest) (span pred (elements deque))))
        (values (list->ideque in) (list->ideque rest))))

    (define (ideque-break pred deque)
      (check 'ideque-break deque)
      (let-values (((out rest) (break pred (elements deque))))
        (values (list->ideque out) (list->ideque rest))))))
