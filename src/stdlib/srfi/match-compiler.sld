;;; Compiles pattern matching to tests and branches, for the libraries that have a syntax
;;; for it: (cairn match) and (srfi 241).
;;;
;;; A pattern is one of
;;;
;;;   (any)                          every value
;;;   (bind ID)                      every value; the second time, one equal to the first
;;;   (constant DATUM)               an atom that is equal to this one
;;;   (shape KEY TEST PART ...)      TEST holds, and then each part; shapes of different keys
;;;                                  exclude each other
;;;   (test TEST PART ...)           the same, but excludes nothing
;;;   (and P ...) (or P ...) (not P) all, one, not
;;;   (apply EXPR P)                 the value of a procedure of it
;;;   (getter ID) (setter ID)        binds a procedure of the place where the value is
;;;   (repeat P MIN MAX AFTER REST)  a list of elements, and then REST, AFTER pairs long
;;;   (span P MIN MAX BEFORE AFTER)  the elements of a vector, but for some at the ends
;;;   (path P Q)                     Q is down in a tree, P is on the way to it
;;;
;;; TEST generates the code of a test from the name of the value; a part, created by `part`, has
;;; a pattern, and generates the code that fetches its value and that stores it.
;;;
;;; Clauses are compiled together, after Wadler (The Implementation of Functional Programming
;;; Languages, chapter 5), as rows of patterns, whose first column decides. Consecutive rows
;;; that need a shape share its test. No body is duplicated. The continuation when a row fails
;;; is a procedure without arguments, known where it is called, so that the call becomes a jump.

