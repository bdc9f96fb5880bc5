;;; Matches the trees of SRFI 115 without an engine.
;;;
;;; A tree becomes a graph of states. The matcher walks the string once, with a list of threads,
;;; at most one per state, the preferred ones first: its time is bounded by the size of the graph
;;; times the length of the string, and its stack by the size of the graph. It prefers the same
;;; match as a matcher that tries alternatives in order.
;;;
;;; Assertions test a single position. Look-around assertions are evaluated for all positions at
;;; once, by one more pass over the string when a match first needs them.

(define-library (srfi 115 matcher)
  (export matcher-of matcher-looks run)
  (import (scheme base)
          (only (srfi 13 ranges) membership)
          (srfi 14)
          (srfi 115 positions))
  (begin
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
    (define (run matcher subject from search?)
      (let* ((graph (matcher-graph matcher))
             (first (and search? (matcher-first matcher)))
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

    ;; --- matchers ---

    ;; The graph, the number of look-around nodes, and a predicate of what matches begin with,
    ;; or #f if they may be empty.
    (define-record-type matcher
      (make-matcher graph looks first)
      matcher?
      (graph matcher-graph)
      (looks matcher-looks)
      (first matcher-first))

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
            (else (char-set-union a b))))))
