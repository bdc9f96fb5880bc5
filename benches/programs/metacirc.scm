;;; metacirc -- a metacircular evaluator that looks at the text each time.
(import (scheme base) (scheme cxr) (scheme write))

(define (ev x env)
  (cond ((symbol? x) (cdr (lookup x env)))
        ((not (pair? x)) x)
        (else
         (case (car x)
           ((quote) (cadr x))
           ((if) (if (ev (cadr x) env) (ev (caddr x) env) (ev (cadddr x) env)))
           ((lambda) (list 'closure (cadr x) (caddr x) env))
           ((set!) (set-cdr! (lookup (cadr x) env) (ev (caddr x) env)))
           ((begin)
            (let loop ((xs (cdr x)))
              (if (null? (cdr xs))
                  (ev (car xs) env)
                  (begin (ev (car xs) env) (loop (cdr xs))))))
           (else
            (let ((f (ev (car x) env)))
              (ap f (ev-list (cdr x) env))))))))

(define (ev-list xs env)
  (if (null? xs) '() (cons (ev (car xs) env) (ev-list (cdr xs) env))))

(define (ap f args)
  (if (procedure? f)
      (apply f args)
      (ev (caddr f) (extend (cadr f) args (cadddr f)))))

(define (extend names values env)
  (if (null? names)
      env
      (cons (cons (car names) (car values))
            (extend (cdr names) (cdr values) env))))

(define (lookup name env)
  (or (assq name env)
      (assq name globals)
      (error "unbound" name)))

(define globals
  (list (cons '+ +) (cons '- -) (cons '< <) (cons '= =) (cons 'cons cons)
        (cons 'car car) (cons 'cdr cdr) (cons 'null? null?) (cons '* *)))

(define (define! name x)
  (set! globals (cons (cons name (ev x '())) globals)))

(define (main n)
  (define! 'fib
    '(lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
  (define! 'count
    '(lambda (n) ((lambda (k)
                    ((lambda (loop)
                       (begin
                         (set! loop (lambda () (if (= k n) k (begin (set! k (+ k 1)) (loop)))))
                         (loop)))
                     0))
                  0)))
  (define! 'map
    '(lambda (f l) (if (null? l) (quote ()) (cons (f (car l)) (map f (cdr l))))))
  (display (ev (list 'fib n) '()))
  (display " ")
  (display (ev '(count 50000) '()))
  (display " ")
  (display (ev '(map (lambda (x) (* x x)) (quote (1 2 3))) '()))
  (newline))

(main 25)
