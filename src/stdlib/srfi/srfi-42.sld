;;; SRFI 42: eager comprehensions.
;;;
;;; A generator is a macro in continuation passing style: (g (continue ...) vars arg ...)
;;; expands, through other generators, into (:do (continue ...) etc ...), and that into
;;; (continue ... (:do etc ...)) with etc in its full form: a loop as data, from which
;;; `run-loop` generates code, and which :parallel, :while and :until combine or modify.

(define-library (srfi 42)
  (export
    ;; comprehensions
    do-ec list-ec append-ec string-ec string-append-ec vector-ec vector-of-length-ec
    sum-ec product-ec min-ec max-ec any?-ec every?-ec first-ec last-ec fold-ec fold3-ec
    ;; generators
    : :list :string :vector :integers :range :real-range :char-range :port :dispatched
    :do :let :parallel :while :until
    ;; dispatching
    :-dispatch-ref :-dispatch-set! make-initial-:-dispatch dispatch-union :generator-proc)
  (import (scheme base) (scheme read) (only (cairn base) every))
  (begin
    ;;; Comprehensions

    (define-syntax do-ec
      (syntax-rules (nested if not and or begin)
        ((_ command) command)
        ((_ (nested qualifier ...) etc1 etc ...) (do-ec qualifier ... etc1 etc ...))
        ((_ (if test) etc1 etc ...) (if test (do-ec etc1 etc ...)))
        ((_ (not test) etc1 etc ...) (if (not test) (do-ec etc1 etc ...)))
        ((_ (and test ...) etc1 etc ...) (if (and test ...) (do-ec etc1 etc ...)))
        ((_ (or test ...) etc1 etc ...) (if (or test ...) (do-ec etc1 etc ...)))
        ((_ (begin command ...) etc1 etc ...) (begin command ... (do-ec etc1 etc ...)))
        ((_ (generator arg ...) etc1 etc ...)
         (generator (run-loop (do-ec etc1 etc ...)) arg ...))))

    (define-syntax run-loop
      (syntax-rules ()
        ((_ payload (_ (_ (outer ...) outer-command ...) bindings more?
                       (_ (inner ...) inner-command ...) again? steps))
         (let (outer ...)
           outer-command ...
           (run-steps payload bindings more? ((inner ...) inner-command ...) again? steps)))))

    (define-syntax run-steps
      (syntax-rules ()
        ((_ payload bindings more? ((inner ...) inner-command ...) again? (step ...))
         (let loop bindings
           (if more?
               (let (inner ...)
                 inner-command ...
                 payload
                 (if again? (loop step ...))))))))

    (define-syntax fold-ec
      (syntax-rules ()
        ((_ seed qualifier ... expression f)
         (let ((result seed))
           (do-ec qualifier ... (set! result (f expression result)))
           result))))

    (define-syntax fold3-ec
      (syntax-rules ()
        ((_ default qualifier ... expression first f)
         (let ((result #f) (empty? #t))
           (do-ec qualifier ...
                  (let ((value expression))
                    (if empty?
                        (begin
                          (set! result (first value))
                          (set! empty? #f))
                        (set! result (f value result)))))
           (if empty? default result)))))

    (define-syntax list-ec
      (syntax-rules ()
        ((_ etc1 etc ...) (reverse (fold-ec '() etc1 etc ... cons)))))

    (define-syntax append-ec
      (syntax-rules ()
        ((_ etc1 etc ...) (apply append (list-ec etc1 etc ...)))))

    (define-syntax string-ec
      (syntax-rules ()
        ((_ etc1 etc ...) (list->string (list-ec etc1 etc ...)))))

    (define-syntax string-append-ec
      (syntax-rules ()
        ((_ etc1 etc ...) (apply string-append (list-ec etc1 etc ...)))))

    (define-syntax vector-ec
      (syntax-rules ()
        ((_ etc1 etc ...) (list->vector (list-ec etc1 etc ...)))))

    (define-syntax vector-of-length-ec
      (syntax-rules ()
        ((_ length qualifier ... expression)
         (let* ((n length) (result (make-vector n)) (i 0))
           (do-ec qualifier ...
                  (if (< i n)
                      (begin
                        (vector-set! result i expression)
                        (set! i (+ i 1)))
                      (error "vector-of-length-ec: there are more values than" n)))
           (if (= i n)
               result
               (error "vector-of-length-ec: there are fewer values than" n))))))

    (define-syntax sum-ec
      (syntax-rules ()
        ((_ etc1 etc ...) (fold-ec 0 etc1 etc ... +))))
    (define-syntax product-ec
      (syntax-rules ()
        ((_ etc1 etc ...) (fold-ec 1 etc1 etc ... *))))
    (define-syntax min-ec
      (syntax-rules ()
        ((_ etc1 etc ...)
         (fold3-ec (error "min-ec: the sequence is empty") etc1 etc ... min min))))
    (define-syntax max-ec
      (syntax-rules ()
        ((_ etc1 etc ...)
         (fold3-ec (error "max-ec: the sequence is empty") etc1 etc ... max max))))

    (define-syntax first-ec
      (syntax-rules ()
        ((_ default qualifier ... expression)
         (let ((result default))
           (call/cc
            (lambda (return)
              (do-ec qualifier ... (return expression))
              result))))))

    (define-syntax last-ec
      (syntax-rules ()
        ((_ default qualifier ... expression)
         (let ((result default))
           (do-ec qualifier ... (set! result expression))
           result))))

    (define-syntax any?-ec
      (syntax-rules ()
        ((_ qualifier ... test) (first-ec #f qualifier ... (if test) #t))))
    (define-syntax every?-ec
      (syntax-rules ()
        ((_ qualifier ... test) (first-ec #t qualifier ... (if (not test)) #f))))

    ;;; Generators

    (define-syntax :do
      (syntax-rules ()
        ((_ (continue ...) outer bindings more? inner again? steps)
         (continue ... (:do outer bindings more? inner again? steps)))
        ((_ cc bindings more? steps)
         (:do cc (let ()) bindings more? (let ()) #t steps))))

    (define-syntax :let
      (syntax-rules (index)
        ((_ cc var (index i) expression)
         (:do cc (let ()) ((var expression) (i 0)) #t (let ()) #f (var i)))
        ((_ cc var expression)
         (:do cc (let ()) ((var expression)) #t (let ()) #f (var)))))

    (define-syntax :list
      (syntax-rules (index)
        ((_ cc var (index i) arg ...) (:parallel cc (:list var arg ...) (:integers i)))
        ((_ cc var arg)
         (:do cc (let ()) ((rest arg)) (not (null? rest)) (let ((var (car rest)))) #t
              ((cdr rest))))
        ((_ cc var arg1 arg ...) (:list cc var (append arg1 arg ...)))))

    (define-syntax :string
      (syntax-rules (index)
        ((_ cc var (index i) arg)
         (:do cc (let ((str arg))) ((i 0)) (< i (string-length str))
              (let ((var (string-ref str i)))) #t ((+ i 1))))
        ((_ cc var (index i) arg1 arg ...)
         (:string cc var (index i) (string-append arg1 arg ...)))
        ((_ cc var arg1 arg ...) (:string cc var (index i) arg1 arg ...))))

    (define-syntax :vector
      (syntax-rules (index)
        ((_ cc var (index i) arg)
         (:do cc (let ((vec arg))) ((i 0)) (< i (vector-length vec))
              (let ((var (vector-ref vec i)))) #t ((+ i 1))))
        ((_ cc var (index i) arg1 arg ...)
         (:vector cc var (index i) (vector-append arg1 arg ...)))
        ((_ cc var arg1 arg ...) (:vector cc var (index i) arg1 arg ...))))

    (define-syntax :integers
      (syntax-rules (index)
        ((_ cc var (index i)) (:parallel cc (:integers var) (:integers i)))
        ((_ cc var) (:do cc ((var 0)) #t ((+ var 1))))))

    (define-syntax :range
      (syntax-rules (index)
        ((_ cc var (index i) arg ...) (:parallel cc (:range var arg ...) (:integers i)))
        ((_ cc var end) (:range cc var 0 end))
        ((_ cc var start end)
         (:do cc (let ((a start) (b end)) (check-range a b 1)) ((var a)) (< var b)
              (let ()) #t ((+ var 1))))
        ((_ cc var start end by)
         (:do cc (let ((a start) (b end) (s by)) (check-range a b s)) ((var a))
              (if (< 0 s) (< var b) (< b var))
              (let ()) #t ((+ var s))))))

    (define (check-range a b s)
      (unless (and (exact-integer? a) (exact-integer? b) (exact-integer? s) (not (= s 0)))
        (error ":range: expected exact integers and a step other than 0, got" a b s)))

    (define-syntax :real-range
      (syntax-rules (index)
        ((_ cc var (index i) end) (:real-range cc var (index i) 0 end 1))
        ((_ cc var (index i) start end) (:real-range cc var (index i) start end 1))
        ((_ cc var (index i) start end by)
         (:do cc (let ((range (real-range start end by)))) ((i 0)) (< i (vector-ref range 2))
              (let ((var (+ (vector-ref range 0) (* i (vector-ref range 1)))))) #t
              ((+ i 1))))
        ((_ cc var arg1 arg ...) (:real-range cc var (index i) arg1 arg ...))))

    ;; A vector of the start, the step, and a bound on the number of steps.
    (define (real-range a b s)
      (unless (and (real? a) (real? b) (real? s) (not (= s 0)))
        (error ":real-range: expected real numbers and a step other than 0, got" a b s))
      (if (and (exact? a) (exact? b) (exact? s))
          (vector a s (/ (- b a) s))
          (vector (inexact a) (inexact s) (/ (- b a) s))))

    (define-syntax :char-range
      (syntax-rules (index)
        ((_ cc var (index i) first last)
         (:parallel cc (:char-range var first last) (:integers i)))
        ((_ cc var first last)
         (:do cc (let ((b (char->integer last))))
              ((code (char->integer first))) (<= code b)
              (let ((var (integer->char code)))) #t ((code-after code))))))

    ;; There are no characters between these code points.
    (define (code-after code)
      (if (= code #xD7FF) #xE000 (+ code 1)))

    (define-syntax :port
      (syntax-rules (index)
        ((_ cc var (index i) arg1 arg ...)
         (:parallel cc (:port var arg1 arg ...) (:integers i)))
        ((_ cc var port) (:port cc var port read))
        ((_ cc var port reader)
         (:do cc (let ((p port) (r reader))) ((var (r p))) (not (eof-object? var))
              (let ()) #t ((r p))))))

    (define-syntax :parallel
      (syntax-rules ()
        ((_ cc (generator arg ...)) (generator cc arg ...))
        ((_ cc (generator arg ...) more ...) (generator (parallel cc (more ...)) arg ...))))

    (define-syntax parallel
      (syntax-rules ()
        ((_ cc () (do etc ...)) (:do cc etc ...))
        ((_ cc ((generator arg ...) more ...) loop)
         (generator (merge cc (more ...) loop) arg ...))))

    (define-syntax merge
      (syntax-rules ()
        ((_ cc more
            (do1 (let1 (outer1 ...) outer-command1 ...) (binding1 ...) more1?
                 (inner-let1 (inner1 ...) inner-command1 ...) again1? (step1 ...))
            (do2 (let2 (outer2 ...) outer-command2 ...) (binding2 ...) more2?
                 (inner-let2 (inner2 ...) inner-command2 ...) again2? (step2 ...)))
         (parallel cc more
           (:do (let (outer1 ... outer2 ...) outer-command1 ... outer-command2 ...)
                (binding1 ... binding2 ...)
                (and more1? more2?)
                (let (inner1 ... inner2 ...) inner-command1 ... inner-command2 ...)
                (and again1? again2?)
                (step1 ... step2 ...))))))

    ;; The test needs the inner variables, before the payload runs: they are bound for it, and
    ;; their values are kept in variables of the outer `let`.
    (define-syntax :while
      (syntax-rules ()
        ((_ cc (generator arg ...) test) (generator (while cc test) arg ...))))

    (define-syntax while
      (syntax-rules ()
        ((_ cc test (do outer bindings more? (inner-let () command ...) again? steps))
         (:do cc outer bindings (and more? (let () command ... test)) (let ()) again? steps))
        ((_ cc test (do outer bindings more? (inner-let inner command ...) again? steps))
         (keep cc test inner () (outer bindings more? (inner command ...) again? steps)))))

    ;; Creates a separate variable for each inner binding.
    (define-syntax keep
      (syntax-rules ()
        ((_ cc test (binding more ...) (kept ...) loop)
         (keep cc test (more ...) (kept ... (binding variable)) loop))
        ((_ cc test () (((name value) variable) ...)
            ((outer-let (outer ...) outer-command ...) bindings more?
             (inner command ...) again? steps))
         (:do cc
              (let (outer ... (variable #f) ...) outer-command ...)
              bindings
              (and more?
                   (let inner
                     command ...
                     (set! variable name) ...
                     test))
              (let ((name variable) ...))
              again?
              steps))))

    (define-syntax :until
      (syntax-rules ()
        ((_ cc (generator arg ...) test) (generator (until cc test) arg ...))))

    (define-syntax until
      (syntax-rules ()
        ((_ cc test (do outer bindings more? inner again? steps))
         (:do cc outer bindings more? inner (and again? (not test)) steps))))

    ;;; Dispatching

    (define-syntax :dispatched
      (syntax-rules (index)
        ((_ cc var (index i) dispatch arg1 arg ...)
         (:parallel cc (:dispatched var dispatch arg1 arg ...) (:integers i)))
        ((_ cc var dispatch arg1 arg ...)
         (:do cc
              (let ((next (dispatched dispatch (list arg1 arg ...))) (empty (list 'empty))))
              ((var (next empty))) (not (eq? var empty)) (let ()) #t ((next empty))))))

    (define (dispatched dispatch args)
      (let ((next (dispatch args)))
        (unless (procedure? next)
          (error ":dispatched: no generator for these arguments:" args (dispatch '())))
        next))

    (define-syntax :
      (syntax-rules (index)
        ((_ cc var (index i) arg1 arg ...)
         (:dispatched cc var (index i) current-dispatch arg1 arg ...))
        ((_ cc var arg1 arg ...) (:dispatched cc var current-dispatch arg1 arg ...))))

    ;; A procedure that returns the next value, or at the end its argument.
    (define-syntax :generator-proc
      (syntax-rules ()
        ((_ (generator arg ...)) (generator (generator-procedure value) value arg ...))))

    ;; `next` is the action of a call: continue after the payload of the previous iteration. The
    ;; loop returns the action of the next call.
    (define-syntax generator-procedure
      (syntax-rules ()
        ((_ value
            (do (outer-let (outer ...) outer-command ...) bindings more?
                (inner-let (inner ...) inner-command ...) again? (step ...)))
         (let (outer ...)
           outer-command ...
           (let ((next #f))
             (define (ended empty) empty)
             (set! next
                   (lambda (empty)
                     ((let loop bindings
                        (lambda (empty)
                          (if more?
                              (let (inner ...)
                                inner-command ...
                                (set! next
                                      (lambda (empty)
                                        ((if again? (loop step ...) ended) empty)))
                                value)
                              (begin
                                (set! next ended)
                                empty))))
                      empty)))
             (lambda (empty) (next empty)))))))

    (define (make-initial-:-dispatch)
      (lambda (args)
        (define n (length args))
        (define (all? is?) (every is? args))
        (define (arg k default) (if (< k n) (list-ref args k) default))
        ;; The start, end and step of a range.
        (define (start) (if (= n 1) 0 (car args)))
        (define (end) (if (= n 1) (car args) (cadr args)))
        (cond ((= n 0) 'srfi-42)
              ((all? list?) (:generator-proc (:list (apply append args))))
              ((all? string?) (:generator-proc (:string (apply string-append args))))
              ((all? vector?) (:generator-proc (:vector (apply vector-append args))))
              ((and (<= n 3) (all? exact-integer?))
               (:generator-proc (:range (start) (end) (arg 2 1))))
              ((and (<= n 3) (all? real?))
               (:generator-proc (:real-range (start) (end) (arg 2 1))))
              ((and (= n 2) (all? char?))
               (:generator-proc (:char-range (car args) (cadr args))))
              ((and (<= n 2) (input-port? (car args)) (procedure? (arg 1 read)))
               (:generator-proc (:port (car args) (arg 1 read))))
              (else #f))))

    (define (dispatch-union first second)
      (define (as-list x) (if (list? x) x (list x)))
      (lambda (args)
        (let ((a (first args)) (b (second args)))
          (cond ((null? args) (append (as-list a) (as-list b)))
                ((not a) b)
                ((not b) a)
                (else (error "dispatch-union: both dispatchers know these arguments:"
                             args (first '()) (second '())))))))

    (define dispatch (make-initial-:-dispatch))
    (define (current-dispatch args) (dispatch args))
    (define (:-dispatch-ref) dispatch)
    (define (:-dispatch-set! new)
      (unless (procedure? new) (error ":-dispatch-set!: expected a procedure, got" new))
      (set! dispatch new))))
