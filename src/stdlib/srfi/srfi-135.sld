;;; SRFI 135: immutable texts.
;;;
;;; A text is a record of a string to which nothing else refers. Since strings have
;;; constant-time access here, texts do too, and everything else is implemented by SRFI 152's
;;; string procedures. Not implemented, as the SRFI permits: literals of texts, and comparing
;;; their characters by `equal?` (`textual=?` compares them).

(define-library (srfi 135)
  (export
    text? textual? textual-null? textual-every textual-any
    make-text text text-tabulate text-unfold text-unfold-right
    textual->text textual->string textual->vector textual->list
    string->text vector->text list->text reverse-list->text
    textual->utf8 textual->utf16 textual->utf16be textual->utf16le
    utf8->text utf16->text utf16be->text utf16le->text
    text-length textual-length text-ref textual-ref subtext subtextual textual-copy
    textual-take textual-take-right textual-drop textual-drop-right
    textual-pad textual-pad-right textual-trim textual-trim-right textual-trim-both
    textual-replace
    textual=? textual<? textual>? textual<=? textual>=?
    textual-ci=? textual-ci<? textual-ci>? textual-ci<=? textual-ci>=?
    textual-prefix-length textual-suffix-length textual-prefix? textual-suffix?
    textual-index textual-index-right textual-skip textual-skip-right
    textual-contains textual-contains-right
    textual-upcase textual-downcase textual-foldcase textual-titlecase
    textual-append textual-concatenate textual-concatenate-reverse textual-join
    textual-fold textual-fold-right textual-map textual-for-each
    textual-map-index textual-for-each-index
    textual-count textual-filter textual-remove
    textual-replicate textual-split)
  (import (scheme base)
          (scheme case-lambda)
          (only (scheme char) string-upcase string-downcase string-foldcase
                string-ci=? string-ci<? string-ci>? string-ci<=? string-ci>=?)
          (only (srfi 129) string-titlecase)
          (cairn utf)
          (rename (srfi 152) (string-fold fold) (string-fold-right fold-right))
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type text
      (wrap string)
      text?
      (string text-string))

    (define (textual? x)
      (or (text? x) (string? x)))

    ;; The characters of a text or string, which must not be modified.
    (define (characters who x)
      (cond ((text? x) (text-string x))
            ((string? x) x)
            (else (error (string-append who ": expected a text or string, got") x))))

    ;; The same of a character.
    (define (piece who x)
      (if (char? x) (string x) (characters who x)))

    (define (check-text who x)
      (unless (text? x)
        (error (string-append who ": expected a text, got") x)))

    ;; (define-textual (name x y . z) string-procedure): a procedure whose first arguments are
    ;; textual; the others are passed on. The second form converts the result to a text.
    (define-syntax define-textual
      (syntax-rules (->)
        ((_ (name textual ...) procedure)
         (define (name textual ... . others)
           (apply procedure (characters (symbol->string 'name) textual) ... others)))
        ((_ (name textual ...) procedure -> make)
         (define (name textual ... . others)
           (make (apply procedure (characters (symbol->string 'name) textual) ... others))))))

    ;; The same with a predicate before.
    (define-syntax define-predicated
      (syntax-rules ()
        ((_ name procedure make)
         (define (name predicate textual . range)
           (make (apply procedure predicate (characters (symbol->string 'name) textual) range))))))

    ;; A procedure of the indices of a textual, or of a part of it.
    (define-syntax define-ranged-loop
      (syntax-rules ()
        ((_ name loop)
         (define name
           (case-lambda
             ((proc t) (name proc t 0))
             ((proc t start) (name proc t start (textual-length t)))
             ((proc t start end)
              (unless (<= 0 start end (textual-length t))
                (error (string-append (symbol->string 'name) ": wrong range") start end))
              (loop proc start end)))))))

    ;; The same for comparisons of any number of textuals.
    (define-syntax define-comparisons
      (syntax-rules ()
        ((_ (name procedure) ...)
         (begin
           (define (name first second . more)
             (apply procedure (all-characters (symbol->string 'name) (cons* first second more))))
           ...))))

    (define (cons* first second more)
      (cons first (cons second more)))

    (define (all-characters who textuals)
      (map (lambda (x) (characters who x)) textuals))

    ;; --- predicates ---

    (define-textual (textual-null? t) string-null?)
    (define-predicated textual-every string-every values)
    (define-predicated textual-any string-any values)

    ;; --- constructors ---

    (define (make-text n char) (wrap (make-string n char)))
    (define (text . chars) (wrap (list->string chars)))
    (define (text-tabulate proc n) (wrap (string-tabulate proc n)))

    ;; The pieces in the order of their creation, and the terminal seed.
    (define (unfolded who stop? mapper successor seed)
      (let loop ((seed seed) (pieces '()))
        (if (stop? seed)
            (values (reverse pieces) seed)
            (let ((next (piece who (mapper seed))))
              (loop (successor seed) (cons next pieces))))))

    (define text-unfold
      (case-lambda
        ((stop? mapper successor seed) (text-unfold stop? mapper successor seed ""))
        ((stop? mapper successor seed base)
         (text-unfold stop? mapper successor seed base (lambda (x) "")))
        ((stop? mapper successor seed base make-final)
         (let-values (((pieces last) (unfolded "text-unfold" stop? mapper successor seed)))
           (wrap (string-append (piece "text-unfold" base)
                                (apply string-append pieces)
                                (piece "text-unfold" (make-final last))))))))

    (define text-unfold-right
      (case-lambda
        ((stop? mapper successor seed) (text-unfold-right stop? mapper successor seed ""))
        ((stop? mapper successor seed base)
         (text-unfold-right stop? mapper successor seed base (lambda (x) "")))
        ((stop? mapper successor seed base make-final)
         (let-values (((pieces last) (unfolded "text-unfold-right" stop? mapper successor seed)))
           (wrap (string-append (piece "text-unfold-right" (make-final last))
                                (apply string-append (reverse pieces))
                                (piece "text-unfold-right" base)))))))

    ;; --- conversion ---

    (define (textual->text t)
      (if (text? t)
          t
          (wrap (string-copy (characters "textual->text" t)))))

    (define-textual (textual->string t) string-copy)
    (define-textual (textual->vector t) string->vector)
    (define-textual (textual->list t) string->list)

    (define (string->text s . range) (wrap (apply string-copy s range)))
    (define (vector->text v . range) (wrap (apply vector->string v range)))

    (define list->text
      (case-lambda
        ((list) (wrap (list->string list)))
        ((list . range) (wrap (apply vector->string (list->vector list) range)))))

    (define (reverse-list->text list) (wrap (reverse-list->string list)))

    (define-textual (textual->utf8 t) string->utf8)
    (define-textual (textual->utf16 t) utf16-with-mark)
    (define-textual (textual->utf16be t) string->utf16be)
    (define-textual (textual->utf16le t) string->utf16le)

    (define (utf16-with-mark string . range)
      (bytevector-append (bytevector #xFE #xFF) (apply string->utf16be string range)))

    (define (utf8->text bytes . range) (wrap (apply utf8->string bytes range)))
    (define (utf16be->text bytes . range)
      (wrap (utf16->string (apply bytevector-copy bytes range) 'big)))
    (define (utf16le->text bytes . range)
      (wrap (utf16->string (apply bytevector-copy bytes range) 'little)))
    (define (utf16->text bytes . range)
      (wrap (utf16->string/mark (apply bytevector-copy bytes range) 'big)))

    ;; --- selection ---

    (define (text-length t)
      (check-text "text-length" t)
      (string-length (text-string t)))
    (define (text-ref t i)
      (check-text "text-ref" t)
      (string-ref (text-string t) i))
    (define-textual (textual-length t) string-length)
    (define-textual (textual-ref t) string-ref)

    (define (subtext t start end)
      (check-text "subtext" t)
      (wrap (substring (text-string t) start end)))
    (define-textual (subtextual t) substring -> wrap)
    (define-textual (textual-copy t) string-copy -> wrap)
    (define-textual (textual-take t) string-take -> wrap)
    (define-textual (textual-take-right t) string-take-right -> wrap)
    (define-textual (textual-drop t) string-drop -> wrap)
    (define-textual (textual-drop-right t) string-drop-right -> wrap)
    (define-textual (textual-pad t) string-pad -> wrap)
    (define-textual (textual-pad-right t) string-pad-right -> wrap)
    (define-textual (textual-trim t) string-trim -> wrap)
    (define-textual (textual-trim-right t) string-trim-right -> wrap)
    (define-textual (textual-trim-both t) string-trim-both -> wrap)
    (define-textual (textual-replace t1 t2) string-replace -> wrap)

    ;; --- comparison ---

    (define-comparisons
      (textual=? string=?) (textual<? string<?) (textual>? string>?)
      (textual<=? string<=?) (textual>=? string>=?)
      (textual-ci=? string-ci=?) (textual-ci<? string-ci<?) (textual-ci>? string-ci>?)
      (textual-ci<=? string-ci<=?) (textual-ci>=? string-ci>=?))

    (define-textual (textual-prefix-length t1 t2) string-prefix-length)
    (define-textual (textual-suffix-length t1 t2) string-suffix-length)
    (define-textual (textual-prefix? t1 t2) string-prefix?)
    (define-textual (textual-suffix? t1 t2) string-suffix?)

    ;; --- searching ---

    (define-textual (textual-index t) string-index)
    (define-textual (textual-index-right t) string-index-right)
    (define-textual (textual-skip t) string-skip)
    (define-textual (textual-skip-right t) string-skip-right)
    (define-textual (textual-contains t1 t2) string-contains)
    (define-textual (textual-contains-right t1 t2) string-contains-right)

    ;; --- case ---

    (define-textual (textual-upcase t) string-upcase -> wrap)
    (define-textual (textual-downcase t) string-downcase -> wrap)
    (define-textual (textual-foldcase t) string-foldcase -> wrap)
    (define-textual (textual-titlecase t) string-titlecase -> wrap)

    ;; --- concatenation ---

    (define (textual-append . textuals)
      (wrap (apply string-append (all-characters "textual-append" textuals))))

    (define (textual-concatenate textuals)
      (wrap (string-concatenate (all-characters "textual-concatenate" textuals))))

    (define textual-concatenate-reverse
      (case-lambda
        ((textuals) (textual-concatenate (reverse textuals)))
        ((textuals final . end)
         (wrap (apply string-concatenate-reverse
                      (all-characters "textual-concatenate-reverse" textuals)
                      (characters "textual-concatenate-reverse" final)
                      end)))))

    (define textual-join
      (case-lambda
        ((textuals) (textual-join textuals " "))
        ((textuals delimiter . grammar)
         (wrap (apply string-join
                      (all-characters "textual-join" textuals)
                      (characters "textual-join" delimiter)
                      grammar)))))

    ;; --- folds and maps ---

    (define (textual-fold kons knil t . range)
      (%check-procedure 'textual-fold kons)
      (apply fold kons knil (characters "textual-fold" t) range))
    (define (textual-fold-right kons knil t . range)
      (%check-procedure 'textual-fold-right kons)
      (apply fold-right kons knil (characters "textual-fold-right" t) range))

    (define (textual-map proc t . more)
      (%check-procedure 'textual-map proc)
      (let ((pieces '()))
        (apply string-for-each
               (lambda chars
                 (set! pieces (cons (piece "textual-map" (apply proc chars)) pieces)))
               (all-characters "textual-map" (cons t more)))
        (wrap (apply string-append (reverse pieces)))))

    (define (textual-for-each proc t . more)
      (apply string-for-each proc (all-characters "textual-for-each" (cons t more))))

    (define-ranged-loop textual-map-index
      (lambda (proc start end)
        (%check-procedure 'textual-map-index proc)
        (let loop ((i start) (pieces '()))
          (if (< i end)
              (loop (+ i 1) (cons (piece "textual-map-index" (proc i)) pieces))
              (wrap (apply string-append (reverse pieces)))))))

    (define-ranged-loop textual-for-each-index
      (lambda (proc start end)
        (%check-procedure 'textual-for-each-index proc)
        (do ((i start (+ i 1)))
            ((>= i end))
          (proc i))))

    (define-textual (textual-count t) string-count)
    (define-predicated textual-filter string-filter wrap)
    (define-predicated textual-remove string-remove wrap)

    ;; --- replication and splitting ---

    (define-textual (textual-replicate t) string-replicate -> wrap)

    (define (textual-split t delimiter . options)
      (map wrap
           (apply string-split (characters "textual-split" t)
                  (characters "textual-split" delimiter) options)))))
