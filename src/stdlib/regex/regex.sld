;;; (cairn regex): regular expressions in the usual notation.
;;;
;;; (rx "pattern") compiles a pattern; every procedure takes a pattern, a string, as well. The
;;; notation is that of most languages without back-references and look-around: classes, greedy
;;; and other repetitions, groups and (?P<name>...), flags as in (?i), \b \d \w \s, \p{Greek}.
;;; A search takes time by the length of the string, whatever the pattern. SRFI 115 has the
;;; same engine with patterns as data.

(define-library (cairn regex)
  (export rx rx? rx-pattern
          rx-match? rx-match rx-search? rx-search rx-search-all rx-extract
          rx-replace rx-replace-all rx-split rx-fold rx-quote
          match? match-ref match-start match-end match-groups match-before match-after)
  (import (scheme base) (scheme case-lambda)
          (only (cairn base) make-equal-hashtable hashtable-ref hashtable-set! hashtable-size
                hashtable-clear!)
          (cairn regex engine))
  (begin
    (define-record-type <rx>
      (make-rx pattern engine names)
      rx?
      (pattern rx-pattern)
      (engine engine)
      (names names))

    ;; The patterns that were compiled last.
    (define compiled (make-equal-hashtable))
    (define most-compiled 200)

    (define (compile pattern)
      (let ((found (hashtable-ref compiled pattern #f)))
        (or found
            (let ((engine (%regex pattern)))
              (unless engine
                (error "rx: the pattern is too large" pattern))
              (let ((new (make-rx (string-copy pattern) engine (%regex-names engine))))
                (when (>= (hashtable-size compiled) most-compiled)
                  (hashtable-clear! compiled))
                (hashtable-set! compiled (rx-pattern new) new)
                new)))))

    ;; The regular expression of a pattern.
    (define (rx pattern) (regex-of pattern))

    (define (regex-of pattern)
      (cond ((rx? pattern) pattern)
            ((string? pattern) (compile pattern))
            (else (error "rx: expected a regular expression or a string, got" pattern))))

    (define-record-type <match>
      (make-match string positions rx)
      match?
      (string match-string)
      (positions positions)
      (rx match-rx))

    ;; Defines a procedure whose last two arguments, the range of the string, are optional.
    (define-syntax define-ranged
      (syntax-rules ()
        ((_ (name regex string start end) body ...)
         (define name
           (case-lambda
             ((regex string) (name regex string 0 (string-length string)))
             ((regex string start) (name regex string start (string-length string)))
             ((pattern string start end)
              (let ((regex (regex-of pattern))) body ...)))))))

    (define (matched string positions regex)
      (and positions (make-match string positions regex)))

    ;; Whether the whole string, or range, matches.
    (define-ranged (rx-match? regex string start end)
      (and (%regex-match (engine regex) string start end) #t))
    ;; The match of the whole string, or range; #f if it does not match.
    (define-ranged (rx-match regex string start end)
      (matched string (%regex-match (engine regex) string start end) regex))

    ;; Whether something in the string, or range, matches.
    (define-ranged (rx-search? regex string start end)
      (%regex-find? (engine regex) string start end))
    ;; The first match; #f if there is none.
    (define-ranged (rx-search regex string start end)
      (matched string (%regex-find (engine regex) string start start end) regex))
    ;; The list of all matches that do not overlap.
    (define-ranged (rx-search-all regex string start end)
      (map (lambda (positions) (make-match string positions regex))
           (%regex-find-all (engine regex) string start end)))

    ;; The texts that match.
    (define-ranged (rx-extract regex string start end)
      (map (lambda (positions)
             (substring string (vector-ref positions 0) (vector-ref positions 1)))
           (%regex-find-all (engine regex) string start end)))

    ;; Calls (proc match accumulated) for each match.
    (define (rx-fold proc seed pattern string)
      (let loop ((matches (rx-search-all pattern string)) (accumulated seed))
        (if (null? matches)
            accumulated
            (loop (cdr matches) (proc (car matches) accumulated)))))

    ;; The texts between the matches, of which empty ones do not count.
    (define-ranged (rx-split regex string start end)
      (let loop ((found (%regex-find-all (engine regex) string start end)) (from start) (texts '()))
        (cond ((null? found) (reverse (cons (substring string from end) texts)))
              ((= (vector-ref (car found) 0) (vector-ref (car found) 1))
               (loop (cdr found) from texts))
              (else
               (loop (cdr found)
                     (vector-ref (car found) 1)
                     (cons (substring string from (vector-ref (car found) 0)) texts))))))

    ;; The replacement of a match: a string, in which $1, $name, ${name} and $0 are its
    ;; groups and $$ is a dollar sign; or the result of a procedure for the match.
    (define (rx-replace pattern string replacement) (replaced pattern string replacement #f))
    ;; Replaces each match: by a text, in which $1 and ${name} are groups, or by the result of a
    ;; procedure.
    (define (rx-replace-all pattern string replacement) (replaced pattern string replacement #t))

    (define (replaced pattern string replacement all?)
      (let* ((regex (regex-of pattern))
             (end (string-length string))
             (found (if all?
                        (%regex-find-all (engine regex) string 0 end)
                        (let ((first (%regex-find (engine regex) string 0 0 end)))
                          (if first (list first) '()))))
             (parts (if (string? replacement) (template replacement regex) #f))
             (out (open-output-string)))
        (let loop ((found found) (from 0))
          (if (null? found)
              (begin
                (write-string string out from end)
                (get-output-string out))
              (let ((positions (car found)))
                (write-string string out from (vector-ref positions 0))
                (if parts
                    (put-template parts string positions out)
                    (write-string (replacement (make-match string positions regex)) out))
                (loop (cdr found) (vector-ref positions 1)))))))

    (define (put-template parts string positions out)
      (for-each (lambda (part)
                  (if (string? part)
                      (write-string part out)
                      (let ((start (vector-ref positions (* 2 part))))
                        (when start
                          (write-string string out start
                                        (vector-ref positions (+ (* 2 part) 1)))))))
                parts))

    ;; The texts and the numbers of groups of a replacement.
    (define (template text regex)
      (define end (string-length text))
      (define (name-end i)
        (if (and (< i end)
                 (let ((c (string-ref text i)))
                   (or (char<=? #\a c #\z) (char<=? #\A c #\Z) (char<=? #\0 c #\9) (char=? c #\_))))
            (name-end (+ i 1))
            i))
      (let loop ((i 0) (from 0) (parts '()))
        (define (until i)
          (if (< from i) (cons (substring text from i) parts) parts))
        (cond ((= i end) (reverse (until end)))
              ((not (char=? (string-ref text i) #\$)) (loop (+ i 1) from parts))
              ((and (< (+ i 1) end) (char=? (string-ref text (+ i 1)) #\$))
               (loop (+ i 2) (+ i 2) (cons "$" (until i))))
              (else
               (let* ((braced? (and (< (+ i 1) end) (char=? (string-ref text (+ i 1)) #\{)))
                      (start (if braced? (+ i 2) (+ i 1)))
                      (stop (name-end start))
                      (next (if braced? (+ stop 1) stop)))
                 (when (or (= start stop)
                           (and braced? (not (and (< stop end) (char=? (string-ref text stop) #\})))))
                   (error "rx-replace: expected the name or number of a group after $" text))
                 (loop next next
                       (cons (group-number regex (substring text start stop)) (until i))))))))

    (define (group-number regex name)
      (let ((number (or (and (exact-integer? name) name)
                        (and (string? name) (string->number name))
                        (let ((name (if (string? name) (string->symbol name) name)))
                          (let loop ((names (names regex)) (number 1))
                            (cond ((null? names) #f)
                                  ((eq? (car names) name) number)
                                  (else (loop (cdr names) (+ number 1)))))))))
        (unless (and number (<= 0 number (length (names regex))))
          (error "rx: no such group:" name))
        number))

    ;; The text, start and end of a group of a match, by number or name; 0 is all of it. A
    ;; group that took no part is #f.
    (define (position match group offset)
      (vector-ref (positions match) (+ (* 2 (group-number (match-rx match) group)) offset)))
    ;; The index of a match or a group; #f for a group that did not take part.
    (define match-start
      (case-lambda ((match) (match-start match 0)) ((match group) (position match group 0))))
    ;; The index after a match or a group; #f for a group that did not take part.
    (define match-end
      (case-lambda ((match) (match-end match 0)) ((match group) (position match group 1))))
    ;; The text of a match or a group, by number or name; #f for a group that did not take part.
    (define match-ref
      (case-lambda
        ((match) (match-ref match 0))
        ((match group)
         (let ((start (match-start match group)))
           (and start (substring (match-string match) start (match-end match group)))))))

    ;; The texts of all groups but 0.
    (define (match-groups match)
      (let loop ((i (length (names (match-rx match)))) (groups '()))
        (if (= i 0) groups (loop (- i 1) (cons (match-ref match i) groups)))))

    ;; The text before a match.
    (define (match-before match) (substring (match-string match) 0 (match-start match)))
    ;; The text after a match.
    (define (match-after match)
      (substring (match-string match) (match-end match) (string-length (match-string match))))

    ;; A pattern that matches just this text.
    (define (rx-quote text)
      (let ((out (open-output-string)))
        (string-for-each
          (lambda (c)
            (when (memv c (string->list "\\.+*?()|[]{}^$#&-~/ \t"))
              (write-char #\\ out))
            (write-char c out))
          text)
        (get-output-string out)))))
