;;; SRFI 166: columns, tables and wrapped text.
;;;
;;; A column is formatted by a coroutine that produces one line at a time: continuations switch
;;; between it and the loop that writes the lines next to each other.

(define-library (srfi 166 columnar)
  (export columnar tabular wrapped wrapped/list wrapped/char justified from-file line-numbers)
  (import (scheme base)
          (scheme case-lambda)
          (scheme file)
          (only (cairn base) every filter fold string-index string-join)
          (srfi 166 base)
          (cairn show state))
  (begin
    ;; --- lines of formatters ---

    ;; A procedure that returns the next line written by a formatter in a copy of the state,
    ;; without its end, or #f after the last.
    (define (line-source fmt state)
      (define return #f)
      (define buffer "")
      (define (yield line)
        (call/cc
          (lambda (k)
            (set! resume (lambda () (k #f)))
            (return line))))
      (define (out text)
        (fn ()
          (let loop ((text text))
            (let ((end (string-index text (lambda (char) (char=? char #\newline)))))
              (cond (end
                     (let ((line (string-append buffer (substring text 0 end))))
                       (set! buffer "")
                       (yield line)
                       (loop (string-copy text (+ end 1)))))
                    (else (set! buffer (string-append buffer text))))))
          (count-columns buffer)))
      (define copy (state-copy state))
      (define (resume)
        (run fmt copy)
        (set! resume (lambda () (return #f)))
        (return (if (string=? buffer "") #f buffer)))
      (state-set! copy output out)
      (state-set! copy col 0)
      (lambda ()
        (call/cc
          (lambda (k)
            (set! return k)
            (resume)))))

    (define (count-columns line)
      (fn (string-width)
        (with! (col (string-width line)))))

    ;; --- columns ---

    (define-record-type column
      (make-column content align size infinite?)
      column?
      (content column-content)
      (align column-align)
      (size column-size)
      (infinite? column-infinite?))

    ;; The columns described by the arguments; strings are borders.
    (define (parse-columns arguments)
      (let loop ((rest arguments) (align 'left) (size #f) (infinite? #f) (columns '()))
        (cond ((null? rest) (reverse columns))
              ((memq (car rest) '(left right center))
               (loop (cdr rest) (car rest) size infinite? columns))
              ((eq? (car rest) 'infinite) (loop (cdr rest) align size #t columns))
              ((number? (car rest)) (loop (cdr rest) align (car rest) infinite? columns))
              ((string? (car rest)) (loop (cdr rest) 'left #f #f (cons (car rest) columns)))
              (else
               (loop (cdr rest) 'left #f #f
                     (cons (make-column (car rest) align size infinite?) columns))))))

    (define (fixed? size) (and size (exact-integer? size) (>= size 1)))

    ;; The widths of the columns: fixed ones, fractions of the remaining width, and equal parts
    ;; of the rest; the first ones are one wider if it does not divide evenly.
    (define (column-widths columns total string-width)
      (let* ((borders (fold + 0 (map string-width (filter string? columns))))
             (sizes (map column-size (filter column? columns)))
             (left (- total borders (fold + 0 (filter fixed? sizes))))
             (part (lambda (size) (exact (floor (* size left)))))
             (rest (- left (fold + 0 (map part (filter (lambda (s) (and s (not (fixed? s)))) sizes)))))
             (free (length (filter not sizes))))
        (let loop ((sizes sizes) (i 0))
          (cond ((null? sizes) '())
                ((fixed? (car sizes)) (cons (car sizes) (loop (cdr sizes) i)))
                ((car sizes) (cons (part (car sizes)) (loop (cdr sizes) i)))
                (else
                 (cons (max 1 (+ (quotient rest free) (if (< i (remainder rest free)) 1 0)))
                       (loop (cdr sizes) (+ i 1))))))))

    (define (aligned column width text last?)
      (case (column-align column)
        ((right) (padded width text))
        ((center) (padded/both width text))
        (else (if last? text (padded/right width text)))))

    ;; Borders alone are one line.
    (define (with-columns arguments format)
      (let ((columns (parse-columns arguments)))
        (if (null? (filter column? columns))
            (each (joined displayed columns) nl)
            (format columns))))

    (define (columnar . arguments)
      (fn (width string-width)
        (with-columns arguments
          (lambda (columns)
            (with-sources columns (column-widths columns width string-width))))))

    (define (with-sources columns widths)
      (make-formatter
        (lambda (state)
          (let ((sources (map (lambda (column size)
                                (let ((inner (state-copy state)))
                                  (state-set! inner width size)
                                  (line-source (column-content column) inner)))
                              (filter column? columns) widths)))
            (run (all-lines columns widths sources) state)))))

    ;; Lines until every finite column has ended.
    (define (all-lines columns widths sources)
      (fn ()
        (let ((lines (map (lambda (source) (source)) sources)))
          (if (every (lambda (column line) (or (not line) (column-infinite? column)))
                     (filter column? columns) lines)
              nothing
              (each (one-line columns widths (map (lambda (line) (or line "")) lines))
                    nl
                    (all-lines columns widths sources))))))

    (define (one-line columns widths lines)
      (let loop ((columns columns) (widths widths) (lines lines) (parts '()))
        (cond ((null? columns) (each-in-list (reverse parts)))
              ((string? (car columns))
               (loop (cdr columns) widths lines (cons (car columns) parts)))
              (else
               (loop (cdr columns) (cdr widths) (cdr lines)
                     (cons (aligned (car columns) (car widths) (car lines) (null? (cdr columns)))
                           parts))))))

    ;; Formats all lines first, so that each column is as wide as its longest line.
    (define (tabular . arguments)
      (fn (string-width)
        (with-columns arguments
          (lambda (columns)
            (make-formatter
              (lambda (state)
                (let* ((texts (map (lambda (column)
                                     (drain (line-source (column-content column) state)))
                                   (filter column? columns)))
                       (widths (map (lambda (column lines)
                                      (fold max
                                            (if (fixed? (column-size column)) (column-size column) 0)
                                            (map string-width lines)))
                                    (filter column? columns) texts)))
                  (run (all-lines columns widths (map list-source texts)) state))))))))

    (define (drain source)
      (let loop ((lines '()))
        (let ((line (source)))
          (if line (loop (cons line lines)) (reverse lines)))))

    (define (list-source lines)
      (lambda ()
        (and (pair? lines)
             (let ((line (car lines)))
               (set! lines (cdr lines))
               line))))

    ;; --- wrapping ---

    (define (words text separator?)
      (let loop ((i 0) (start 0) (words '()))
        (define (with-word)
          (if (< start i) (cons (substring text start i) words) words))
        (cond ((= i (string-length text)) (reverse (with-word)))
              ((separator? (string-ref text i)) (loop (+ i 1) (+ i 1) (with-word)))
              (else (loop (+ i 1) start words)))))

    ;; The words in lines that minimise the sum of the cubes of the free space in all lines but the last.
    ;; `best` holds, for each position, the least sum from there on and the end of its first
    ;; line; positions are computed from the last.
    (define (break-lines words limit string-width)
      (let* ((words (list->vector words))
             (n (vector-length words))
             (widths (vector-map string-width words))
             (costs (make-vector (+ n 1) 0))
             (ends (make-vector (+ n 1) n)))
        (define (consider! start)
          (let loop ((end (+ start 1)) (size (vector-ref widths start)) (best #f))
            (let* ((free (- limit size))
                   (cost (if (= end n) 0 (+ (expt (max 0 free) 3) (vector-ref costs end)))))
              (when (or (not best) (and (>= free 0) (< cost best)))
                (vector-set! costs start cost)
                (vector-set! ends start end))
              (when (and (< end n) (>= free 0))
                (loop (+ end 1)
                      (+ size 1 (vector-ref widths end))
                      (if (or (not best) (< cost best)) cost best))))))
        (do ((start (- n 1) (- start 1)))
            ((< start 0))
          (consider! start))
        (let loop ((start 0) (lines '()))
          (if (= start n)
              (reverse lines)
              (let ((end (vector-ref ends start)))
                (loop end (cons (vector->list words start end) lines)))))))

    (define (wrapped/list strings)
      (fn (width string-width)
        (joined (lambda (line) (string-join line " "))
                (break-lines strings width string-width)
                "\n")))

    (define (with-words fmts use)
      (call-with-output (each-in-list fmts)
        (lambda (text)
          (fn (word-separator?)
            (use (words text word-separator?))))))

    (define (wrapped . fmts)
      (with-words fmts wrapped/list))

    ;; Each line but the last one as wide as the text may be.
    (define (justified . fmts)
      (with-words fmts
        (lambda (words)
          (fn (width string-width)
            (joined/last (lambda (line) (spread line width string-width))
                         (lambda (line) (string-join line " "))
                         (break-lines words width string-width)
                         "\n")))))

    ;; The remaining spaces are spread evenly.
    (define (spread line limit string-width)
      (let* ((gaps (- (length line) 1))
             (free (- limit (fold + 0 (map string-width line)))))
        (if (or (= gaps 0) (< free gaps))
            (string-join line " ")
            (let loop ((rest (cdr line)) (i 0) (parts (list (car line))))
              (if (null? rest)
                  (apply string-append (reverse parts))
                  (let ((size (- (quotient (* free (+ i 1)) gaps) (quotient (* free i) gaps))))
                    (loop (cdr rest) (+ i 1)
                          (cons (car rest) (cons (make-string size #\space) parts)))))))))

    (define (wrapped/char . fmts)
      (fn ((original output) width string-width)
        (define (out text)
          (let loop ((chars (string->list text)))
            (if (null? chars)
                nothing
                (fn (col)
                  (let ((char (string (car chars))))
                    (each (if (and (> (+ col (string-width char)) width)
                                   (not (string=? char "\n")))
                              (original "\n")
                              nothing)
                          (original char)
                          (fn () (loop (cdr chars)))))))))
        (with ((output out)) (each-in-list fmts))))

    ;; --- sources of lines ---

    (define (from-file name)
      (make-formatter
        (lambda (state)
          (let ((port (open-input-file name)))
            (run (let loop ()
                   (fn ()
                     (let ((line (read-line port)))
                       (cond ((eof-object? line)
                              (close-input-port port)
                              nothing)
                             (else (each line nl (loop)))))))
                 state)))))

    (define line-numbers
      (case-lambda
        (() (line-numbers 1))
        ((start) (joined/range displayed start #f "\n"))))))
