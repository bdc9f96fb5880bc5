;;; SRFI 115: regular expressions, with non-greedy repetitions, look-around and Unicode; no
;;; back-references.
;;;
;;; An SRE is parsed into a tree. If Cairn includes the regex engine, and the engine supports
;;; everything in the tree, the tree becomes a pattern of the engine; otherwise it becomes a
;;; graph of states that a matcher in Scheme runs.

(define-library (srfi 115)
  (export regexp regexp? rx regexp->sre char-set->sre valid-sre?
          regexp-matches regexp-matches? regexp-search regexp-fold regexp-extract
          regexp-split regexp-partition regexp-replace regexp-replace-all
          regexp-match? regexp-match-count regexp-match-submatch
          regexp-match-submatch-start regexp-match-submatch-end regexp-match->list)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) cons*)
          (srfi 13 ranges)
          (scheme lazy)
          (srfi 14)
          (srfi 115 matcher)
          (srfi 115 parser)
          (srfi 115 pattern)
          (only (srfi 115 positions) make-subject subject-string))
  (cond-expand
    ((library (cairn regex engine)) (import (cairn regex engine)))
    (else
     (begin
       (define (%regex pattern) #f)
       (define (%regex-find engine s from start end) #f)
       (define (%regex-match engine s start end) #f)
       (define (%regex-find-all engine s start end) '())
       (define (%ascii? s start end) #f))))
  (begin
    ;; --- regexps ---

    ;; A regexp: its SRE, the names of its submatches or #f, the engine's regular expression or
    ;; #f, whether that is correct only for ASCII, and the data of the graph's matcher.
    (define-record-type <regexp>
      (make-regexp sre names engine ascii-only? matcher)
      regexp?
      (sre regexp->sre)
      (names regexp-names)
      (engine regexp-engine)
      (ascii-only? regexp-ascii-only?)
      (matcher regexp-matcher))

    (define (matcher rx) (force (regexp-matcher rx)))

    (define (regexp re)
      (if (regexp? re) re (compile re)))

    (define (compile sre)
      (let*-values (((node names) (parse sre))
                    ((pattern ascii-only?) (pattern-of node)))
        (make-regexp sre
                     (reverse names)
                     (and pattern (guard (c ((error-object? c) #f)) (%regex pattern)))
                     ascii-only?
                     (delay (matcher-of node)))))

    ;; The engine's regular expression, if it is right for the range.
    (define (engine-for rx s start end)
      (let ((engine (regexp-engine rx)))
        (and engine
             (or (not (regexp-ascii-only? rx)) (%ascii? s start end))
             engine)))

    (define-syntax rx
      (syntax-rules ()
        ((_ sre ...) (regexp (quasiquote (: sre ...))))))

    (define (valid-sre? x)
      (guard (c ((error-object? c) #f))
        (regexp x)
        #t))

    (define (char-set->sre set)
      (let loop ((cursor (char-set-cursor set)) (chars '()))
        (if (end-of-char-set? cursor)
            (cons '/ (reverse chars))
            (let ((c (char-set-ref set cursor)))
              (loop (char-set-cursor-next set cursor)
                    (if (and (pair? chars)
                             (= (char->integer c) (+ (char->integer (car chars)) 1)))
                        (cons c (cdr chars))
                        (cons* c c chars)))))))

    ;; --- matches ---

    ;; A match: the string, the positions of the submatches' starts and ends or #f, and
    ;; the names of the submatches.
    (define-record-type <regexp-match>
      (make-match string positions names)
      regexp-match?
      (string match-string)
      (positions match-positions)
      (names match-names))

    (define (subject-of rx s start end)
      (make-subject s start end (make-vector (matcher-looks (matcher rx)) #f)))

    ;; The preferred match that begins at from or later, or that is the whole range; or #f.
    (define (match-in rx s start end from search?)
      (let ((engine (engine-for rx s start end)))
        (if engine
            (match-at rx s
                      (if search?
                          (%regex-find engine s from start end)
                          (%regex-match engine s start end)))
            (match-of rx (subject-of rx s start end) from search?))))

    (define (match-at rx s positions)
      (and positions (make-match s positions (regexp-names rx))))

    ;; The match that run returns, or #f.
    (define (match-of rx subject from search?)
      (let ((saved (run (matcher rx) subject from search?)))
        (and saved
             (let ((positions (make-vector (* 2 (+ (length (regexp-names rx)) 1)) #f)))
               (let loop ((saved saved))
                 (when (pair? saved)
                   (unless (vector-ref positions (car saved))
                     (vector-set! positions (car saved) (cadr saved)))
                   (loop (cddr saved))))
               (make-match (subject-string subject) positions (regexp-names rx))))))

    (define-ranged/default (regexp-matches (re s) s start end)
      (let ((rx (regexp re)))
        (match-in rx s start end start #f)))

    (define-ranged/default (regexp-matches? (re s) s start end)
      (let ((rx (regexp re)))
        (and (match-in rx s start end start #f) #t)))

    (define-ranged/default (regexp-search (re s) s start end)
      (let ((rx (regexp re)))
        (match-in rx s start end start #t)))

    (define (check-match name match)
      (unless (regexp-match? match)
        (error (string-append name ": expected a regexp match, got") match)))

    (define (regexp-match-count match)
      (check-match "regexp-match-count" match)
      (length (match-names match)))

    ;; The number of a field. Of several submatches with one name the first that matched.
    (define (field-number name match field)
      (define (start-of number) (vector-ref (match-positions match) (* 2 number)))
      (check-match name match)
      (cond ((and (exact-integer? field) (<= 0 field (length (match-names match)))) field)
            ((and (symbol? field) (memq field (match-names match)))
             (let loop ((names (match-names match)) (number 1) (last #f))
               (cond ((null? names) last)
                     ((not (eq? (car names) field)) (loop (cdr names) (+ number 1) last))
                     ((start-of number) number)
                     (else (loop (cdr names) (+ number 1) number)))))
            (else (error (string-append name ": no such submatch:") field))))

    (define-syntax define-submatch
      (syntax-rules ()
        ((_ (name match start end) result)
         (define name
           (case-lambda
             ((match) (name match 0))
             ((match field)
              (let* ((number (field-number (symbol->string 'name) match field))
                     (start (vector-ref (match-positions match) (* 2 number)))
                     (end (vector-ref (match-positions match) (+ (* 2 number) 1))))
                result)))))))

    (define-submatch (regexp-match-submatch match start end)
      (and start (string-copy (match-string match) start end)))
    (define-submatch (regexp-match-submatch-start match start end) start)
    (define-submatch (regexp-match-submatch-end match start end) end)

    (define (regexp-match->list match)
      (check-match "regexp-match->list" match)
      (let loop ((number (length (match-names match))) (all '()))
        (if (< number 0)
            all
            (loop (- number 1) (cons (regexp-match-submatch match number) all)))))

    ;; --- iteration ---

    ;; The search continues after a match, one character further after an empty one.
    (define regexp-fold
      (case-lambda
        ((re kons knil s) (regexp-fold re kons knil s (lambda (i match s acc) acc)))
        ((re kons knil s finish) (regexp-fold re kons knil s finish 0))
        ((re kons knil s finish start)
         (regexp-fold re kons knil s finish start #f))
        ((re kons knil s finish first last)
         (check-string 'regexp-fold s)
         (let* ((start (or first 0))
                (end (or last (string-length s)))
                (rx (begin (check-range 'regexp-fold s start end) (regexp re)))
                (engine (engine-for rx s start end)))
           (if engine
               (fold-found rx kons knil s finish start (%regex-find-all engine s start end))
               (fold-matches rx kons knil s finish start end))))))

    ;; The fold over the positions that the engine found.
    (define (fold-found rx kons knil s finish start found)
      (let loop ((found found) (i start) (acc knil))
        (if (pair? found)
            (loop (cdr found)
                  (vector-ref (car found) 1)
                  (kons i (match-at rx s (car found)) s acc))
            (finish i #f s acc))))

    (define (fold-matches rx kons knil s finish start end)
      (let ((subject (subject-of rx s start end)))
        (let loop ((from start) (i start) (acc knil))
          (let ((match (and (<= from end) (match-of rx subject from #t))))
            (if match
                (let ((match-end (regexp-match-submatch-end match 0)))
                  (loop (if (= match-end (regexp-match-submatch-start match 0))
                            (+ match-end 1)
                            match-end)
                        match-end
                        (kons i match s acc)))
                (finish i #f s acc))))))

    ;; The fold over matches that are not empty: (kons text-before match-text acc), then
    ;; (finish text-left acc).
    (define (fold-texts re kons knil finish s start end)
      (define (kons* i match s acc)
        (let ((from (regexp-match-submatch-start match 0))
              (to (regexp-match-submatch-end match 0)))
          (if (= from to)
              acc
              (cons to (kons (string-copy s (car acc) from) (string-copy s from to) (cdr acc))))))
      (regexp-fold re kons* (cons start knil) s
                   (lambda (i match s acc) (finish (string-copy s (car acc) end) (cdr acc)))
                   start end))

    (define-ranged/default (regexp-extract (re s) s start end)
      (fold-texts re
                  (lambda (before text acc) (cons text acc))
                  '()
                  (lambda (rest acc) (reverse acc))
                  s start end))

    (define-ranged/default (regexp-split (re s) s start end)
      (fold-texts re
                  (lambda (before text acc) (cons before acc))
                  '()
                  (lambda (rest acc) (reverse (cons rest acc)))
                  s start end))

    (define-ranged/default (regexp-partition (re s) s start end)
      (fold-texts re
                  (lambda (before text acc) (cons* text before acc))
                  '()
                  (lambda (rest acc)
                    (reverse (if (and (string=? rest "") (pair? acc)) acc (cons rest acc))))
                  s start end))

    ;; --- replacement ---

    ;; The text that a template stands for: a string, a number or name of a submatch, pre,
    ;; post, a procedure of the match, or a list of templates.
    (define (substituted name subst match s start end)
      (let text ((subst subst))
        (cond ((string? subst) subst)
              ((eq? subst 'pre) (string-copy s start (regexp-match-submatch-start match 0)))
              ((eq? subst 'post) (string-copy s (regexp-match-submatch-end match 0) end))
              ((or (exact-integer? subst) (symbol? subst))
               (or (regexp-match-submatch match subst) ""))
              ((procedure? subst) (text (subst match)))
              ((list? subst) (apply string-append (map text subst)))
              (else (error (string-append name ": bad substitution") subst)))))

    (define regexp-replace
      (case-lambda
        ((re s subst) (regexp-replace re s subst 0))
        ((re s subst start) (regexp-replace re s subst start #f))
        ((re s subst start end) (regexp-replace re s subst start end 0))
        ((re s subst start end count)
         (check-count 'regexp-replace count)
         (replaced "regexp-replace" re s subst start end (lambda (n) (= n count))))))

    (define regexp-replace-all
      (case-lambda
        ((re s subst) (regexp-replace-all re s subst 0))
        ((re s subst start) (regexp-replace-all re s subst start #f))
        ((re s subst start end)
         (replaced "regexp-replace-all" re s subst start end (lambda (n) #t)))))

    ;; Replaces those matches in the range whose numbers, from 0 on, are wanted. An end of #f
    ;; means the end of the string.
    (define (replaced name re s subst start end wanted?)
      (check-string (string->symbol name) s)
      (let ((end (or end (string-length s))) (out (open-output-string)))
        (check-range (string->symbol name) s start end)
        (regexp-fold re
                     (lambda (i match s n)
                       (write-string s out i (regexp-match-submatch-start match 0))
                       (write-string (if (wanted? n)
                                         (substituted name subst match s start end)
                                         (regexp-match-submatch match 0))
                                     out)
                       (+ n 1))
                     0
                     s
                     (lambda (i match s n) (write-string s out i end))
                     start end)
        (get-output-string out)))))
