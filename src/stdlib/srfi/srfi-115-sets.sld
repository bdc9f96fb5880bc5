;;; The character sets of SRFI 115: the named ones, and the contexts that affect their meaning:
;;; whether case is ignored, and whether only ASCII counts.

(define-library (srfi 115 sets)
  (export named-set with-variants
          make-context context? nocase? ascii? capture? with-case with-ascii without-capture)
  (import (scheme base)
          (only (scheme char) char-foldcase char-upcase char-downcase)
          (only (scheme cxr) cadar)
          (scheme lazy)
          (only (cairn base) append-map make-equal-hashtable hashtable-ref hashtable-set!)
          (srfi 14)
          (only (srfi 14 tables) later make-char-set)
          (srfi 115 tables))
  (begin
    ;; --- named character sets ---

    (define chars:nonl (char-set-complement (char-set #\newline #\return)))
    (define chars:lower
      (delay (char-set-union char-set:lower-case (make-char-set other-lower-case))))
    (define chars:upper
      (delay (char-set-union char-set:upper-case (make-char-set other-upper-case))))
    (define chars:alphabetic
      (delay (char-set-union char-set:letter (make-char-set other-alphabetic))))
    (define chars:alphanumeric
      (delay (char-set-union (force chars:alphabetic) char-set:digit)))
    (define chars:graphic
      (delay (char-set-union (force chars:alphanumeric) char-set:punctuation char-set:symbol)))
    (define chars:printing
      (delay (char-set-union (force chars:graphic) char-set:whitespace)))

    ;; Characters that are not letters, marks, numbers, punctuation, symbols or separators.
    ;; Latin-1's numbers other than digits are not in SRFI 14's graphic characters.
    (define chars:control
      (delay
        (char-set-complement
          (char-set-union char-set:graphic
                          (string->char-set "²³¹¼½¾")
                          (char-set-difference char-set:whitespace
                                               (ucs-range->char-set #x9 #xE))))))

    (define ascii-white (char-set #\space #\tab #\newline #\return #\x0C))
    (define ascii-letters (later (char-set-intersection char-set:ascii char-set:letter)))

    ;; Rows of names, the set in a Unicode context, and the one in an ASCII context if that
    ;; is not simply the ASCII part.
    (define named-sets
      `(((any) ,char-set:full)
        ((nonl) ,chars:nonl)
        ((ascii) ,char-set:ascii)
        ((lower-case lower) ,chars:lower)
        ((upper-case upper) ,chars:upper)
        ((title-case title) ,char-set:title-case)
        ((alphabetic alpha letter) ,chars:alphabetic)
        ((numeric num digit) ,char-set:digit)
        ((alphanumeric alphanum alnum) ,chars:alphanumeric)
        ((punctuation punct) ,char-set:punctuation)
        ((symbol) ,char-set:symbol)
        ((graphic graph) ,chars:graphic)
        ((whitespace white space) ,char-set:whitespace ,ascii-white)
        ((printing print) ,chars:printing)
        ((control cntrl) ,chars:control ,(ucs-range->char-set 0 32))
        ((hex-digit xdigit) ,char-set:hex-digit)))

    (define cased-names '(lower-case lower upper-case upper title-case title))

    ;; The set of a name in the context, or #f.
    (define (named-set name context)
      (let loop ((rows named-sets))
        (cond ((null? rows) #f)
              ((memq name (caar rows))
               (let ((set (if (ascii? context)
                              (ascii-set (cdar rows))
                              (force (cadar rows)))))
                 (if (memq name cased-names) (with-variants set context) set)))
              (else (loop (cdr rows))))))

    (define (ascii-set sets)
      (if (pair? (cdr sets))
          (cadr sets)
          (char-set-intersection char-set:ascii (force (car sets)))))

    ;; --- contexts: whether case is ignored, only ASCII counts, submatches are kept ---

    (define-record-type context
      (make-context nocase? ascii? capture?)
      context?
      (nocase? nocase?)
      (ascii? ascii?)
      (capture? capture?))

    (define (with-case c nocase?) (make-context nocase? (ascii? c) (capture? c)))
    (define (with-ascii c ascii?) (make-context (nocase? c) ascii? (capture? c)))
    (define (without-capture c) (make-context (nocase? c) (ascii? c) #f))

    ;; --- case variants ---

    ;; From a folded character to the characters that fold to it, where there are several.
    (define case-variants
      (delay
        (let ((table (make-equal-hashtable)))
          (char-set-for-each
            (lambda (c)
              (let ((key (char-foldcase c)))
                (hashtable-set! table key (cons c (hashtable-ref table key '())))))
            (force cased))
          table)))

    (define cased
      (delay (char-set-union (force chars:lower) (force chars:upper) char-set:title-case)))

    (define (variants c)
      (hashtable-ref (force case-variants) (char-foldcase c) '()))

    ;; The set, and when the context ignores case the variants of its characters.
    (define (with-variants set context)
      (cond ((not (nocase? context)) set)
            ((ascii? context)
             (let ((letters (char-set-intersection set ascii-letters)))
               (char-set-union set
                               (char-set-map char-upcase letters)
                               (char-set-map char-downcase letters))))
            (else
             (list->char-set
               (append-map variants (char-set->list (char-set-intersection set (force cased))))
               set))))))
