;;; Positions in the subject of a match: the assertions of SRFI 115, and the boundaries of
;;; grapheme clusters (UAX 29). A test takes the subject and a position in its range.

(define-library (srfi 115 positions)
  (export make-subject subject-string subject-start subject-end subject-looks
          char-before char-after
          at-start? at-end? at-line-start? at-line-end?
          word-start word-end no-word-boundary
          at-grapheme-start? at-grapheme-end? grapheme)
  (import (scheme base)
          (scheme lazy)
          (srfi 14)
          (only (srfi 14 tables) make-char-set)
          (only (srfi 115 sets) ascii?)
          (srfi 115 tables))
  (begin
    ;; The subject of a match: the string, the range, and the results of each look-around node.
    (define-record-type subject
      (make-subject string start end looks)
      subject?
      (string subject-string)
      (start subject-start)
      (end subject-end)
      (looks subject-looks))

    (define (at-start? subject i) (= i (subject-start subject)))
    (define (at-end? subject i) (= i (subject-end subject)))

    (define (char-before subject i)
      (and (> i (subject-start subject)) (string-ref (subject-string subject) (- i 1))))
    (define (char-after subject i)
      (and (< i (subject-end subject)) (string-ref (subject-string subject) i)))

    (define (at-line-start? subject i)
      (let ((before (char-before subject i)))
        (or (not before)
            (char=? before #\newline)
            (and (char=? before #\return) (not (eqv? (char-after subject i) #\newline))))))

    (define (at-line-end? subject i)
      (let ((after (char-after subject i)))
        (or (not after)
            (char=? after #\return)
            (and (char=? after #\newline) (not (eqv? (char-before subject i) #\return))))))

    (define (in? set c) (and c (char-set-contains? set c)))

    (define (word-start word)
      (lambda (subject i)
        (and (in? word (char-after subject i)) (not (in? word (char-before subject i))))))
    (define (word-end word)
      (lambda (subject i)
        (and (in? word (char-before subject i)) (not (in? word (char-after subject i))))))
    (define (no-word-boundary word)
      (lambda (subject i)
        (eq? (in? word (char-before subject i)) (in? word (char-after subject i)))))

    ;; --- grapheme clusters ---

    (define chars:extend (delay (make-char-set extend)))
    (define chars:spacing-mark (delay (make-char-set spacing-mark)))
    (define chars:prepend (delay (make-char-set prepend)))
    (define chars:grapheme-control (delay (make-char-set grapheme-control)))
    (define chars:pictographic (delay (make-char-set pictographic)))

    ;; The class of a character that is relevant at the boundaries of clusters.
    (define (grapheme-class c)
      (let ((n (char->integer c)))
        (cond ((< 31 n 127) 'other)
              ((= n #x200D) 'joiner)
              ((or (<= #x1100 n #x115F) (<= #xA960 n #xA97C)) 'l)
              ((or (<= #x1160 n #x11A7) (<= #xD7B0 n #xD7C6)) 'v)
              ((or (<= #x11A8 n #x11FF) (<= #xD7CB n #xD7FB)) 't)
              ((<= #xAC00 n #xD7A3) (if (= (modulo (- n #xAC00) 28) 0) 'lv 'lvt))
              ((<= #x1F1E6 n #x1F1FF) 'regional)
              ((in? (force chars:grapheme-control) c) 'control)
              ((in? (force chars:extend) c) 'extend)
              ((in? (force chars:spacing-mark) c) 'mark)
              ((in? (force chars:prepend) c) 'prepend)
              ((in? (force chars:pictographic) c) 'pictographic)
              (else 'other))))

    (define (grapheme-boundary? subject i)
      (let ((before (char-before subject i)) (after (char-after subject i)))
        (or (not before)
            (not after)
            (and (not (and (char=? before #\return) (char=? after #\newline)))
                 (boundary-between? subject i (grapheme-class before) (grapheme-class after))))))

    (define (boundary-between? subject i left right)
      (cond ((or (eq? left 'control) (eq? right 'control)) #t)
            ((memq right '(extend joiner mark)) #f)
            (else
             (case left
               ((l) (not (memq right '(l v lv lvt))))
               ((lv v) (not (memq right '(v t))))
               ((lvt t) (not (eq? right 't)))
               ((prepend) #f)
               ((regional)
                (not (and (eq? right 'regional) (odd? (regionals-before subject i)))))
               ((joiner)
                (not (and (eq? right 'pictographic) (after-pictographic? subject (- i 1)))))
               (else #t)))))

    ;; The number of consecutive regional indicators before the position.
    (define (regionals-before subject i)
      (let loop ((i i) (n 0))
        (let ((c (char-before subject i)))
          (if (and c (eq? (grapheme-class c) 'regional))
              (loop (- i 1) (+ n 1))
              n))))

    ;; Whether a pictograph, possibly followed by extenders, precedes the position.
    (define (after-pictographic? subject i)
      (let ((c (char-before subject i)))
        (and c
             (case (grapheme-class c)
               ((pictographic) #t)
               ((extend) (after-pictographic? subject (- i 1)))
               (else #f)))))

    (define (at-grapheme-start? subject i)
      (and (< i (subject-end subject)) (grapheme-boundary? subject i)))
    (define (at-grapheme-end? subject i)
      (and (> i (subject-start subject)) (grapheme-boundary? subject i)))

    (define (grapheme context)
      (if (ascii? context)
          (list 'set char-set:ascii)
          (let ((inside? (lambda (subject i) (not (grapheme-boundary? subject i)))))
            `(seq (set ,char-set:full)
                  (repeat 0 #f #t (seq (assert ,inside?) (set ,char-set:full)))
                  (assert ,grapheme-boundary?)))))))
