;;; native_compile -- compiles two hundred procedures at their first call: what the compiler to machine code costs.
(define-syntax procedures
  (syntax-rules ()
    ((_ name ...) (list (let () (define (name x items v)
                                  (let loop ((i 0) (at items) (sum 0))
                                    (cond ((null? at) (vector-set! v 0 sum) (if (> sum 100) (list name sum) (+ sum x)))
                                          ((eq? (car at) 'name) (loop (+ i 1) (cdr at) (* sum 2)))
                                          ((fixnum? (car at)) (loop (+ i 1) (cdr at) (+ sum (car at) (vector-ref v 1))))
                                          (else (loop (+ i 1) (cdr at) (if (string? (car at)) (string-length (car at)) i))))))
                     name) ...))))
(define-syntax times-ten
  (syntax-rules () ((_ (k ...) x ...) (append (k ... x ...) (k ... x ...) (k ... x ...) (k ... x ...) (k ... x ...)
                                              (k ... x ...) (k ... x ...) (k ... x ...) (k ... x ...) (k ... x ...)))))
(define all (times-ten (procedures) a b c d e f g h i j k l m n o p q r s t))
(define items (list 1 2 'a "three" 4))
(define v (vector 0 1))
(display (length (map (lambda (f) (f 1 items v)) all)))
