;;; SRFI 115: regular expressions, with non-greedy repetitions, look-around and Unicode; no
;;; back-references.
;;;
;;; An SRE is parsed into a tree. If Cairn includes the regex engine, and the engine supports
;;; everything in the tree, the tree becomes a pattern of the engine (see "the engine" below).
;;; Otherwise it becomes a graph of states. The matcher walks the string
;;; once, with a list of threads, at most one per state, the preferred ones first: its time is
;;; bounded by the size of the graph times the length of the string, and its stack by the size
;;; of the graph. It prefers the same match as a matcher that tries alternatives in order.
;;;
;;; Assertions test a single position. Look-around assertions are evaluated for all positions at
;;; once, by one more pass over the string when a match first needs them.

(define-library (srfi 115)
  (export regexp regexp? rx regexp->sre char-set->sre valid-sre?
          regexp-matches regexp-matches? regexp-search regexp-fold regexp-extract
          regexp-split regexp-partition regexp-replace regexp-replace-all
          regexp-match? regexp-match-count regexp-match-submatch
          regexp-match-submatch-start regexp-match-submatch-end regexp-match->list)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) cons* every append-map)
          (srfi 13 ranges)
          (scheme lazy)
          (srfi 14)
          (only (srfi 14 tables) char-set-boundaries)
          (srfi 115 positions)
          (srfi 115 sets))
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
    (define (fail what . irritants)
      (apply error (string-append "regexp: " what) irritants))

    ;; --- parsing ---
    ;;
    ;; A node is (set S), (seq N ...), (alt N ...), (repeat LEAST MOST GREEDY? N) with MOST
    ;; #f for any number, (group I N), (look BEHIND? SENSE N), or (assert TEST PATTERN ASCII?)
    ;; with a procedure of a match's context and a position, and, for the engine, a pattern,
    ;; which may be right for ASCII alone.

    (define nothing '(seq))

    ;; Parses an SRE: two values, the node and the list of the submatches' names, #f for one
    ;; without, the last one first.
    (define (parse sre)
      (define names '())

      (define (parse-group name sres context)
        (if (capture? context)
            (begin
              (set! names (cons name names))
              (let ((number (length names)))
                (list 'group number (parse-seq sres context))))
            (parse-seq sres context)))

      (define (parse-seq sres context)
        (check-list sres)
        (if (and (pair? sres) (null? (cdr sres)))
            (parse-one (car sres) context)
            (cons 'seq (parse-all sres context))))

      ;; In order, so that submatches are numbered from left to right.
      (define (parse-all sres context)
        (let loop ((sres sres) (nodes '()))
          (if (null? sres)
              (reverse nodes)
              (loop (cdr sres) (cons (parse-one (car sres) context) nodes)))))

      (define (repeat least most greedy? sres context)
        (unless (and (exact-integer? least)
                     (>= least 0)
                     (or (not most) (and (exact-integer? most) (<= least most))))
          (fail "bad numbers of repetitions" least most))
        (list 'repeat least most greedy? (parse-seq sres context)))

      (define (parse-one sre context)
        (let ((set (parse-set sre context)))
          (cond (set (list 'set set))
                ((string? sre)
                 (cons 'seq
                       (map (lambda (c) (list 'set (with-variants (char-set c) context)))
                            (string->list sre))))
                ((symbol? sre) (parse-name sre context))
                ((and (pair? sre) (list? sre)) (parse-form (car sre) (cdr sre) sre context))
                (else (fail "not an SRE:" sre)))))

      (define (parse-name name context)
        (case name
          ((bos) (list 'assert at-start? "\\A" #f))
          ((eos) (list 'assert at-end? "\\z" #f))
          ((bol) (list 'assert at-line-start? "(?Rm:^)" #f))
          ((eol) (list 'assert at-line-end? "(?Rm:$)" #f))
          ((bow)
           (list 'assert (word-start (word-characters context)) "(?-u:\\b{start})" #t))
          ((eow) (list 'assert (word-end (word-characters context)) "(?-u:\\b{end})" #t))
          ((nwb) (list 'assert (no-word-boundary (word-characters context)) "(?-u:\\B)" #t))
          ((word) (parse-one '(word+ any) context))
          ((bog) (if (ascii? context) nothing (list 'assert at-grapheme-start?)))
          ((eog) (if (ascii? context) nothing (list 'assert at-grapheme-end?)))
          ((grapheme) (grapheme context))
          (else (fail "unknown name" name))))

      (define (parse-form keyword rest sre context)
        (define (numbered count)
          (unless (>= (length rest) count)
            (fail "a number is missing in" sre)))
        (case keyword
          ((* zero-or-more) (repeat 0 #f #t rest context))
          ((+ one-or-more) (repeat 1 #f #t rest context))
          ((? optional) (repeat 0 1 #t rest context))
          ((*? non-greedy-zero-or-more) (repeat 0 #f #f rest context))
          ((?? non-greedy-optional) (repeat 0 1 #f rest context))
          ((= exactly)
           (numbered 1)
           (repeat (car rest) (car rest) #t (cdr rest) context))
          ((>= at-least)
           (numbered 1)
           (repeat (car rest) #f #t (cdr rest) context))
          ((** repeated)
           (numbered 2)
           (repeat (car rest) (cadr rest) #t (cddr rest) context))
          ((**? non-greedy-repeated)
           (numbered 2)
           (repeat (car rest) (cadr rest) #f (cddr rest) context))
          ((or |\||) (cons 'alt (parse-all rest context)))
          ((: seq) (parse-seq rest context))
          (($ submatch) (parse-group #f rest context))
          ((-> submatch-named)
           (unless (and (pair? rest) (symbol? (car rest)))
             (fail "a name is missing in" sre))
           (parse-group (car rest) (cdr rest) context))
          ((w/case) (parse-seq rest (with-case context #f)))
          ((w/nocase) (parse-seq rest (with-case context #t)))
          ((w/unicode) (parse-seq rest (with-ascii context #f)))
          ((w/ascii) (parse-seq rest (with-ascii context #t)))
          ((w/nocapture) (parse-seq rest (without-capture context)))
          ((word) (parse-seq `(bow ,@rest eow) context))
          ((word+)
           (parse-one `(word (+ (and (or alphanumeric "_") (or ,@rest)))) context))
          ((look-ahead) (look #f #t rest context))
          ((look-behind) (look #t #t rest context))
          ((neg-look-ahead) (look #f #f rest context))
          ((neg-look-behind) (look #t #f rest context))
          ((backref) (fail "back-references are not supported:" sre))
          (else (fail "not an SRE:" sre))))

      (define (look behind? sense sres context)
        (list 'look behind? sense (parse-seq sres (without-capture context))))

      (let ((node (parse-one sre (make-context #f #f #t))))
        (values node names)))

    (define (check-list sres)
      (unless (list? sres)
        (fail "not a list of SREs:" sres)))

    ;; The character set that a cset-sre stands for; #f for another SRE.
    (define (parse-set sre context)
      (cond ((char? sre) (with-variants (char-set sre) context))
            ((char-set? sre) (with-variants sre context))
            ((string? sre)
             (and (= (string-length sre) 1)
                  (with-variants (string->char-set sre) context)))
            ((symbol? sre) (named-set sre context))
            ((not (and (pair? sre) (list? sre))) #f)
            ((string? (car sre))
             (unless (null? (cdr sre))
               (fail "not an SRE:" sre))
             (with-variants (string->char-set (car sre)) context))
            (else (parse-set-form (car sre) (cdr sre) sre context))))

    (define (parse-set-form keyword rest sre context)
      (define (sets context)
        (map (lambda (sre)
               (or (parse-set sre context) (fail "expected a character set, got" sre)))
             rest))
      (define (all context)
        (if (ascii? context) char-set:ascii char-set:full))
      (define (only-set context)
        (and (pair? rest) (null? (cdr rest)) (parse-set (car rest) context)))
      (case keyword
        ((char-set)
         (unless (and (= (length rest) 1) (string? (car rest)))
           (fail "not an SRE:" sre))
         (with-variants (string->char-set (car rest)) context))
        ((/ char-range) (with-variants (ranges rest sre) context))
        ((or |\||)
         (let ((sets (map (lambda (sre) (parse-set sre context)) rest)))
           (and (every values sets) (apply char-set-union sets))))
        ((~ complement)
         (char-set-difference (all context) (apply char-set-union (sets context))))
        ((- difference)
         (when (null? rest)
           (fail "not an SRE:" sre))
         (apply char-set-difference (sets context)))
        ((and &) (apply char-set-intersection (all context) (sets context)))
        ((w/case) (only-set (with-case context #f)))
        ((w/nocase) (only-set (with-case context #t)))
        ((w/ascii) (only-set (with-ascii context #t)))
        ((w/unicode) (only-set (with-ascii context #f)))
        (else #f)))

    ;; The ranges between pairs of the characters that strings and characters give.
    (define (ranges specs sre)
      (let loop ((chars (append-map (lambda (spec)
                                      (cond ((string? spec) (string->list spec))
                                            ((char? spec) (list spec))
                                            (else (fail "not an SRE:" sre))))
                                    specs))
                 (set char-set:empty))
        (cond ((null? chars) set)
              ((null? (cdr chars)) (fail "half a range in" sre))
              ((char<=? (car chars) (cadr chars))
               (loop (cddr chars)
                     (ucs-range->char-set (char->integer (car chars))
                                          (+ (char->integer (cadr chars)) 1)
                                          #f
                                          set)))
              (else (loop (cddr chars) set)))))

    (define (word-characters context)
      (parse-set '(or alphanumeric "_") context))

    ;; --- the graph ---

    ;; A state: its operation (char, set, split, save, assert or match), the operation's
    ;; argument, the next state, for a split also the less preferred one, and its number.
    (define-record-type state
      (make-state operation argument next other number)
      state?
      (operation operation)
      (argument argument)
      (next next set-next!)
      (other other set-other!)
      (number number))

    ;; A graph: its first state and the number of its states.
    (define-record-type graph
      (make-graph entry size)
      graph?
      (entry graph-entry)
      (size graph-size))

    ;; The graph of a node. A backward one matches from the end to the beginning and saves
    ;; nothing. Each look-around node gets a number from look!, which also keeps its graph.
    (define (build node backward? look!)
      (define size 0)

      (define (new operation argument next other)
        (set! size (+ size 1))
        (make-state operation argument next other (- size 1)))

      (define (state-of node next)
        (case (car node)
          ((set) (set-state (cadr node) next))
          ((seq)
           (let loop ((nodes (if backward? (cdr node) (reverse (cdr node)))) (next next))
             (if (null? nodes)
                 next
                 (loop (cdr nodes) (state-of (car nodes) next)))))
          ((alt)
           (if (null? (cdr node))
               (set-state char-set:empty next)
               (let loop ((nodes (cdr node)))
                 (if (null? (cdr nodes))
                     (state-of (car nodes) next)
                     (let ((state (state-of (car nodes) next)))
                       (new 'split #f state (loop (cdr nodes))))))))
          ((repeat) (apply repeated next (cdr node)))
          ((group)
           (if backward?
               (state-of (list-ref node 2) next)
               (let ((number (* 2 (cadr node))))
                 (new 'save
                      number
                      (state-of (list-ref node 2) (new 'save (+ number 1) next #f))
                      #f))))
          ((assert) (new 'assert (cadr node) next #f))
          ((look) (new 'assert (look! node) next #f))))

      (define (set-state set next)
        (let ((c (only-member set)))
          (if c
              (new 'char c next #f)
              (new 'set (membership set) next #f))))

      (define (choice greedy? more end)
        (if greedy?
            (new 'split #f more end)
            (new 'split #f end more)))

      ;; The required copies; then a loop, or what may follow.
      (define (repeated next least most greedy? node)
        (let loop ((n least) (next (if most
                                       (optional (- most least) greedy? node next)
                                       (star greedy? node next))))
          (if (= n 0)
              next
              (loop (- n 1) (state-of node next)))))

      (define (optional n greedy? node end)
        (let loop ((n n) (next end))
          (if (= n 0)
              next
              (loop (- n 1) (choice greedy? (state-of node next) end)))))

      (define (star greedy? node end)
        (let* ((split (choice greedy? #f end)) (body (state-of node split)))
          (if greedy? (set-next! split body) (set-other! split body))
          split))

      (let ((entry (state-of node (new 'match #f #f #f))))
        (make-graph entry size)))

    ;; The character of a set that has one alone; #f for another set.
    (define (only-member set)
      (let ((cursor (char-set-cursor set)))
        (and (not (end-of-char-set? cursor))
             (end-of-char-set? (char-set-cursor-next set cursor))
             (char-set-ref set cursor))))

    ;; --- the matcher ---

    ;; Threads at one position: their states and what they saved, a list of slots and
    ;; positions, the last one first; and for each state the last position at which it was
    ;; reached.
    (define-record-type threads
      (make-threads states saved count marks)
      threads?
      (states thread-states)
      (saved thread-saved)
      (count thread-count set-thread-count!)
      (marks thread-marks))

    (define (new-threads size)
      (make-threads (make-vector size) (make-vector size) 0 (make-vector size -1)))

    ;; Adds the threads that a state leads to without a character, the preferred ones first.
    (define (add! threads state saved subject i)
      (let ((marks (thread-marks threads)))
        (let add ((state state) (saved saved))
          (unless (eqv? (vector-ref marks (number state)) i)
            (vector-set! marks (number state) i)
            (case (operation state)
              ((split)
               (add (next state) saved)
               (add (other state) saved))
              ((save)
               (add (next state) (cons (argument state) (cons i saved))))
              ((assert)
               (when ((argument state) subject i)
                 (add (next state) saved)))
              (else
               (let ((n (thread-count threads)))
                 (vector-set! (thread-states threads) n state)
                 (vector-set! (thread-saved threads) n saved)
                 (set-thread-count! threads (+ n 1)))))))))

    (define (clear! threads) (set-thread-count! threads 0))

    ;; Whether a state that is no match accepts the character.
    (define (accepts? state c)
      (if (eq? (operation state) 'char)
          (char=? c (argument state))
          ((argument state) c)))

    ;; Moves the threads at i over a character, to a position. A true result of (match saved i)
    ;; for the first thread that matches ends the moves, because the later threads are less
    ;; preferred. Without a character nothing moves.
    (define (move! now later c subject i to match)
      (let ((count (thread-count now)) (states (thread-states now)) (all (thread-saved now)))
        (let loop ((k 0))
          (and (< k count)
               (let ((state (vector-ref states k)) (saved (vector-ref all k)))
                 (if (eq? (operation state) 'match)
                     (or (match saved i) (loop (+ k 1)))
                     (begin
                       (when (and c (accepts? state c))
                         (add! later (next state) saved subject to))
                       (loop (+ k 1)))))))))

    ;; The first position from i on at which a match can begin, or the end.
    (define (next-candidate first s i end)
      (if (and (< i end) (not (first (string-ref s i))))
          (next-candidate first s (+ i 1) end)
          i))

    ;; The slots saved by the preferred match, including 0 and 1 for its range; #f without a
    ;; match. A search may begin at from or later; otherwise a match is the whole range.
    (define (run rx subject from search?)
      (let* ((graph (regexp-graph rx))
             (first (and search? (regexp-first rx)))
             (s (subject-string subject))
             (end (subject-end subject)))
        (define (match saved i)
          (and (or search? (= i end)) (cons 1 (cons i saved))))
        (let loop ((i from)
                   (now (new-threads (graph-size graph)))
                   (later (new-threads (graph-size graph)))
                   (found #f))
          (let ((i (if (and first (not found) (= (thread-count now) 0))
                       (next-candidate first s i end)
                       i)))
            (when (and (not found) (or search? (= i from)))
              (add! now (graph-entry graph) (list 0 i) subject i))
            (clear! later)
            (let ((found (or (move! now later (and (< i end) (string-ref s i))
                                    subject i (+ i 1) match)
                             found)))
              (if (or (= i end)
                      (and (= (thread-count later) 0) (or found (not search?))))
                  found
                  (loop (+ i 1) later now found)))))))

    ;; The positions at which a graph has just matched: a bytevector. A backward graph walks
    ;; from the end to the start.
    (define (sweep graph subject backward?)
      (let* ((start (subject-start subject))
             (end (subject-end subject))
             (table (make-bytevector (+ (- end start) 1) 0)))
        (define (match saved i)
          (bytevector-u8-set! table (- i start) 1)
          #f)
        (let loop ((i (if backward? end start))
                   (now (new-threads (graph-size graph)))
                   (later (new-threads (graph-size graph))))
          (add! now (graph-entry graph) '() subject i)
          (clear! later)
          (let ((c (if backward? (char-before subject i) (char-after subject i)))
                (to (if backward? (- i 1) (+ i 1))))
            (move! now later c subject i to match)
            (if c
                (loop to later now)
                table)))))

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

    ;; The graph, the number of look-around nodes, and a predicate of what matches begin with,
    ;; or #f if they may be empty.
    (define-record-type matcher
      (make-matcher graph looks first)
      matcher?
      (graph matcher-graph)
      (looks matcher-looks)
      (first matcher-first))

    (define (regexp-graph rx) (matcher-graph (force (regexp-matcher rx))))
    (define (regexp-looks rx) (matcher-looks (force (regexp-matcher rx))))
    (define (regexp-first rx) (matcher-first (force (regexp-matcher rx))))

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

    (define (matcher-of node)
      (define looks 0)
      (define (look! node)
        (let* ((number looks)
               (behind? (list-ref node 1))
               (sense (list-ref node 2)))
          (set! looks (+ looks 1))
          (let ((graph (build (list-ref node 3) (not behind?) look!)))
            (lambda (subject i)
              (let ((tables (subject-looks subject)))
                (unless (vector-ref tables number)
                  (vector-set! tables number (sweep graph subject (not behind?))))
                (eq? sense
                     (= 1 (bytevector-u8-ref (vector-ref tables number)
                                             (- i (subject-start subject))))))))))
      (let-values (((first empty?) (beginnings node)))
        (let ((graph (build node #f look!)))
          (make-matcher graph looks (and (not empty?) (membership first))))))

    ;; --- the engine ---

    ;; The engine's pattern for a node, and whether it is right for ASCII alone; #f when there
    ;; is none, for what looks around, or would be longer than is worth while.
    (define (pattern-of node)
      (define ascii-only? #f)
      (define left 20000)
      (define out (open-output-string))

      (define (put text)
        (set! left (- left (string-length text)))
        (write-string text out))

      (define (put-char n)
        (put "\\x{")
        (put (number->string n 16))
        (put "}"))

      ;; Boundaries are those between what is in a set and what is not, from 0 on.
      (define (put-set set)
        (let* ((bounds (char-set-boundaries set)) (end (vector-length bounds)))
          (put (if (= end 0) "[^\\x{0}-\\x{10ffff}]" "["))
          (let loop ((i 0))
            (when (and (< i end) (> left 0))
              (put-char (vector-ref bounds i))
              (put "-")
              (put-char (- (if (< (+ i 1) end) (vector-ref bounds (+ i 1)) #x110000) 1))
              (loop (+ i 2))))
          (unless (= end 0) (put "]"))))

      (define (put-all nodes separator)
        (or (null? nodes)
            (and (put-node (car nodes))
                 (begin
                   (when (and separator (pair? (cdr nodes))) (put separator))
                   (put-all (cdr nodes) separator)))))

      (define (put-repeat least most greedy? node)
        (put "(?:")
        (and (put-node node)
             (begin
               (put "){")
               (put (number->string least))
               (put ",")
               (when most (put (number->string most)))
               (put (if greedy? "}" "}?"))
               #t)))

      ;; Whether there is a pattern for the node, which is written.
      (define (put-node node)
        (and (> left 0)
             (case (car node)
               ((set) (put-set (cadr node)) #t)
               ((seq) (put-all (cdr node) #f))
               ((alt)
                (if (null? (cdr node))
                    (put-node (list 'set char-set:empty))
                    (begin
                      (put "(?:")
                      (and (put-all (cdr node) "|") (begin (put ")") #t)))))
               ((repeat) (apply put-repeat (cdr node)))
               ((group)
                (put "(")
                (and (put-node (list-ref node 2)) (begin (put ")") #t)))
               ((assert)
                (and (= (length node) 4)
                     (begin
                       (put (list-ref node 2))
                       (when (list-ref node 3) (set! ascii-only? #t))
                       #t)))
               (else #f))))

      (let ((done? (put-node node)))
        (values (and done? (> left 0) (get-output-string out)) ascii-only?)))

    ;; The engine's regular expression, if it is right for the range.
    (define (engine-for rx s start end)
      (let ((engine (regexp-engine rx)))
        (and engine
             (or (not (regexp-ascii-only? rx)) (%ascii? s start end))
             engine)))

    ;; The set of characters with which a match of a node begins, and whether the node may also
    ;; match nothing.
    (define (beginnings node)
      (case (car node)
        ((set) (values (cadr node) #f))
        ((seq)
         (let loop ((nodes (cdr node)) (set char-set:empty))
           (if (null? nodes)
               (values set #t)
               (let-values (((first empty?) (beginnings (car nodes))))
                 (let ((set (united set first)))
                   (if empty?
                       (loop (cdr nodes) set)
                       (values set #f)))))))
        ((alt)
         (let loop ((nodes (cdr node)) (set char-set:empty) (any-empty? #f))
           (if (null? nodes)
               (values set any-empty?)
               (let-values (((first empty?) (beginnings (car nodes))))
                 (loop (cdr nodes) (united set first) (or any-empty? empty?))))))
        ((repeat)
         (let-values (((first empty?) (beginnings (list-ref node 4))))
           (values first (or empty? (= (list-ref node 1) 0)))))
        ((group) (beginnings (list-ref node 2)))
        (else (values char-set:empty #t))))

    (define (united a b)
      (cond ((eq? a char-set:empty) b)
            ((eq? b char-set:empty) a)
            (else (char-set-union a b))))

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
      (make-subject s start end (make-vector (regexp-looks rx) #f)))

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
      (let ((saved (run rx subject from search?)))
        (and saved
             (let ((positions (make-vector (* 2 (+ (length (regexp-names rx)) 1)) #f)))
               (let loop ((saved saved))
                 (when (pair? saved)
                   (unless (vector-ref positions (car saved))
                     (vector-set! positions (car saved) (cadr saved)))
                   (loop (cddr saved))))
               (make-match (subject-string subject) positions (regexp-names rx))))))

    (define-ranged (regexp-matches (re s) s start end)
      (let ((rx (regexp re)))
        (match-in rx s start end start #f)))

    (define-ranged (regexp-matches? (re s) s start end)
      (let ((rx (regexp re)))
        (and (match-in rx s start end start #f) #t)))

    (define-ranged (regexp-search (re s) s start end)
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
         (check-string 'regexp-fold s)
         (regexp-fold re kons knil s finish start (string-length s)))
        ((re kons knil s finish start end)
         (check-range 'regexp-fold s start end)
         (let* ((rx (regexp re)) (engine (engine-for rx s start end)))
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

    (define-ranged (regexp-extract (re s) s start end)
      (fold-texts re
                  (lambda (before text acc) (cons text acc))
                  '()
                  (lambda (rest acc) (reverse acc))
                  s start end))

    (define-ranged (regexp-split (re s) s start end)
      (fold-texts re
                  (lambda (before text acc) (cons before acc))
                  '()
                  (lambda (rest acc) (reverse (cons rest acc)))
                  s start end))

    (define-ranged (regexp-partition (re s) s start end)
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
