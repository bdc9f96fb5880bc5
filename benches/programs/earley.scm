;;; earley -- a chart recogniser and parse counter for any context-free grammar.
(import (scheme base) (scheme write))

;; Grammar: (left right ...) with symbols; what has no rule is a terminal.
(define grammar
  '((S E)
    (E E + E)
    (E E * E)
    (E < E >)
    (E n)))

(define (rules-for name)
  (let loop ((rules grammar) (found '()))
    (cond ((null? rules) found)
          ((eq? name (caar rules)) (loop (cdr rules) (cons (car rules) found)))
          (else (loop (cdr rules) found)))))

(define table
  (map (lambda (name) (cons name (rules-for name))) '(S E)))

;; An item is #(left rest origin): what is still to come of a rule.
(define (item left rest origin) (vector left rest origin))
(define (left i) (vector-ref i 0))
(define (rest i) (vector-ref i 1))
(define (origin i) (vector-ref i 2))

(define (same? a b)
  (and (eq? (left a) (left b))
       (eq? (rest a) (rest b))
       (= (origin a) (origin b))))

(define (known? i items)
  (and (pair? items)
       (or (same? i (car items)) (known? i (cdr items)))))

;; Fills the chart and returns it: for each position the list of its items.
(define (parse tokens)
  (let* ((n (length tokens)) (chart (make-vector (+ n 1) '())))
    (define (add! i at todo)
      (if (known? i (vector-ref chart at))
          todo
          (begin
            (vector-set! chart at (cons i (vector-ref chart at)))
            (cons i todo))))
    (define (add-all! items at todo)
      (if (null? items) todo (add-all! (cdr items) at (add! (car items) at todo))))
    (define (predicted name at)
      (map (lambda (rule) (item name (cdr rule) at)) (cdr (assq name table))))
    (define (completed done)
      (let loop ((items (vector-ref chart (origin done))) (found '()))
        (cond ((null? items) found)
              ((and (pair? (rest (car items))) (eq? (car (rest (car items))) (left done)))
               (loop (cdr items)
                     (cons (item (left (car items)) (cdr (rest (car items))) (origin (car items)))
                           found)))
              (else (loop (cdr items) found)))))
    (define (run at todo tokens)
      (unless (null? todo)
        (let ((i (car todo)))
          (cond ((null? (rest i))
                 (run at (add-all! (completed i) at (cdr todo)) tokens))
                ((assq (car (rest i)) table)
                 (run at (add-all! (predicted (car (rest i)) at) at (cdr todo)) tokens))
                ((and (pair? tokens) (eq? (car tokens) (car (rest i))))
                 (add! (item (left i) (cdr (rest i)) (origin i)) (+ at 1) '())
                 (run at (cdr todo) tokens))
                (else (run at (cdr todo) tokens))))))
    (add-all! (predicted 'S 0) 0 '())
    (let loop ((at 0) (tokens tokens))
      (run at (vector-ref chart at) tokens)
      (when (pair? tokens) (loop (+ at 1) (cdr tokens))))
    chart))

(define (accepted? chart)
  (let loop ((items (vector-ref chart (- (vector-length chart) 1))))
    (and (pair? items)
         (or (and (eq? (left (car items)) 'S)
                  (null? (rest (car items)))
                  (= 0 (origin (car items))))
             (loop (cdr items))))))

(define (chart-size chart)
  (let loop ((i 0) (sum 0))
    (if (= i (vector-length chart))
        sum
        (loop (+ i 1) (+ sum (length (vector-ref chart i)))))))

(define (sentence n)
  (let loop ((i 0) (tokens '(n)))
    (if (= i n)
        tokens
        (loop (+ i 1)
              (case (remainder i 3)
                ((0) (append '(n +) tokens))
                ((1) (append '(n *) tokens))
                (else (append '(<) tokens '(>))))))))

(define (main n)
  (let ((good (parse (sentence n))) (bad (parse (append (sentence n) '(+)))))
    (display (list (accepted? good) (accepted? bad) (chart-size good)))
    (newline)))

(main 3000)
