;;; SRFI 13: the string library, and its internals. Procedures that R7RS has with the same
;;; meaning are those of (scheme base).
;;;
;;; Case-insensitive operations fold character by character, as SRFI 13 requires, by the simple
;;; mappings. Strings never share storage. The maps and iterations also take several strings, as
;;; R7RS's do; the unfolds also accept strings from their mappers, as SRFI 152's do.

(define-library (srfi 13)
  (export
    ;; predicates and constructors
    string? string-null? string-every string-any make-string string string-tabulate
    ;; lists
    string->list list->string reverse-list->string string-join
    ;; selection
    string-length string-ref string-copy (rename string-copy substring/shared) string-copy!
    string-take string-take-right string-drop string-drop-right
    string-pad string-pad-right string-trim string-trim-right string-trim-both
    string-set! string-fill!
    ;; comparison
    string-compare string-compare-ci
    string= string<> string< string> string<= string>=
    string-ci= string-ci<> string-ci< string-ci> string-ci<= string-ci>=
    string-hash string-hash-ci
    ;; prefixes, suffixes, searching
    string-prefix-length string-suffix-length string-prefix-length-ci string-suffix-length-ci
    string-prefix? string-suffix? string-prefix-ci? string-suffix-ci?
    string-index string-index-right string-skip string-skip-right string-count
    string-contains string-contains-ci
    ;; case, reversal, concatenation
    string-titlecase string-titlecase! string-upcase string-upcase!
    string-downcase string-downcase!
    string-reverse string-reverse! string-append string-concatenate
    (rename string-concatenate string-concatenate/shared)
    (rename string-append string-append/shared)
    string-concatenate-reverse
    (rename string-concatenate-reverse string-concatenate-reverse/shared)
    ;; folding and mapping
    string-map string-map! string-fold string-fold-right string-unfold string-unfold-right
    string-for-each string-for-each-index
    ;; replication, replacement, filtering
    xsubstring string-xcopy! string-replace string-tokenize string-filter string-delete
    ;; string-lib-internals
    string-parse-start+end string-parse-final-start+end let-string-start+end
    check-substring-spec substring-spec-ok?
    make-kmp-restart-vector kmp-step string-kmp-partial-search)
  (import (except (scheme base) string-map string-for-each)
          (rename (only (scheme base) string-map string-for-each)
                  (string-map base:string-map)
                  (string-for-each base:string-for-each))
          (scheme case-lambda)
          (only (scheme char)
                char-upcase char-downcase char-upper-case? char-lower-case?)
          (only (cairn base)
                string-null? string-join string-concatenate
                string-take string-take-right string-drop string-drop-right)
          (rename (only (cairn base) string-hash string-contains)
                  (string-hash base:string-hash)
                  (string-contains base:string-contains))
          (srfi 13 ranges)
          (srfi 14)
          (only (cairn checks) %check-procedure))
  (begin
    ;; --- predicates and constructors ---

    (define-ranged (string-every (criterion s) s start end)
      (with-test (test? string-every criterion)
        (or (= start end)
            (let ((last (- end 1)))
              (let loop ((i start))
                (if (= i last)
                    (test? (string-ref s i))
                    (and (test? (string-ref s i)) (loop (+ i 1)))))))))

    (define-ranged (string-any (criterion s) s start end)
      (with-test (test? string-any criterion)
        (and (< start end)
             (let ((last (- end 1)))
               (let loop ((i start))
                 (if (= i last)
                     (test? (string-ref s i))
                     (or (test? (string-ref s i)) (loop (+ i 1)))))))))

    (define (string-tabulate f n)
      (check-count 'string-tabulate n)
      (let ((s (make-string n)))
        (do ((i 0 (+ i 1)))
            ((= i n) s)
          (string-set! s i (f i)))))

    (define (reverse-list->string chars)
      (let* ((n (length chars)) (s (make-string n)))
        (let loop ((i (- n 1)) (chars chars))
          (if (pair? chars)
              (begin
                (string-set! s i (car chars))
                (loop (- i 1) (cdr chars)))
              s))))

    ;; --- selection ---

    (define-ranged/optional (string-pad (s n) (char #\space) s start end)
      (check-count 'string-pad n)
      (let* ((kept (min n (- end start))) (out (make-string n char)))
        (string-copy! out (- n kept) s (- end kept) end)
        out))

    (define-ranged/optional (string-pad-right (s n) (char #\space) s start end)
      (check-count 'string-pad-right n)
      (let* ((kept (min n (- end start))) (out (make-string n char)))
        (string-copy! out 0 s start (+ start kept))
        out))

    (define whitespace char-set:whitespace)

    (define-ranged/optional (string-trim (s) (criterion whitespace) s start end)
      (string-copy s (or (string-skip s criterion start end) end) end))

    (define-ranged/optional (string-trim-right (s) (criterion whitespace) s start end)
      (let ((last (string-skip-right s criterion start end)))
        (string-copy s start (if last (+ last 1) start))))

    (define-ranged/optional (string-trim-both (s) (criterion whitespace) s start end)
      (let ((first (string-skip s criterion start end)))
        (if first
            (string-copy s first (+ (string-skip-right s criterion start end) 1))
            "")))

    ;; --- comparison ---

    (define (fold-char c) (char-downcase (char-upcase c)))

    (define (same-folded? a b)
      (or (char=? a b) (char=? (fold-char a) (fold-char b))))

    ;; Defines a procedure and its case-insensitive variant from one body, in which same? is the
    ;; equality of characters and key maps a character to the one to compare.
    (define-syntax define-with-ci
      (syntax-rules ()
        ((_ (definer (name ci-name) form ...) (same? key) body ...)
         (begin
           (definer (name form ...)
             (let-syntax ((same? (syntax-rules () ((_ a b) (char=? a b))))
                          (key (syntax-rules () ((_ a) a))))
               body ...))
           (definer (ci-name form ...)
             (let-syntax ((same? (syntax-rules () ((_ a b) (same-folded? a b))))
                          (key (syntax-rules () ((_ a) (fold-char a)))))
               body ...))))))

    ;; The length of the common prefix.
    (define-with-ci
        (define-ranged2 (string-prefix-length string-prefix-length-ci)
                        (s1 s2) (s1 start1 end1) (s2 start2 end2))
        (same? key)
      (let ((most (min (- end1 start1) (- end2 start2))))
        (let loop ((n 0))
          (if (and (< n most)
                   (same? (string-ref s1 (+ start1 n)) (string-ref s2 (+ start2 n))))
              (loop (+ n 1))
              n))))

    (define-with-ci
        (define-ranged2 (string-suffix-length string-suffix-length-ci)
                        (s1 s2) (s1 start1 end1) (s2 start2 end2))
        (same? key)
      (let ((most (min (- end1 start1) (- end2 start2))))
        (let loop ((n 0))
          (if (and (< n most)
                   (same? (string-ref s1 (- end1 n 1)) (string-ref s2 (- end2 n 1))))
              (loop (+ n 1))
              n))))

    (define-with-ci
        (define-ranged2 (string-compare string-compare-ci)
                        (s1 s2 less equal greater) (s1 start1 end1) (s2 start2 end2))
        (same? key)
      (let loop ((i start1) (j start2))
        (cond ((= i end1) (if (= j end2) (equal i) (less i)))
              ((= j end2) (greater i))
              (else
               (let ((a (string-ref s1 i)) (b (string-ref s2 j)))
                 (cond ((same? a b) (loop (+ i 1) (+ j 1)))
                       ((char<? (key a) (key b)) (less i))
                       (else (greater i))))))))

    (define (yes i) #t)
    (define (no i) #f)

    (define-syntax define-comparison
      (syntax-rules ()
        ((_ name compare less equal greater)
         (define-ranged2 (name (s1 s2) (s1 start1 end1) (s2 start2 end2))
           (compare s1 s2 less equal greater start1 end1 start2 end2)))))

    (define-comparison string= string-compare no yes no)
    (define-comparison string<> string-compare yes no yes)
    (define-comparison string< string-compare yes no no)
    (define-comparison string> string-compare no no yes)
    (define-comparison string<= string-compare yes yes no)
    (define-comparison string>= string-compare no yes yes)
    (define-comparison string-ci= string-compare-ci no yes no)
    (define-comparison string-ci<> string-compare-ci yes no yes)
    (define-comparison string-ci< string-compare-ci yes no no)
    (define-comparison string-ci> string-compare-ci no no yes)
    (define-comparison string-ci<= string-compare-ci yes yes no)
    (define-comparison string-ci>= string-compare-ci no yes yes)

    (define (bounded-hash name s bound)
      (check-count name bound)
      (if (= bound 0)
          (base:string-hash s)
          (base:string-hash s bound)))

    (define-ranged/optional (string-hash (s) (bound 0) s start end)
      (bounded-hash 'string-hash (string-copy s start end) bound))

    (define-ranged/optional (string-hash-ci (s) (bound 0) s start end)
      (bounded-hash 'string-hash-ci (string-map fold-char s start end) bound))

    ;; --- prefixes and suffixes ---

    (define-syntax define-affix-test
      (syntax-rules ()
        ((_ name common-length)
         (define-ranged2 (name (s1 s2) (s1 start1 end1) (s2 start2 end2))
           (= (common-length s1 s2 start1 end1 start2 end2) (- end1 start1))))))

    (define-affix-test string-prefix? string-prefix-length)
    (define-affix-test string-suffix? string-suffix-length)
    (define-affix-test string-prefix-ci? string-prefix-length-ci)
    (define-affix-test string-suffix-ci? string-suffix-length-ci)

    ;; --- searching ---

    (define-ranged (string-index (s criterion) s start end)
      (with-test (test? string-index criterion)
        (let loop ((i start))
          (and (< i end)
               (if (test? (string-ref s i)) i (loop (+ i 1)))))))

    (define-ranged (string-index-right (s criterion) s start end)
      (with-test (test? string-index-right criterion)
        (let loop ((i (- end 1)))
          (and (>= i start)
               (if (test? (string-ref s i)) i (loop (- i 1)))))))

    (define-ranged (string-skip (s criterion) s start end)
      (with-test (test? string-skip criterion)
        (let loop ((i start))
          (and (< i end)
               (if (test? (string-ref s i)) (loop (+ i 1)) i)))))

    (define-ranged (string-skip-right (s criterion) s start end)
      (with-test (test? string-skip-right criterion)
        (let loop ((i (- end 1)))
          (and (>= i start)
               (if (test? (string-ref s i)) (loop (- i 1)) i)))))

    (define-ranged (string-count (s criterion) s start end)
      (with-test (test? string-count criterion)
        (let loop ((i start) (n 0))
          (if (< i end)
              (loop (+ i 1) (if (test? (string-ref s i)) (+ n 1) n))
              n))))

    ;; If both strings are used in full, the search is that of (cairn base).
    (define-ranged2 (string-contains (s1 s2) (s1 start1 end1) (s2 start2 end2))
      (if (and (= end1 (string-length s1)) (= start2 0) (= end2 (string-length s2)))
          (base:string-contains s1 s2 start1)
          (kmp-search s1 s2 char=? start1 end1 start2 end2)))

    (define-ranged2 (string-contains-ci (s1 s2) (s1 start1 end1) (s2 start2 end2))
      (kmp-search s1 s2 same-folded? start1 end1 start2 end2))

    (define (kmp-search s1 s2 same? start1 end1 start2 end2)
      (let ((n (- end2 start2)))
        (cond ((= n 0) start1)
              ((> n (- end1 start1)) #f)
              (else
               (let* ((restart (make-kmp-restart-vector s2 same? start2 end2))
                      (state (string-kmp-partial-search s2 restart s1 0 same?
                                                        start2 start1 end1)))
                 (and (< state 0) (- (- state) n)))))))

    ;; --- case ---

    ;; The four digraphs whose title case is neither upper nor lower case, and the Georgian
    ;; letters, whose title case is lower case.
    (define (char-titlecase c)
      (let ((n (char->integer c)))
        (cond ((<= #x1C4 n #x1C6) #\x1C5)
              ((<= #x1C7 n #x1C9) #\x1C8)
              ((<= #x1CA n #x1CC) #\x1CB)
              ((<= #x1F1 n #x1F3) #\x1F2)
              ((<= #x10D0 n #x10FF) c)
              (else (char-upcase c)))))

    (define (cased? c)
      (or (char-upper-case? c)
          (char-lower-case? c)
          (char-set-contains? char-set:title-case c)))

    (define-ranged (string-titlecase! (s) s start end)
      (let loop ((i start) (inside? #f))
        (when (< i end)
          (let ((c (string-ref s i)))
            (string-set! s i (if inside? (char-downcase c) (char-titlecase c)))
            (loop (+ i 1) (cased? c))))))

    (define-ranged (string-titlecase (s) s start end)
      (let ((out (string-copy s start end)))
        (string-titlecase! out)
        out))

    (define-ranged (string-upcase (s) s start end) (string-map char-upcase s start end))
    (define-ranged (string-downcase (s) s start end) (string-map char-downcase s start end))
    (define-ranged (string-upcase! (s) s start end) (string-map! char-upcase s start end))
    (define-ranged (string-downcase! (s) s start end) (string-map! char-downcase s start end))

    ;; --- reversal and concatenation ---

    (define-ranged (string-reverse! (s) s start end)
      (let loop ((i start) (j (- end 1)))
        (when (< i j)
          (let ((c (string-ref s i)))
            (string-set! s i (string-ref s j))
            (string-set! s j c)
            (loop (+ i 1) (- j 1))))))

    (define-ranged (string-reverse (s) s start end)
      (let ((out (string-copy s start end)))
        (string-reverse! out)
        out))

    (define string-concatenate-reverse
      (case-lambda
        ((strings) (string-concatenate (reverse strings)))
        ((strings final) (string-concatenate (reverse (cons final strings))))
        ((strings final end)
         (check-range 'string-concatenate-reverse final 0 end)
         (string-concatenate (reverse (cons (string-copy final 0 end) strings))))))

    ;; --- folding and mapping ---

    (define-ranged (mapped (f s) s start end)
      (let* ((n (- end start)) (out (make-string n)))
        (do ((i 0 (+ i 1)))
            ((= i n) out)
          (string-set! out i (f (string-ref s (+ start i)))))))

    (define (string-map f s . more)
      (%check-procedure 'string-map f)
      (cond ((and (pair? more) (string? (car more))) (apply base:string-map f s more))
            (else
             (check-string 'string-map s)
             (apply mapped f s more))))

    (define-ranged (string-map! (f s) s start end)
      (%check-procedure 'string-map! f)
      (do ((i start (+ i 1)))
          ((= i end))
        (string-set! s i (f (string-ref s i)))))

    (define-ranged (string-fold (kons knil s) s start end)
      (%check-procedure 'string-fold kons)
      (let loop ((i start) (acc knil))
        (if (< i end)
            (loop (+ i 1) (kons (string-ref s i) acc))
            acc)))

    (define-ranged (string-fold-right (kons knil s) s start end)
      (%check-procedure 'string-fold-right kons)
      (let loop ((i (- end 1)) (acc knil))
        (if (>= i start)
            (loop (- i 1) (kons (string-ref s i) acc))
            acc)))

    (define (nothing seed) "")

    (define (as-string x) (if (char? x) (string x) x))

    ;; The results of an unfold's mapper, in reverse order, as strings.
    (define (unfolded stop? mapper successor seed make-final parts)
      (let loop ((seed seed) (parts parts))
        (if (stop? seed)
            (cons (as-string (make-final seed)) parts)
            (loop (successor seed) (cons (as-string (mapper seed)) parts)))))

    (define string-unfold
      (case-lambda
        ((stop? mapper successor seed)
         (string-unfold stop? mapper successor seed "" nothing))
        ((stop? mapper successor seed base)
         (string-unfold stop? mapper successor seed base nothing))
        ((stop? mapper successor seed base make-final)
         (string-concatenate-reverse
           (unfolded stop? mapper successor seed make-final (list (as-string base)))))))

    (define string-unfold-right
      (case-lambda
        ((stop? mapper successor seed)
         (string-unfold-right stop? mapper successor seed "" nothing))
        ((stop? mapper successor seed base)
         (string-unfold-right stop? mapper successor seed base nothing))
        ((stop? mapper successor seed base make-final)
         (string-concatenate
           (unfolded stop? mapper successor seed make-final (list (as-string base)))))))

    (define-ranged (for-each-char (f s) s start end)
      (do ((i start (+ i 1)))
          ((= i end))
        (f (string-ref s i))))

    (define (string-for-each f s . more)
      (%check-procedure 'string-for-each f)
      (cond ((and (pair? more) (string? (car more))) (apply base:string-for-each f s more))
            (else
             (check-string 'string-for-each s)
             (apply for-each-char f s more))))

    (define-ranged (string-for-each-index (f s) s start end)
      (%check-procedure 'string-for-each-index f)
      (do ((i start (+ i 1)))
          ((= i end))
        (f i)))

    ;; --- replication ---

    ;; Writes characters from to to of the endless repetition of s[start, end).
    (define (replicate! name target at s from to start end)
      (unless (and (exact-integer? from) (exact-integer? to) (<= from to))
        (error (string-append (symbol->string name) ": range out of order") from to))
      (let ((period (- end start)))
        (when (and (= period 0) (< from to))
          (error (string-append (symbol->string name) ": nothing to repeat in") s))
        (check-range name target at (+ at (- to from)))
        ;; Copies up to the end of one period at a time.
        (let loop ((at at) (from from))
          (when (< from to)
            (let* ((offset (modulo from period))
                   (n (min (- period offset) (- to from))))
              (string-copy! target at s (+ start offset) (+ start offset n))
              (loop (+ at n) (+ from n)))))))

    (define-ranged (replicated (s from to) s start end)
      (let ((out (make-string (if (and (exact-integer? from) (exact-integer? to))
                                  (max 0 (- to from))
                                  0))))
        (replicate! 'xsubstring out 0 s from to start end)
        out))

    (define xsubstring
      (case-lambda
        ((s from)
         (check-string 'xsubstring s)
         (replicated s from (+ from (string-length s))))
        ((s from to)
         (check-string 'xsubstring s)
         (replicated s from to))
        ((s from to start)
         (check-string 'xsubstring s)
         (xsubstring s from to start (string-length s)))
        ((s from to start end)
         (check-range 'xsubstring s start end)
         (replicated s from to start end))))

    (define string-xcopy!
      (case-lambda
        ((target at s from)
         (check-string 'string-xcopy! s)
         (string-xcopy! target at s from (+ from (string-length s))))
        ((target at s from to)
         (string-xcopy! target at s from to 0))
        ((target at s from to start)
         (check-string 'string-xcopy! s)
         (string-xcopy! target at s from to start (string-length s)))
        ((target at s from to start end)
         (check-range 'string-xcopy! s start end)
         (replicate! 'string-xcopy! target at s from to start end))))

    ;; --- replacement, parsing, filtering ---

    (define-ranged (string-replace (s1 s2 start1 end1) s2 start2 end2)
      (check-range 'string-replace s1 start1 end1)
      (let* ((n (- end2 start2))
             (out (make-string (+ (- (string-length s1) (- end1 start1)) n))))
        (string-copy! out 0 s1 0 start1)
        (string-copy! out start1 s2 start2 end2)
        (string-copy! out (+ start1 n) s1 end1)
        out))

    (define-ranged/optional (string-tokenize (s) (token-set char-set:graphic) s start end)
      (let loop ((end end) (tokens '()))
        (let ((last (string-index-right s token-set start end)))
          (if last
              (let* ((before (string-skip-right s token-set start last))
                     (first (if before (+ before 1) start)))
                (loop first (cons (string-copy s first (+ last 1)) tokens)))
              tokens))))

    (define-ranged (string-filter (criterion s) s start end)
      (with-test (test? string-filter criterion)
        (kept test? s start end)))

    (define-ranged (string-delete (criterion s) s start end)
      (with-test (test? string-delete criterion)
        (kept (lambda (c) (not (test? c))) s start end)))

    ;; --- internals: ranges ---

    (define (string-parse-start+end proc s args)
      (check-substring-spec proc s 0 0)
      (let* ((start (if (pair? args) (car args) 0))
             (rest (if (pair? args) (cdr args) '()))
             (end (if (pair? rest) (car rest) (string-length s))))
        (check-substring-spec proc s start end)
        (values (if (pair? rest) (cdr rest) '()) start end)))

    (define (string-parse-final-start+end proc s args)
      (let-values (((rest start end) (string-parse-start+end proc s args)))
        (when (pair? rest)
          (error "string-parse-final-start+end: too many arguments for" proc rest))
        (values start end)))

    (define-syntax let-string-start+end
      (syntax-rules ()
        ((_ (start end) proc s args body ...)
         (let-values (((start end) (string-parse-final-start+end proc s args))) body ...))
        ((_ (start end rest) proc s args body ...)
         (let-values (((rest start end) (string-parse-start+end proc s args))) body ...))))

    (define (substring-spec-ok? s start end)
      (and (string? s)
           (exact-integer? start)
           (exact-integer? end)
           (<= 0 start end (string-length s))))

    (define (check-substring-spec proc s start end)
      (unless (substring-spec-ok? s start end)
        (error "check-substring-spec: bad range for" proc s start end)))

    ;; --- internals: the search of Knuth, Morris and Pratt ---

    ;; Element i is the length of the longest proper prefix of s that ends its first i
    ;; characters; -1 for i = 0.
    (define-ranged/optional (make-kmp-restart-vector (s) (same? char=?) s start end)
      (let* ((n (- end start)) (restart (make-vector n -1)))
        (let loop ((i 1) (matched 0))
          (if (< i n)
              (begin
                (vector-set! restart i matched)
                (loop (+ i 1) (kmp-step s restart (string-ref s (+ start i)) matched same? start)))
              restart))))

    (define (kmp-step pattern restart c i same? start)
      (let loop ((i i))
        (if (same? c (string-ref pattern (+ i start)))
            (+ i 1)
            (let ((i (vector-ref restart i)))
              (if (= i -1) 0 (loop i))))))

    (define string-kmp-partial-search
      (case-lambda
        ((pattern restart s i) (string-kmp-partial-search pattern restart s i char=? 0 0))
        ((pattern restart s i same?) (string-kmp-partial-search pattern restart s i same? 0 0))
        ((pattern restart s i same? p-start)
         (string-kmp-partial-search pattern restart s i same? p-start 0))
        ((pattern restart s i same? p-start start)
         (check-string 'string-kmp-partial-search s)
         (string-kmp-partial-search pattern restart s i same? p-start start (string-length s)))
        ((pattern restart s i same? p-start start end)
         (check-range 'string-kmp-partial-search s start end)
         (check-range 'string-kmp-partial-search pattern
                      p-start (+ p-start (vector-length restart)))
         (let ((n (vector-length restart)))
           (let loop ((at start) (i i))
             (cond ((= i n) (- at))
                   ((= at end) i)
                   (else
                    (loop (+ at 1)
                          (kmp-step pattern restart (string-ref s at) i same? p-start)))))))))))
