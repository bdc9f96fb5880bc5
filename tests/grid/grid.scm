;; Awkward values of every type. Mutable ones are created again for each call.
(define makers
  (let ((same (lambda (x) (lambda () x))))
    (append
      (map same
           (list 0 1 -1 2 -7 255 256 32767 -32768 1152921504606846975 1152921504606846976 -1152921504606846976
                 -1152921504606846977 9007199254740993 (expt 10 30) (- (expt 10 30)) 1/2 -7/3 (/ (expt 10 30) 7)
                 0.0 -0.0 1.0 -1.5 2.5 1e300 -1e-300 5e-324 1152921504606846976.0 9007199254740992.0
                 +inf.0 -inf.0 +nan.0 1+2i 1.5-0.0i #t #f '() 'a '|| #\a #\x10ffff (eof-object)
                 (if #f #f) car (lambda (x) x) "literal" '(1 . 2)))
      (list (lambda () (list 1 2))
            (lambda () (list (list 1 2) 3))
            (lambda () (vector))
            (lambda () (vector 1 2 3))
            (lambda () (string))
            (lambda () (string #\a #\b #\x3bb))
            (lambda () (bytevector))
            (lambda () (bytevector 1 2 255))
            (lambda () (box 5))))))

;; Every n-th element.
(define (chosen n)
  (let loop ((i 0) (rest makers) (found '()))
    (cond ((null? rest) (reverse found))
          ((= 0 (modulo i n)) (loop (+ i 1) (cdr rest) (cons (car rest) found)))
          (else (loop (+ i 1) (cdr rest) found)))))

(define trial-count 0)

;; The list of a thunk's values, or the object that it raises.
(define (outcome thunk)
  (call/cc
    (lambda (k)
      (with-exception-handler
        (lambda (e)
          (k (if (error-object? e)
                 (vector (condition-kind e) (error-object-message e) (error-object-irritants e))
                 (vector 'raised e))))
        thunk))))

;; The result of the operation itself, in the form for this kind of context.
(define (expected place f arguments)
  (let ((values (outcome (lambda () (call-with-values (lambda () (apply f arguments)) list)))))
    (cond ((vector? values) values)
          ((memq place '(effect unused)) '(done))
          ((eq? place 'test) (list (if (car values) 'yes 'no)))
          (else values))))

;; Whether two results are the same; boxes are if their contents are.
(define (same? a b)
  (cond ((equal? a b))
        ((and (pair? a) (pair? b)) (and (same? (car a) (car b)) (same? (cdr a) (cdr b))))
        ((and (vector? a) (vector? b)) (same? (vector->list a) (vector->list b)))
        ((and (box? a) (box? b)) (same? (unbox a) (unbox b)))
        (else #f)))

;; The two results and the operands afterwards must be equal.
(define (compare name place wanted wanted-arguments got arguments)
  (set! trial-count (+ trial-count 1))
  (if (not (and (same? wanted got) (same? wanted-arguments arguments)))
      (let ((port (open-output-string)))
        (for-each (lambda (x) (write x port) (write-string " " port))
                  (list name place arguments 'wanted wanted 'got got))
        (report (get-output-string port)))))

(define (made makers) (map (lambda (make) (make)) makers))

(define (try name place f arguments1 arguments2 code operands)
  (let ((wanted (expected place f arguments1)))
    (compare name place wanted arguments1 (outcome (lambda () (apply code operands))) arguments2)))

;; Calls `use` with each combination of `count` makers. Triples are taken from a few makers.
(define (each-combination count every use)
  (let combine ((count count) (every (if (= count 3) (* every 7) every)) (operands '()))
    (if (= count 0)
        (use operands)
        (for-each (lambda (make) (combine (- count 1) every (cons make operands))) (chosen every)))))

(define (trials name f count every places)
  (each-combination count every
    (lambda (makers)
      (for-each
        (lambda (place)
          (let ((arguments (made makers)))
            (try name (car place) f (made makers) arguments (cdr place) arguments)))
        places))))

;; The operand `at` is a constant in the code.
(define (constants name f count at every codes)
  (define (insert operands constant)
    (let insert ((i 0) (rest operands))
      (if (= i at) (cons constant rest) (cons (car rest) (insert (+ i 1) (cdr rest))))))
  (each-combination (- count 1) every
    (lambda (makers)
      (for-each
        (lambda (entry)
          (let ((constant (car entry)) (operands (made makers)))
            (if (not (and (memq name '(set-car! set-cdr! vector-set! bytevector-u8-set!)) (= at 0)))
                (try name 'constant f (insert (made makers) constant) (insert operands constant)
                     (cdr entry) operands))))
        codes))))

(define (folded name f entries)
  (for-each
    (lambda (entry)
      (let ((arguments (list (vector-ref entry 0) (vector-ref entry 1))))
        (try name 'folded f arguments arguments (vector-ref entry 2) '())))
    entries))

(define (finish) (report-trials trial-count))
