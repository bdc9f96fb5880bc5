;;; SRFI 14: character sets, over all of Unicode.
;;;
;;; A set is a sorted vector of boundaries, the code points at which membership changes: a code
;;; point belongs to the set if the number of boundaries not above it is odd. The vector is
;;; immutable, so that sets can share it; the "linear update" procedures, whose names end in !,
;;; are the pure ones. No set contains surrogates.
;;;
;;; The two cases are the categories Ll and Lu. SRFI 14's own rule, which is based on the names
;;; of characters, agrees for Latin-1, but includes characters that are not letters elsewhere.
;;;
;;; char-set-unfold takes its procedures in the order of SRFI 14's definition and examples:
;;; stop?, mapper, successor.

(define-library (srfi 14)
  (export
    char-set? char-set= char-set<= char-set-hash
    char-set-cursor char-set-ref char-set-cursor-next end-of-char-set?
    char-set-fold char-set-unfold (rename char-set-unfold char-set-unfold!)
    char-set-for-each char-set-map
    char-set-copy char-set
    list->char-set (rename list->char-set list->char-set!)
    string->char-set (rename string->char-set string->char-set!)
    char-set-filter (rename char-set-filter char-set-filter!)
    ucs-range->char-set (rename ucs-range->char-set ucs-range->char-set!)
    ->char-set
    char-set->list char-set->string char-set-size char-set-count char-set-contains?
    char-set-every char-set-any
    char-set-adjoin (rename char-set-adjoin char-set-adjoin!)
    char-set-delete (rename char-set-delete char-set-delete!)
    char-set-complement (rename char-set-complement char-set-complement!)
    char-set-union (rename char-set-union char-set-union!)
    char-set-intersection (rename char-set-intersection char-set-intersection!)
    char-set-difference (rename char-set-difference char-set-difference!)
    char-set-xor (rename char-set-xor char-set-xor!)
    char-set-diff+intersection
    (rename char-set-diff+intersection char-set-diff+intersection!)
    char-set:lower-case char-set:upper-case char-set:title-case char-set:letter
    char-set:digit char-set:letter+digit char-set:graphic char-set:printing
    char-set:whitespace char-set:iso-control char-set:punctuation char-set:symbol
    char-set:hex-digit char-set:blank char-set:ascii char-set:empty char-set:full)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) cons* every reduce sort)
          (except (srfi 14 tables) boundaries)
          (only (cairn checks) %check-procedure))
  (begin
    (define (boundaries name set)
      (if (char-set? set)
          (char-set-boundaries set)
          (error (string-append name ": expected a character set, got") set)))

    (define (code name char)
      (if (char? char)
          (char->integer char)
          (error (string-append name ": expected a character, got") char)))

    ;; The limit after the last code point.
    (define limit #x110000)

    ;; --- vectors of boundaries ---

    ;; The number of boundaries that are not above the code point.
    (define (boundaries-up-to v n)
      (let loop ((low 0) (high (vector-length v)))
        (if (= low high)
            low
            (let ((middle (quotient (+ low high) 2)))
              (if (<= (vector-ref v middle) n)
                  (loop (+ middle 1) high)
                  (loop low middle))))))

    ;; The least member that is not below the code point; the limit if there is none.
    (define (member-from v n)
      (let ((i (boundaries-up-to v n)))
        (cond ((odd? i) n)
              ((< i (vector-length v)) (vector-ref v i))
              (else limit))))

    ;; The boundary with this number, or the limit.
    (define (boundary v i)
      (if (< i (vector-length v)) (vector-ref v i) (+ limit 1)))

    ;; The code points whose memberships in a and b satisfy keep?, which must be false
    ;; of no membership at all.
    (define (combine keep? a b)
      (let ((out (make-vector (+ (vector-length a) (vector-length b)))))
        (let loop ((i 0) (j 0) (k 0))
          (let* ((x (boundary a i)) (y (boundary b j)) (at (min x y)))
            (if (> at limit)
                (vector-copy out 0 k)
                (let ((i (if (= x at) (+ i 1) i)) (j (if (= y at) (+ j 1) j)))
                  (if (eq? (odd? k) (keep? (odd? i) (odd? j)))
                      (loop i j k)
                      (begin
                        (vector-set! out k at)
                        (loop i j (+ k 1))))))))))

    (define (union a b) (combine (lambda (in-a? in-b?) (or in-a? in-b?)) a b))
    (define (intersection a b) (combine (lambda (in-a? in-b?) (and in-a? in-b?)) a b))
    (define (difference a b) (combine (lambda (in-a? in-b?) (and in-a? (not in-b?))) a b))
    (define (xor a b) (combine (lambda (in-a? in-b?) (not (eq? in-a? in-b?))) a b))

    ;; A set of its code points in increasing order.
    (define (sorted->boundaries codes)
      (let loop ((codes codes) (boundaries '()))
        (cond ((null? codes) (list->vector (reverse boundaries)))
              ((or (null? boundaries) (> (car codes) (car boundaries)))
               (loop (cdr codes) (cons* (+ (car codes) 1) (car codes) boundaries)))
              ((= (car codes) (car boundaries))
               (loop (cdr codes) (cons (+ (car codes) 1) (cdr boundaries))))
              (else (loop (cdr codes) boundaries)))))

    (define (codes->boundaries codes) (sorted->boundaries (sort codes <)))

    (define (chars->boundaries name chars)
      (unless (list? chars)
        (error (string-append name ": expected a list that ends, got") chars))
      (codes->boundaries (map (lambda (char) (code name char)) chars)))

    (define empty #())
    (define full #(0 #xD800 #xE000 #x110000))

    ;; Calls (f code-point acc) for each member.
    (define (fold-codes f seed v)
      (let ((n (vector-length v)))
        (let next-range ((i 0) (acc seed))
          (if (= i n)
              acc
              (let ((end (vector-ref v (+ i 1))))
                (let loop ((code (vector-ref v i)) (acc acc))
                  (if (< code end)
                      (loop (+ code 1) (f code acc))
                      (next-range (+ i 2) acc))))))))

    ;; --- general procedures ---

    (define (char-set= . sets)
      (let ((all (map (lambda (set) (boundaries "char-set=" set)) sets)))
        (or (null? all)
            (every (lambda (v) (equal? v (car all))) (cdr all)))))

    (define (char-set<= . sets)
      (let ((all (map (lambda (set) (boundaries "char-set<=" set)) sets)))
        (or (null? all)
            (let loop ((a (car all)) (rest (cdr all)))
              (or (null? rest)
                  (and (equal? (difference a (car rest)) empty)
                       (loop (car rest) (cdr rest))))))))

    ;; The greatest value of an unbounded hash.
    (define default-bound 33554393)

    (define char-set-hash
      (case-lambda
        ((set) (char-set-hash set 0))
        ((set bound)
         (unless (and (exact-integer? bound) (>= bound 0))
           (error "char-set-hash: expected a bound that is not negative, got" bound))
         (let ((v (boundaries "char-set-hash" set)) (bound (if (= bound 0) default-bound bound)))
           (let loop ((i 0) (hash 0))
             (if (< i (vector-length v))
                 (loop (+ i 1) (modulo (+ (* 31 hash) (vector-ref v i)) default-bound))
                 (modulo hash bound)))))))

    ;; --- iteration: a cursor is the code point of a member, or the limit ---

    (define (char-set-cursor set) (member-from (boundaries "char-set-cursor" set) 0))
    (define (char-set-ref set cursor) (integer->char cursor))
    (define (char-set-cursor-next set cursor)
      (if (end-of-char-set? cursor)
          (error "char-set-cursor-next: the cursor is at the end of" set)
          (member-from (boundaries "char-set-cursor-next" set) (+ cursor 1))))
    (define (end-of-char-set? cursor) (= cursor limit))

    (define (char-set-fold kons knil set)
      (%check-procedure 'char-set-fold kons)
      (fold-codes (lambda (code acc) (kons (integer->char code) acc))
                  knil
                  (boundaries "char-set-fold" set)))

    ;; The set of these characters, and those of the base.
    (define (with-base name v base)
      (make-char-set (union v (boundaries name base))))

    (define char-set-unfold
      (case-lambda
        ((stop? mapper successor seed)
         (char-set-unfold stop? mapper successor seed char-set:empty))
        ((stop? mapper successor seed base)
         (let loop ((seed seed) (chars '()))
           (if (stop? seed)
               (with-base "char-set-unfold" (chars->boundaries "char-set-unfold" chars) base)
               (loop (successor seed) (cons (mapper seed) chars)))))))

    (define (char-set-for-each f set)
      (%check-procedure 'char-set-for-each f)
      (fold-codes (lambda (code acc) (f (integer->char code)) acc)
                  (if #f #f)
                  (boundaries "char-set-for-each" set)))

    (define (char-set-map f set)
      (%check-procedure 'char-set-map f)
      (make-char-set
        (codes->boundaries
          (fold-codes (lambda (n acc) (cons (code "char-set-map" (f (integer->char n))) acc))
                      '()
                      (boundaries "char-set-map" set)))))

    ;; --- creating sets ---

    (define (char-set-copy set) (make-char-set (boundaries "char-set-copy" set)))

    (define (char-set . chars) (make-char-set (chars->boundaries "char-set" chars)))

    (define list->char-set
      (case-lambda
        ((chars) (list->char-set chars char-set:empty))
        ((chars base)
         (with-base "list->char-set" (chars->boundaries "list->char-set" chars) base))))

    (define string->char-set
      (case-lambda
        ((s) (string->char-set s char-set:empty))
        ((s base)
         (with-base "string->char-set"
                    (chars->boundaries "string->char-set" (string->list s))
                    base))))

    (define char-set-filter
      (case-lambda
        ((pred set) (char-set-filter pred set char-set:empty))
        ((pred set base)
         (%check-procedure 'char-set-filter pred)
         (let ((codes (fold-codes
                        (lambda (code acc) (if (pred (integer->char code)) (cons code acc) acc))
                        '()
                        (boundaries "char-set-filter" set))))
           (with-base "char-set-filter" (sorted->boundaries (reverse codes)) base)))))

    (define ucs-range->char-set
      (case-lambda
        ((lower upper) (ucs-range->char-set lower upper #f))
        ((lower upper error?) (ucs-range->char-set lower upper error? char-set:empty))
        ((lower upper error? base)
         (unless (and (exact-integer? lower) (exact-integer? upper) (<= 0 lower upper))
           (error "ucs-range->char-set: bad range" lower upper))
         (let* ((range (if (= lower upper) empty (vector lower upper)))
                (chars (intersection range full)))
           (when (and error? (not (equal? range chars)))
             (error "ucs-range->char-set: the range has code points that are no characters"
                    lower upper))
           (with-base "ucs-range->char-set" chars base)))))

    (define (->char-set x)
      (cond ((char-set? x) x)
            ((char? x) (char-set x))
            ((string? x) (string->char-set x))
            (else (error "->char-set: expected a character set, string or character, got" x))))

    ;; --- querying ---

    (define (char-set->list set)
      (reverse (char-set-fold cons '() set)))

    (define (char-set->string set)
      (list->string (char-set->list set)))

    (define (char-set-size set)
      (let ((v (boundaries "char-set-size" set)))
        (let loop ((i 0) (size 0))
          (if (< i (vector-length v))
              (loop (+ i 2) (+ size (- (vector-ref v (+ i 1)) (vector-ref v i))))
              size))))

    (define (char-set-count pred set)
      (%check-procedure 'char-set-count pred)
      (fold-codes (lambda (code n) (if (pred (integer->char code)) (+ n 1) n))
                  0
                  (boundaries "char-set-count" set)))

    (define (char-set-contains? set char)
      (if (and (char-set? set) (char? char))
          (let ((n (char->integer char)))
            (if (< n 256)
                (= (bytevector-u8-ref (char-set-latin-1 set) n) 1)
                (odd? (boundaries-up-to (char-set-boundaries set) n))))
          (begin
            (boundaries "char-set-contains?" set)
            (code "char-set-contains?" char))))

    (define (char-set-every pred set)
      (%check-procedure 'char-set-every pred)
      (let ((v (boundaries "char-set-every" set)))
        (let loop ((code (member-from v 0)) (last #t))
          (if (= code limit)
              last
              (let ((result (pred (integer->char code))))
                (and result (loop (member-from v (+ code 1)) result)))))))

    (define (char-set-any pred set)
      (%check-procedure 'char-set-any pred)
      (let ((v (boundaries "char-set-any" set)))
        (let loop ((code (member-from v 0)))
          (and (< code limit)
               (or (pred (integer->char code))
                   (loop (member-from v (+ code 1))))))))

    ;; --- algebra ---

    (define (char-set-adjoin set . chars)
      (make-char-set
        (union (boundaries "char-set-adjoin" set) (chars->boundaries "char-set-adjoin" chars))))

    (define (char-set-delete set . chars)
      (make-char-set
        (difference (boundaries "char-set-delete" set)
                    (chars->boundaries "char-set-delete" chars))))

    (define (char-set-complement set)
      (make-char-set (difference full (boundaries "char-set-complement" set))))

    (define (combined name operation neutral sets)
      (reduce (lambda (v acc) (operation acc v))
              neutral
              (map (lambda (set) (boundaries name set)) sets)))

    (define (char-set-union . sets)
      (make-char-set (combined "char-set-union" union empty sets)))
    (define (char-set-intersection . sets)
      (make-char-set (combined "char-set-intersection" intersection full sets)))
    (define (char-set-xor . sets)
      (make-char-set (combined "char-set-xor" xor empty sets)))
    (define (char-set-difference set . others)
      (make-char-set
        (difference (boundaries "char-set-difference" set)
                    (combined "char-set-difference" union empty others))))

    (define (char-set-diff+intersection set . others)
      (let ((v (boundaries "char-set-diff+intersection" set))
            (rest (combined "char-set-diff+intersection" union empty others)))
        (values (make-char-set (difference v rest)) (make-char-set (intersection v rest)))))

    ;; --- the standard sets ---

    (define char-set:empty (make-char-set empty))
    (define char-set:full (make-char-set full))
    (define char-set:ascii (make-char-set #(0 128)))
    (define char-set:lower-case (make-char-set lower-case))
    (define char-set:upper-case (make-char-set upper-case))
    (define char-set:title-case
      (make-char-set #(#x1C5 #x1C6 #x1C8 #x1C9 #x1CB #x1CC #x1F2 #x1F3 #x1F88 #x1F90
                       #x1F98 #x1FA0 #x1FA8 #x1FB0 #x1FBC #x1FBD #x1FCC #x1FCD #x1FFC #x1FFD)))
    (define char-set:letter (make-char-set letter))
    (define char-set:digit (make-char-set digit))
    (define char-set:letter+digit (later (char-set-union char-set:letter char-set:digit)))
    (define char-set:punctuation (make-char-set punctuation))
    (define char-set:symbol (make-char-set symbol))
    (define char-set:graphic
      (later (char-set-union char-set:letter+digit char-set:punctuation char-set:symbol
                             (make-char-set mark))))
    ;; The category Zs, and the tab.
    (define char-set:blank
      (make-char-set #(#x9 #xA #x20 #x21 #xA0 #xA1 #x1680 #x1681 #x2000 #x200B
                       #x202F #x2030 #x205F #x2060 #x3000 #x3001)))
    ;; The blanks, the other controls that move the print position, and two separators.
    (define char-set:whitespace
      (char-set-union char-set:blank (make-char-set #(#x9 #xE #x2028 #x202A))))
    (define char-set:printing (later (char-set-union char-set:whitespace char-set:graphic)))
    (define char-set:iso-control (make-char-set #(#x0 #x20 #x7F #xA0)))
    (define char-set:hex-digit (string->char-set "0123456789abcdefABCDEF"))))