(define-library (cairn match compiler)
  (export make-compiler compile-clauses make-clause clause-value
          part pair-pattern vector-pattern datum-pattern list-shape?
          pattern-variables fresh
          count-pairs field-place)
  (import (scheme base)
          (only (scheme cxr) caddr cdddr)
          (only (cairn base) append-map delete-duplicates record-type-field-names))
  (begin
    ;; --- run-time support ---

    ;; The number of pairs of a list, proper or not; #f if it has no end.
    (define (count-pairs x)
      (let loop ((slow x) (fast x) (n 0))
        (cond ((not (pair? fast)) n)
              ((not (pair? (cdr fast))) (+ n 1))
              ((eq? (cdr slow) (cddr fast)) (and (null? (cdr slow)) (+ n 2)))
              (else (loop (cdr slow) (cddr fast) (+ n 2))))))

    ;; The index of a record type's field.
    (define (field-place type name)
      (let ((names (record-type-field-names type)))
        (let loop ((i (- (vector-length names) 1)))
          (cond ((< i 0) (error "match: a type of records has no such field" type name))
                ((eq? (vector-ref names i) name) i)
                (else (loop (- i 1)))))))

    ;; --- patterns ---

    ;; A part of a value: `get` generates the code that fetches it, `put` the code that stores
    ;; it.
    (define (part pattern get . put)
      (vector pattern get (and (pair? put) (car put))))

    (define (part-pattern part) (vector-ref part 0))
    (define (part-get part) (vector-ref part 1))
    (define (part-put part) (vector-ref part 2))

    (define (pair-pattern rename first rest)
      (list 'shape 'pair
            (lambda (x) `(,(rename 'pair?) ,x))
            (part first
                  (lambda (x) `(,(rename 'car) ,x))
                  (lambda (x value) `(,(rename 'set-car!) ,x ,value)))
            (part rest
                  (lambda (x) `(,(rename 'cdr) ,x))
                  (lambda (x value) `(,(rename 'set-cdr!) ,x ,value)))))

    ;; The elements of a vector from an index on, as parts; `place` generates the code of an
    ;; index from a number and the vector.
    (define (elements rename patterns place)
      (let loop ((patterns patterns) (i 0))
        (if (null? patterns)
            '()
            (cons (part (car patterns)
                        (lambda (x) `(,(rename 'vector-ref) ,x ,(place i x)))
                        (lambda (x value) `(,(rename 'vector-set!) ,x ,(place i x) ,value)))
                  (loop (cdr patterns) (+ i 1))))))

    ;; A vector of these elements; `repeated` is #f, or a list of a pattern, a least and a
    ;; greatest number of elements that follow `before` and precede `after`.
    (define (vector-pattern rename before repeated after)
      (define size (+ (length before) (length after)))
      (define (length-of x) `(,(rename 'vector-length) ,x))
      (define (from-end i x)
        `(,(rename '-) ,(length-of x) ,(- (length after) i)))
      (define (test comparison)
        (lambda (x)
          `(,(rename 'and) (,(rename 'vector?) ,x) (,(rename comparison) ,(length-of x) ,size))))
      (define first (elements rename before (lambda (i x) i)))
      (if (not repeated)
          `(shape (vector . ,size) ,(test '=) ,@first)
          `(test ,(test '>=)
                 ,@first
                 ,(part `(span ,@repeated ,(length before) ,(length after)) (lambda (x) x))
                 ,@(elements rename after from-end))))

    ;; The pattern that is equal to a datum.
    (define (datum-pattern rename datum)
      (cond ((pair? datum)
             (pair-pattern rename
                           (datum-pattern rename (car datum))
                           (datum-pattern rename (cdr datum))))
            ((vector? datum)
             (vector-pattern rename
                             (map (lambda (d) (datum-pattern rename d)) (vector->list datum))
                             #f '()))
            (else (list 'constant datum))))

    ;; Whether a pattern only describes a list, so that `repeat` may share it.
    (define (list-shape? pattern)
      (and (eq? (car pattern) 'constant) (null? (cadr pattern))))

    ;; The identifiers that a pattern binds, each once, in their order.
    (define (pattern-variables pattern)
      (define (all pattern)
        (case (car pattern)
          ((bind getter setter) (list (cadr pattern)))
          ((shape) (append-map all (map part-pattern (cdddr pattern))))
          ((test) (append-map all (map part-pattern (cddr pattern))))
          ((and or) (append-map all (cdr pattern)))
          ((apply) (all (list-ref pattern 2)))
          ((repeat) (append (all (cadr pattern)) (all (list-ref pattern 5))))
          ((span) (all (cadr pattern)))
          ((path) (append (all (cadr pattern)) (all (list-ref pattern 2))))
          (else '())))
      (delete-duplicates (all pattern) eq?))

    ;; --- the compiler's state ---

    ;; A procedure that creates identifiers with the meaning they have in the macro's library,
    ;; and a counter for fresh identifiers.
    (define-record-type compiler
      (compiler-of rename count)
      compiler?
      (rename compiler-rename)
      (count compiler-count set-compiler-count!))

    (define (make-compiler rename)
      (compiler-of rename 0))

    (define (fresh c name)
      (set-compiler-count! c (+ (compiler-count c) 1))
      ((compiler-rename c)
       (string->symbol (string-append name "." (number->string (compiler-count c))))))

    ;; A value to be matched: its variable, whether code refers to that, and the code that
    ;; reaches its place and stores there, if possible.
    (define-record-type subject
      (make-subject name used? get put)
      subject?
      (name subject-name)
      (used? subject-used? set-subject-used?!)
      (get subject-get)
      (put subject-put))

    (define (use subject)
      (set-subject-used?! subject #t)
      (subject-name subject))

    ;; A clause being compiled: columns, which are pairs of a pattern and a subject; bindings to
    ;; add, the last first; the variables that have a value; and a procedure that generates the
    ;; body's code from the code of failing.
    (define-record-type row
      (make-row columns bindings known body)
      row?
      (columns row-columns)
      (bindings row-bindings)
      (known row-known)
      (body row-body))

    ;; The rows' body is generated from the code that tries the next clause.
    (define (make-clause pattern body)
      (cons pattern body))

    ;; The value of the clauses' subject; `name` is its variable, `put` stores in its place.
    (define (clause-value name put)
      (make-subject name #t name (and put (lambda (x) `(,put ,name ,x)))))

    ;; The code that tries clauses in turn. `fail` is the code to run if none matches.
    (define (compile-clauses c value clauses fail)
      (with-failure c (lambda () fail)
        (lambda (fail)
          (compile-rows
            c
            (map (lambda (clause)
                   (make-row (list (cons (car clause) value)) '() '() (cdr clause)))
                 clauses)
            fail))))

    ;; --- rows ---

    (define (first-pattern row) (car (car (row-columns row))))
    (define (first-subject row) (cdr (car (row-columns row))))

    ;; The row without its first column, but with these before the others.
    (define (next-row row . columns)
      (make-row (append columns (cdr (row-columns row)))
                (row-bindings row) (row-known row) (row-body row)))

    (define (bound row id code)
      (make-row (cdr (row-columns row))
                (cons (list id code) (row-bindings row))
                (cons id (row-known row))
                (row-body row)))

    ;; The code of `make` within the row's bindings; `make` receives the row without them.
    (define (within-bindings c row make)
      (let ((code (make (make-row (row-columns row) '() (row-known row) (row-body row)))))
        (if (null? (row-bindings row))
            code
            `(,((compiler-rename c) 'let) ,(reverse (row-bindings row)) ,code))))

    ;; Calls `make` with the code of failing. `rest` becomes a procedure, because its code may
    ;; be needed more than once.
    (define (with-failure c rest make)
      (let* ((name (fresh c "fail"))
             (code (make (list name)))
             (rename (compiler-rename c)))
        `(,(rename 'let) ((,name (,(rename 'lambda) () ,(rest)))) ,code)))

    ;; The same, if there are more rows; otherwise failing continues as before.
    (define (before-rows c rows fail make)
      (if (null? rows)
          (make fail)
          (with-failure c (lambda () (compile-rows c rows fail)) make)))

    (define (compile-rows c rows fail)
      (cond ((null? rows) fail)
            ((null? (row-columns (car rows)))
             (before-rows c (cdr rows) fail
               (lambda (fail)
                 (within-bindings c (car rows)
                   (lambda (row) ((row-body row) fail))))))
            (else
             (let ((rows (cons (normal (car rows)) (cdr rows))))
               (case (kind (car rows))
                 ((simple) (compile-block c rows fail 'simple compile-simple))
                 ((shape) (compile-block c rows fail 'shape compile-shapes))
                 ((empty) (compile-rows c rows fail))
                 (else
                  (before-rows c (cdr rows) fail
                    (lambda (fail)
                      (within-bindings c (car rows)
                        (lambda (row) (compile-special c row fail)))))))))))

    ;; The row with a first pattern that is no conjunction.
    (define (normal row)
      (if (and (pair? (row-columns row)) (eq? (car (first-pattern row)) 'and))
          (normal (apply next-row row
                         (map (lambda (pattern) (cons pattern (first-subject row)))
                              (cdr (first-pattern row)))))
          row))

    (define (kind row)
      (if (null? (row-columns row))
          'empty
          (case (car (first-pattern row))
            ((any getter setter) 'simple)
            ((bind) (if (memq (cadr (first-pattern row)) (row-known row)) 'special 'simple))
            ((shape constant) 'shape)
            (else 'special))))

    ;; The rows of one kind that come first, together, and what follows them.
    (define (compile-block c rows fail wanted compile)
      (let loop ((block '()) (rest rows))
        (let ((row (and (pair? rest) (normal (car rest)))))
          (if (and row (eq? (kind row) wanted) (same-subject? row (car rows)))
              (loop (cons row block) (cdr rest))
              (before-rows c rest fail
                (lambda (fail) (compile c (reverse block) fail)))))))

    (define (same-subject? a b)
      (eq? (first-subject a) (first-subject b)))

    (define (compile-simple c rows fail)
      (define (step row)
        (let* ((pattern (first-pattern row))
               (subject (first-subject row))
               (rename (compiler-rename c)))
          (case (car pattern)
            ((any) (next-row row))
            ((bind) (bound row (cadr pattern) (use subject)))
            ((getter)
             (bound row (cadr pattern) `(,(rename 'lambda) () ,(subject-get subject))))
            (else
             (unless (subject-put subject)
               (error "match: (set! name) where nothing can be stored"))
             (bound row (cadr pattern)
                    `(,(rename 'lambda) (,(rename 'new)) ,((subject-put subject) (rename 'new))))))))
      (compile-rows c (map step rows) fail))

    ;; --- shapes ---

    (define (shape-key pattern)
      (if (eq? (car pattern) 'constant) (cdr pattern) (cadr pattern)))

    (define (shape-parts pattern)
      (if (eq? (car pattern) 'constant) '() (cdddr pattern)))

    (define (shape-test c pattern x)
      (if (eq? (car pattern) 'constant)
          (constant-test (compiler-rename c) (cadr pattern) x)
          ((list-ref pattern 2) x)))

    (define (constant-test rename datum x)
      (cond ((null? datum) `(,(rename 'null?) ,x))
            ((or (symbol? datum) (boolean? datum))
             `(,(rename 'eq?) ,x (,(rename 'quote) ,datum)))
            ((or (number? datum) (char? datum)) `(,(rename 'eqv?) ,x ,datum))
            (else `(,(rename 'equal?) ,x (,(rename 'quote) ,datum)))))

    ;; Tests for each shape that some of the rows need, in the order of their first occurrence.
    ;; Shapes are exclusive, so that rows of one shape can be grouped.
    (define (compile-shapes c rows fail)
      (let loop ((rows rows))
        (if (null? rows)
            fail
            (let* ((pattern (first-pattern (car rows)))
                   (key (shape-key pattern)))
              (define (wanted? row) (equal? (shape-key (first-pattern row)) key))
              (let-values (((these others) (separate wanted? rows)))
                `(,((compiler-rename c) 'if)
                  ,(shape-test c pattern (use (first-subject (car rows))))
                  ,(compile-parts c these fail)
                  ,(loop others)))))))

    (define (separate wanted? rows)
      (let loop ((rows rows) (these '()) (others '()))
        (cond ((null? rows) (values (reverse these) (reverse others)))
              ((wanted? (car rows)) (loop (cdr rows) (cons (car rows) these) others))
              (else (loop (cdr rows) these (cons (car rows) others))))))

    ;; Rows whose first patterns have parts at the same positions, which have been tested.
    (define (compile-parts c rows fail)
      (let* ((whole (use (first-subject (car rows))))
             (subjects (map (lambda (part) (part-subject c part whole))
                            (shape-parts (first-pattern (car rows)))))
             (code (compile-rows
                     c
                     (map (lambda (row)
                            (apply next-row row
                                   (map (lambda (part subject) (cons (part-pattern part) subject))
                                        (shape-parts (first-pattern row))
                                        subjects)))
                          rows)
                     fail)))
        (let-subjects c subjects code)))

    (define (part-subject c part whole)
      (let ((put (part-put part)))
        (make-subject (fresh c "part") #f ((part-get part) whole)
                      (and put (lambda (x) (put whole x))))))

    ;; Binds the variables of the subjects to which the code refers.
    (define (let-subjects c subjects code)
      (let loop ((subjects (reverse subjects)) (code code))
        (cond ((null? subjects) code)
              ((subject-used? (car subjects))
               (loop (cdr subjects)
                     `(,((compiler-rename c) 'let)
                       ((,(subject-name (car subjects)) ,(subject-get (car subjects))))
                       ,code)))
              (else (loop (cdr subjects) code)))))

    ;; --- patterns that stand for themselves ---

    (define (compile-special c row fail)
      (let ((pattern (first-pattern row))
            (x (use (first-subject row)))
            (rename (compiler-rename c)))
        (define (compile . columns)
          (compile-rows c (list (apply next-row row columns)) fail))
        (case (car pattern)
          ((bind)
           `(,(rename 'if) (,(rename 'equal?) ,x ,(cadr pattern)) ,(compile) ,fail))
          ((test)
           (let* ((parts (cddr pattern))
                  (subjects (map (lambda (part) (part-subject c part x)) parts)))
             `(,(rename 'if) ,((cadr pattern) x)
               ,(let ((code (apply compile (map (lambda (part subject)
                                                  (cons (part-pattern part) subject))
                                                parts subjects))))
                  (let-subjects c subjects code))
               ,fail)))
          ((apply)
           (let* ((name (fresh c "value"))
                  (value (make-subject name #t name #f)))
             `(,(rename 'let) ((,name (,(cadr pattern) ,x)))
               ,(compile (cons (list-ref pattern 2) value)))))
          ((or) (compile-or c row fail))
          ((not)
           (compile-rows c
                         (list (next-row (make-row (row-columns row) '() (row-known row)
                                                   (lambda (ignored) fail))
                                         (cons (cadr pattern) (first-subject row)))
                               (next-row row))
                         fail))
          ((repeat) (compile-repeat c row fail))
          ((span) (compile-span c row fail))
          ((path) (compile-path c row fail))
          (else (error "match: no pattern" (car pattern))))))

    ;; The variables that a pattern binds and that have no value yet.
    (define (new-variables row pattern)
      (let loop ((variables (pattern-variables pattern)))
        (cond ((null? variables) '())
              ((memq (car variables) (row-known row)) (loop (cdr variables)))
              (else (cons (car variables) (loop (cdr variables)))))))

    ;; A row of one pattern, with the known variables of `row`.
    (define (inner-row row pattern subject body)
      (make-row (list (cons pattern subject)) '() (row-known row) body))

    ;; The row with additional variables that have values.
    (define (knowing row variables . columns)
      (make-row (append columns (cdr (row-columns row)))
                (row-bindings row)
                (append variables (row-known row))
                (row-body row)))

    ;; Each alternative ends with a call of the code after all of them. A variable that an
    ;; alternative does not bind is #f there.
    (define (compile-or c row fail)
      (let* ((rename (compiler-rename c))
             (patterns (cdr (first-pattern row)))
             (variables (new-variables row (first-pattern row)))
             (matched (fresh c "matched")))
        (define (alternative pattern)
          (let ((bound (pattern-variables pattern)))
            (inner-row row pattern (first-subject row)
                       (lambda (fail)
                         (cons matched (map (lambda (x) (and (memq x bound) x)) variables))))))
        `(,(rename 'let)
          ((,matched (,(rename 'lambda) ,variables
                      ,(compile-rows c (list (knowing row variables)) fail))))
          ,(compile-rows c (map alternative patterns) fail))))

    ;; --- ellipses ---

    ;; The code of a loop that collects the values of the variables of `pattern` for each
    ;; element. `extra` is a list of the loop's other variables with their initial and next
    ;; values; `more?` and `element` are code that may use them; `put` stores in an element. The
    ;; row continues in `after`.
    (define (gathering c row pattern extra more? element put after fail)
      (let* ((rename (compiler-rename c))
             (loop (fresh c "loop"))
             (variables (new-variables row pattern))
             (lists (map (lambda (ignored) (fresh c "list")) variables))
             (subject (make-subject (fresh c "element") #f element put))
             (body (lambda (fail)
                     `(,loop ,@(map caddr extra)
                             ,@(map (lambda (x list) `(,(rename 'cons) ,x ,list))
                                    variables lists))))
             (code (compile-rows c (list (inner-row row pattern subject body)) fail)))
        `(,(rename 'let) ,loop (,@(map (lambda (x) (list (car x) (cadr x))) extra)
                                ,@(map (lambda (list) `(,list (,(rename 'quote) ()))) lists))
          (,(rename 'if) ,more?
           ,(let-subjects c (list subject) code)
           (,(rename 'let) ,(map (lambda (x list) `(,x (,(rename 'reverse) ,list)))
                                 variables lists)
            ,(compile-rows c (list (after variables)) fail))))))

    ;; The code that tests whether a number of elements is between limits; each is code, the
    ;; greatest also #f.
    (define (between rename least greatest n code fail)
      (let ((tests `(,@(if (equal? least 0) '() `((,(rename '<=) ,least ,n)))
                     ,@(if greatest `((,(rename '<=) ,n ,greatest)) '()))))
        (if (null? tests)
            code
            `(,(rename 'if) (,(rename 'and) ,@tests) ,code ,fail))))

    (define (compile-repeat c row fail)
      (let* ((pattern (first-pattern row))
             (element (list-ref pattern 1))
             (least (list-ref pattern 2))
             (greatest (list-ref pattern 3))
             (after (list-ref pattern 4))
             (rest (list-ref pattern 5))
             (rename (compiler-rename c))
             (x (use (first-subject row)))
             (to-end? (and (not greatest) (= after 0))))
        (cond ((and to-end? (list-shape? rest) (equal? least 0) (whole? element row))
               `(,(rename 'if) (,(rename 'list?) ,x)
                 ,(compile-rows c (list (next-row row (cons element (first-subject row)))) fail)
                 ,fail))
              ((and to-end? (equal? least 0)) (repeat-to-end c row element rest x fail))
              ((and to-end? (equal? least 1))
               `(,(rename 'if) (,(rename 'pair?) ,x)
                 ,(repeat-to-end c row element rest x fail)
                 ,fail))
              (else
               (repeat-counted c row element least greatest after rest x fail)))))

    ;; Whether a pattern of elements matches any list of them.
    (define (whole? pattern row)
      (or (eq? (car pattern) 'any)
          (and (eq? (car pattern) 'bind) (not (memq (cadr pattern) (row-known row))))))

    (define (repeat-to-end c row element rest x fail)
      (let ((rename (compiler-rename c))
            (pairs (fresh c "pairs")))
        (gathering c row element
                   `((,pairs ,x (,(rename 'cdr) ,pairs)))
                   `(,(rename 'pair?) ,pairs)
                   `(,(rename 'car) ,pairs)
                   (lambda (value) `(,(rename 'set-car!) ,pairs ,value))
                   (lambda (variables)
                     (knowing row variables (cons rest (make-subject pairs #t pairs #f))))
                   fail)))

    (define (repeat-counted c row element least greatest after rest x fail)
      (let* ((rename (compiler-rename c))
             (pairs (fresh c "pairs"))
             (count (fresh c "count"))
             (left (fresh c "left")))
        `(,(rename 'let) ((,count (,(rename 'count-pairs) ,x)))
          (,(rename 'if) (,(rename 'and) ,count (,(rename '<=) ,after ,count))
           (,(rename 'let) ((,count (,(rename '-) ,count ,after)))
            ,(between rename least greatest count
               (gathering c row element
                          `((,pairs ,x (,(rename 'cdr) ,pairs))
                            (,left ,count (,(rename '-) ,left 1)))
                          `(,(rename '>) ,left 0)
                          `(,(rename 'car) ,pairs)
                          (lambda (value) `(,(rename 'set-car!) ,pairs ,value))
                          (lambda (variables)
                            (knowing row variables
                                     (cons rest (make-subject pairs #t pairs #f))))
                          fail)
               fail))
           ,fail))))

    (define (compile-span c row fail)
      (let* ((pattern (first-pattern row))
             (rename (compiler-rename c))
             (x (use (first-subject row)))
             (i (fresh c "i"))
             (end (fresh c "end"))
             (before (list-ref pattern 4))
             (after (list-ref pattern 5)))
        `(,(rename 'let) ((,end (,(rename '-) (,(rename 'vector-length) ,x) ,after)))
          ,(between rename (list-ref pattern 2) (list-ref pattern 3)
                    `(,(rename '-) ,end ,before)
             (gathering c row (list-ref pattern 1)
                        `((,i ,before (,(rename '+) ,i 1)))
                        `(,(rename '<) ,i ,end)
                        `(,(rename 'vector-ref) ,x ,i)
                        (lambda (value) `(,(rename 'vector-set!) ,x ,i ,value))
                        (lambda (variables) (knowing row variables))
                        fail)
             fail))))

    ;; --- trees ---

    ;; A search, depth first and from the left. `P` is matched with the first element of each
    ;; list on the path, and the others are searched. If a part of the tree has no match, the
    ;; code of failing continues with the next part.
    (define (compile-path c row fail)
      (let* ((rename (compiler-rename c))
             (pattern (first-pattern row))
             (on-way (list-ref pattern 1))
             (goal (list-ref pattern 2))
             (variables (new-variables row on-way))
             (lists (map (lambda (ignored) (fresh c "list")) variables))
             (search (fresh c "search"))
             (each (fresh c "each"))
             (tree (fresh c "tree"))
             (rest (fresh c "rest"))
             (otherwise (fresh c "otherwise"))
             (here (make-subject tree #t tree #f))
             (head (make-subject (fresh c "head") #f `(,(rename 'car) ,tree) #f)))
        (define (found fail)
          `(,(rename 'let) ,(map (lambda (x list) `(,x (,(rename 'reverse) ,list)))
                                 variables lists)
            ,(compile-rows c (list (knowing row variables (cons goal here))) fail)))
        (define (search-rest fail)
          `(,(rename 'let) ,each ((,rest (,(rename 'cdr) ,tree)))
            (,(rename 'if) (,(rename 'pair?) ,rest)
             (,search (,(rename 'car) ,rest)
                      (,(rename 'lambda) () (,each (,(rename 'cdr) ,rest)))
                      ,@(map (lambda (x list) `(,(rename 'cons) ,x ,list)) variables lists))
             (,otherwise))))
        `(,(rename 'let) ,search
          ((,tree ,(use (first-subject row)))
           (,otherwise (,(rename 'lambda) () ,fail))
           ,@(map (lambda (list) `(,list (,(rename 'quote) ()))) lists))
          ,(with-failure c
             (lambda ()
               `(,(rename 'if) (,(rename 'pair?) ,tree)
                 ,(let ((code (compile-rows c (list (inner-row row on-way head search-rest))
                                            (list otherwise))))
                    (let-subjects c (list head) code))
                 (,otherwise)))
             found))))))
