;;; SRFI 19: times and dates.
;;;
;;; A time counts seconds since 1970, without leap seconds for UTC, with them for TAI; monotonic
;;; time is TAI. The difference of the two is 0 before 1972, then that of the table of leap
;;; seconds. There is no local time zone; the default is UTC. Names of days and months are
;;; English. The procedures whose names end in ! are the pure ones.

(define-library (srfi 19)
  (export
    time-duration time-monotonic time-process time-tai time-thread time-utc
    current-date current-julian-day current-modified-julian-day current-time time-resolution
    make-time time? time-type time-nanosecond time-second
    set-time-type! set-time-nanosecond! set-time-second! copy-time
    time<=? time<? time=? time>=? time>?
    time-difference (rename time-difference time-difference!)
    add-duration (rename add-duration add-duration!)
    subtract-duration (rename subtract-duration subtract-duration!)
    make-date date? date-nanosecond date-second date-minute date-hour date-day date-month
    date-year date-zone-offset date-year-day date-week-day date-week-number
    date->julian-day date->modified-julian-day
    date->time-monotonic date->time-tai date->time-utc
    julian-day->date julian-day->time-monotonic julian-day->time-tai julian-day->time-utc
    modified-julian-day->date modified-julian-day->time-monotonic
    modified-julian-day->time-tai modified-julian-day->time-utc
    time-monotonic->date time-monotonic->julian-day time-monotonic->modified-julian-day
    time-monotonic->time-tai (rename time-monotonic->time-tai time-monotonic->time-tai!)
    time-monotonic->time-utc (rename time-monotonic->time-utc time-monotonic->time-utc!)
    time-tai->date time-tai->julian-day time-tai->modified-julian-day
    time-tai->time-monotonic (rename time-tai->time-monotonic time-tai->time-monotonic!)
    time-tai->time-utc (rename time-tai->time-utc time-tai->time-utc!)
    time-utc->date time-utc->julian-day time-utc->modified-julian-day
    time-utc->time-monotonic (rename time-utc->time-monotonic time-utc->time-monotonic!)
    time-utc->time-tai (rename time-utc->time-tai time-utc->time-tai!)
    date->string string->date)
  (import (scheme base)
          (scheme case-lambda)
          (scheme char)
          (only (scheme cxr) cadar)
          (scheme time)
          (only (cairn base) every string-pad-left list-index))
  (begin
    (define time-duration 'time-duration)
    (define time-monotonic 'time-monotonic)
    (define time-process 'time-process)
    (define time-tai 'time-tai)
    (define time-thread 'time-thread)
    (define time-utc 'time-utc)

    (define types
      '(time-duration time-monotonic time-process time-tai time-thread time-utc))

    (define (check-type name type)
      (unless (memq type types)
        (error (string-append name ": unknown type of time") type)))

    ;; --- times ---

    (define-record-type time
      (new-time type nanosecond second)
      time?
      (type time-type set-type!)
      (nanosecond time-nanosecond set-nanosecond!)
      (second time-second set-second!))

    (define (check-integer name x)
      (unless (exact-integer? x)
        (error (string-append name ": expected an exact integer, got") x)))

    (define (make-time type nanosecond second)
      (check-type "make-time" type)
      (check-integer "make-time" nanosecond)
      (check-integer "make-time" second)
      (new-time type nanosecond second))

    (define (set-time-type! time type)
      (check-type "set-time-type!" type)
      (set-type! time type))
    (define (set-time-nanosecond! time nanosecond)
      (check-integer "set-time-nanosecond!" nanosecond)
      (set-nanosecond! time nanosecond))
    (define (set-time-second! time second)
      (check-integer "set-time-second!" second)
      (set-second! time second))

    (define (copy-time time)
      (new-time (time-type time) (time-nanosecond time) (time-second time)))

    (define second-length 1000000000)

    ;; The nanoseconds of a time, and the time of a number of nanoseconds.
    (define (nanoseconds time)
      (+ (* second-length (time-second time)) (time-nanosecond time)))
    (define (nanoseconds->time type n)
      (new-time type (modulo n second-length) (floor-quotient n second-length)))

    ;; --- the clocks ---

    (define current-time
      (case-lambda
        (() (current-time time-utc))
        ((type)
         (case type
           ((time-utc)
            (nanoseconds->time type (exact (floor (* second-length (exact (current-second)))))))
           ((time-tai) (time-utc->time-tai (current-time)))
           ((time-monotonic) (time-utc->time-monotonic (current-time)))
           ((time-process time-thread)
            (nanoseconds->time type
                               (quotient (* second-length (current-jiffy))
                                         (jiffies-per-second))))
           (else (error "current-time: no clock for" type))))))

    ;; The seconds of UTC are a flonum with a resolution of a quarter of a microsecond.
    (define time-resolution
      (case-lambda
        (() (time-resolution time-utc))
        ((type)
         (case type
           ((time-utc time-tai time-monotonic) 1000)
           ((time-process time-thread) (max 1 (quotient second-length (jiffies-per-second))))
           (else (error "time-resolution: no clock for" type))))))

    (define current-date
      (case-lambda
        (() (current-date 0))
        ((offset) (time-utc->date (current-time) offset))))

    (define (current-julian-day) (time-utc->julian-day (current-time)))
    (define (current-modified-julian-day) (time-utc->modified-julian-day (current-time)))

    ;; --- comparison and arithmetic ---

    (define (check-same-type name time1 time2)
      (unless (eq? (time-type time1) (time-type time2))
        (error (string-append name ": times of different types")
               (time-type time1) (time-type time2))))

    (define-syntax define-comparison
      (syntax-rules ()
        ((_ name compare)
         (define (name time1 time2)
           (check-same-type (symbol->string 'name) time1 time2)
           (compare (nanoseconds time1) (nanoseconds time2))))))

    (define-comparison time<=? <=)
    (define-comparison time<? <)
    (define-comparison time=? =)
    (define-comparison time>=? >=)
    (define-comparison time>? >)

    (define (time-difference time1 time2)
      (check-same-type "time-difference" time1 time2)
      (nanoseconds->time time-duration (- (nanoseconds time1) (nanoseconds time2))))

    (define (moved name operation time duration)
      (unless (eq? (time-type duration) time-duration)
        (error (string-append name ": expected a duration, got one of type")
               (time-type duration)))
      (nanoseconds->time (time-type time) (operation (nanoseconds time) (nanoseconds duration))))

    (define (add-duration time duration) (moved "add-duration" + time duration))
    (define (subtract-duration time duration) (moved "subtract-duration" - time duration))

    ;; --- the calendar ---

    ;; Days from 1970-01-01 to a day of the Gregorian calendar. Years start in March here, so
    ;; that a leap day ends one.
    (define (days-from-1970 year month day)
      (let* ((year (if (<= month 2) (- year 1) year))
             (month (modulo (- month 3) 12)))
        (+ (* 365 year)
           (floor-quotient year 4)
           (- (floor-quotient year 100))
           (floor-quotient year 400)
           (quotient (+ (* 153 month) 2) 5)
           day
           -719469)))

    ;; The day at this distance from 1970-01-01: its year, month and day.
    (define (civil-day days)
      (let*-values (((days) (+ days 719468))
                    ((era) (floor-quotient days 146097))
                    ((day-of-era) (- days (* 146097 era)))
                    ((year-of-era) (quotient (- (+ day-of-era (quotient day-of-era 36524))
                                                (quotient day-of-era 1460)
                                                (quotient day-of-era 146096))
                                             365))
                    ((day-of-year) (- day-of-era
                                      (- (+ (* 365 year-of-era) (quotient year-of-era 4))
                                         (quotient year-of-era 100))))
                    ((month) (quotient (+ (* 5 day-of-year) 2) 153))
                    ((day) (+ 1 (- day-of-year (quotient (+ (* 153 month) 2) 5)))))
        (let ((year (+ year-of-era (* 400 era))))
          (if (< month 10)
              (values year (+ month 3) day)
              (values (+ year 1) (- month 9) day)))))

    ;; --- leap seconds ---

    ;; The seconds of UTC at which the difference of TAI and UTC changed, latest first, and the
    ;; difference: 10 in 1972, then one more each time.
    (define leap-seconds
      (let loop ((starts '((1972 1) (1972 7) (1973 1) (1974 1) (1975 1) (1976 1) (1977 1)
                           (1978 1) (1979 1) (1980 1) (1981 7) (1982 7) (1983 7) (1985 7)
                           (1988 1) (1990 1) (1991 1) (1992 7) (1993 7) (1994 7) (1996 1)
                           (1997 7) (1999 1) (2006 1) (2009 1) (2012 7) (2015 7) (2017 1)))
                 (difference 10)
                 (table '()))
        (if (null? starts)
            table
            (loop (cdr starts)
                  (+ difference 1)
                  (cons (cons (* 86400 (days-from-1970 (caar starts) (cadar starts) 1))
                              difference)
                        table)))))

    ;; The difference in the first entry whose time has come; (begin entry) is when it began.
    (define (difference-at second begin)
      (let loop ((table leap-seconds))
        (cond ((null? table) 0)
              ((>= second (begin (car table))) (cdar table))
              (else (loop (cdr table))))))

    (define (utc->tai second) (+ second (difference-at second car)))
    (define (tai->utc second)
      (- second (difference-at second (lambda (entry) (+ (car entry) (cdr entry))))))

    ;; Whether a second of TAI is a leap second: UTC counts it twice. In 1972 the difference
    ;; began without a leap second.
    (define (leap-second? second)
      (let loop ((table leap-seconds))
        (and (pair? (cdr table))
             (or (= second (+ (caar table) (cdar table) -1))
                 (loop (cdr table))))))

    ;; --- conversion between times ---

    (define (check-time name time type)
      (unless (eq? (time-type time) type)
        (error (string-append name ": expected a time of type " (symbol->string type) ", got")
               (time-type time))))

    (define-syntax define-conversion
      (syntax-rules ()
        ((_ name from to convert)
         (define (name time)
           (check-time (symbol->string 'name) time from)
           (new-time to (time-nanosecond time) (convert (time-second time)))))))

    (define (same second) second)

    (define-conversion time-monotonic->time-tai time-monotonic time-tai same)
    (define-conversion time-monotonic->time-utc time-monotonic time-utc tai->utc)
    (define-conversion time-tai->time-monotonic time-tai time-monotonic same)
    (define-conversion time-tai->time-utc time-tai time-utc tai->utc)
    (define-conversion time-utc->time-monotonic time-utc time-monotonic utc->tai)
    (define-conversion time-utc->time-tai time-utc time-tai utc->tai)

    ;; --- dates ---

    (define-record-type date
      (new-date nanosecond second minute hour day month year zone-offset)
      date?
      (nanosecond date-nanosecond)
      (second date-second)
      (minute date-minute)
      (hour date-hour)
      (day date-day)
      (month date-month)
      (year date-year)
      (zone-offset date-zone-offset))

    (define (make-date nanosecond second minute hour day month year zone-offset)
      (define (check what x least most)
        (unless (and (exact-integer? x) (<= least x most))
          (error (string-append "make-date: bad " what) x)))
      (check "nanosecond" nanosecond 0 999999999)
      (check "second" second 0 60)
      (check "minute" minute 0 59)
      (check "hour" hour 0 23)
      (check "day" day 0 31)
      (check "month" month 1 12)
      (check-integer "make-date" year)
      (check-integer "make-date" zone-offset)
      (new-date nanosecond second minute hour day month year zone-offset))

    (define (day-number date)
      (days-from-1970 (date-year date) (date-month date) (date-day date)))

    (define (date-year-day date)
      (+ 1 (- (day-number date) (days-from-1970 (date-year date) 1 1))))

    ;; The first day of 1970 was a Thursday.
    (define (date-week-day date)
      (modulo (+ (day-number date) 4) 7))

    ;; The first whole week is number 1; the days before it are in week 0.
    (define (date-week-number date first-day)
      (quotient (+ (date-year-day date) 6 (- (modulo (- (date-week-day date) first-day) 7))) 7))

    ;; The week of ISO 8601: the week, from Monday on, is numbered by its Thursday.
    (define (iso-week-number date)
      (let-values (((year month day)
                    (civil-day (+ (day-number date) 3 (- (modulo (- (date-week-day date) 1) 7))))))
        (+ 1 (quotient (- (days-from-1970 year month day) (days-from-1970 year 1 1)) 7))))

    ;; The second of UTC; a leap second is given as the one after it.
    (define (date->second date)
      (+ (* 86400 (day-number date))
         (* 3600 (date-hour date))
         (* 60 (date-minute date))
         (date-second date)
         (- (date-zone-offset date))))

    (define (second->date nanosecond second offset)
      (check-integer "date" offset)
      (let*-values (((days rest) (floor/ (+ second offset) 86400))
                    ((year month day) (civil-day days)))
        (new-date nanosecond
                  (modulo rest 60)
                  (modulo (quotient rest 60) 60)
                  (quotient rest 3600)
                  day month year offset)))

    ;; A leap second is the second before it, but with number 60.
    (define (tai->date nanosecond second offset)
      (if (leap-second? second)
          (let ((date (tai->date nanosecond (- second 1) offset)))
            (new-date nanosecond 60 (date-minute date) (date-hour date) (date-day date)
                      (date-month date) (date-year date) offset))
          (second->date nanosecond (tai->utc second) offset)))

    (define (date->tai date)
      (if (= (date-second date) 60)
          (+ (utc->tai (- (date->second date) 1)) 1)
          (utc->tai (date->second date))))

    (define-syntax define-time->date
      (syntax-rules ()
        ((_ name type convert)
         (define name
           (case-lambda
             ((time) (name time 0))
             ((time offset)
              (check-time (symbol->string 'name) time type)
              (convert (time-nanosecond time) (time-second time) offset)))))))

    (define-time->date time-monotonic->date time-monotonic tai->date)
    (define-time->date time-tai->date time-tai tai->date)
    (define-time->date time-utc->date time-utc second->date)

    (define (date->time-monotonic date)
      (new-time time-monotonic (date-nanosecond date) (date->tai date)))
    (define (date->time-tai date)
      (new-time time-tai (date-nanosecond date) (date->tai date)))
    (define (date->time-utc date)
      (new-time time-utc (date-nanosecond date) (date->second date)))

    ;; --- Julian days ---

    ;; The Julian Day, and the modified one, of the start of 1970.
    (define julian-1970 4881175/2)
    (define modified-1970 40587)

    (define (days epoch nanosecond second)
      (+ epoch (/ (+ second (/ nanosecond second-length)) 86400)))

    (define (days->time epoch days)
      (unless (real? days)
        (error "julian-day: expected a real number, got" days))
      (nanoseconds->time time-utc
                         (floor (* (- (exact days) epoch) 86400 second-length))))

    (define-syntax define-julian
      (syntax-rules ()
        ((_ epoch from-date from-monotonic from-tai from-utc to-date to-monotonic to-tai to-utc)
         (begin
           (define (from-date date)
             (days epoch (date-nanosecond date) (date->second date)))
           (define (from-utc time)
             (check-time (symbol->string 'from-utc) time time-utc)
             (days epoch (time-nanosecond time) (time-second time)))
           (define (from-tai time) (from-utc (time-tai->time-utc time)))
           (define (from-monotonic time) (from-utc (time-monotonic->time-utc time)))
           (define (to-utc day) (days->time epoch day))
           (define (to-tai day) (time-utc->time-tai (to-utc day)))
           (define (to-monotonic day) (time-utc->time-monotonic (to-utc day)))
           (define to-date
             (case-lambda
               ((day) (to-date day 0))
               ((day offset) (time-utc->date (to-utc day) offset))))))))

    (define-julian julian-1970
      date->julian-day time-monotonic->julian-day time-tai->julian-day time-utc->julian-day
      julian-day->date julian-day->time-monotonic julian-day->time-tai julian-day->time-utc)

    (define-julian modified-1970
      date->modified-julian-day time-monotonic->modified-julian-day
      time-tai->modified-julian-day time-utc->modified-julian-day
      modified-julian-day->date modified-julian-day->time-monotonic
      modified-julian-day->time-tai modified-julian-day->time-utc)

    ;; --- text ---

    (define day-names
      '("Sunday" "Monday" "Tuesday" "Wednesday" "Thursday" "Friday" "Saturday"))
    (define month-names
      '("January" "February" "March" "April" "May" "June" "July" "August" "September"
        "October" "November" "December"))

    (define (abbreviated name) (string-copy name 0 3))

    (define (padded n width char)
      (let ((text (number->string n)))
        (string-pad-left text (max width (string-length text)) char)))
    (define (zeros n width) (padded n width #\0))

    (define (hour-of-12 date)
      (+ 1 (modulo (- (date-hour date) 1) 12)))

    (define (zone-text offset)
      (if (= offset 0)
          "Z"
          (let ((minutes (quotient (abs offset) 60)))
            (string-append (if (< offset 0) "-" "+")
                           (zeros (quotient minutes 60) 2)
                           (zeros (modulo minutes 60) 2)))))

    ;; Seconds with their fraction, if any.
    (define (seconds-text date)
      (let ((second (number->string (date-second date))) (fraction (date-nanosecond date)))
        (if (= fraction 0)
            second
            (let loop ((digits (zeros fraction 9)))
              (let ((last (- (string-length digits) 1)))
                (if (char=? (string-ref digits last) #\0)
                    (loop (string-copy digits 0 last))
                    (string-append second "." digits)))))))

    (define (iso-date date)
      (let ((year (date-year date)))
        (string-append (if (< year 0) "-" "") (zeros (abs year) 4)
                       "-" (date->string date "~m-~d"))))

    (define date->string
      (case-lambda
        ((date) (date->string date "~c"))
        ((date format)
         (unless (date? date)
           (error "date->string: expected a date, got" date))
         (let ((out (open-output-string)) (end (string-length format)))
           (let loop ((i 0))
             (when (< i end)
               (let ((c (string-ref format i)))
                 (cond ((not (char=? c #\~))
                        (write-char c out)
                        (loop (+ i 1)))
                       ((= (+ i 1) end) (error "date->string: a tilde at the end of" format))
                       (else
                        (write-string (conversion date (string-ref format (+ i 1))) out)
                        (loop (+ i 2)))))))
           (get-output-string out)))))

    (define (conversion date c)
      (case c
        ((#\~) "~")
        ((#\a) (abbreviated (list-ref day-names (date-week-day date))))
        ((#\A) (list-ref day-names (date-week-day date)))
        ((#\b #\h) (abbreviated (list-ref month-names (- (date-month date) 1))))
        ((#\B) (list-ref month-names (- (date-month date) 1)))
        ((#\c) (date->string date "~a ~b ~d ~H:~M:~S~z ~Y"))
        ((#\d) (zeros (date-day date) 2))
        ((#\D #\X) (date->string date "~m/~d/~y"))
        ((#\e) (padded (date-day date) 2 #\space))
        ((#\f) (seconds-text date))
        ((#\H) (zeros (date-hour date) 2))
        ((#\I) (zeros (hour-of-12 date) 2))
        ((#\j) (zeros (date-year-day date) 3))
        ((#\k) (padded (date-hour date) 2 #\space))
        ((#\l) (padded (hour-of-12 date) 2 #\space))
        ((#\m) (zeros (date-month date) 2))
        ((#\M) (zeros (date-minute date) 2))
        ((#\n) "\n")
        ((#\N) (zeros (date-nanosecond date) 9))
        ((#\p) (if (< (date-hour date) 12) "AM" "PM"))
        ((#\r) (date->string date "~I:~M:~S ~p"))
        ((#\s) (number->string (date->second date)))
        ((#\S) (zeros (date-second date) 2))
        ((#\t) "\t")
        ((#\T #\3) (date->string date "~H:~M:~S"))
        ((#\U) (zeros (date-week-number date 0) 2))
        ((#\V) (zeros (iso-week-number date) 2))
        ((#\w) (number->string (date-week-day date)))
        ((#\W #\x) (zeros (date-week-number date 1) 2))
        ((#\y) (zeros (modulo (date-year date) 100) 2))
        ((#\Y) (number->string (date-year date)))
        ((#\z #\Z) (zone-text (date-zone-offset date)))
        ((#\1) (iso-date date))
        ((#\2) (date->string date "~3~z"))
        ((#\4) (string-append (iso-date date) (date->string date "T~2")))
        ((#\5) (string-append (iso-date date) (date->string date "T~3")))
        (else (error "date->string: unknown conversion" c))))

    ;; The fields read so far: a vector in the order of make-date's arguments.
    (define (string->date input template)
      (let ((fields (vector 0 0 0 0 #f #f #f 0)) (end (string-length template)))
        (define (bad) (error "string->date: the input does not match" template input))
        (let loop ((i 0) (at 0))
          (when (< i end)
            (let ((c (string-ref template i)))
              (cond ((not (char=? c #\~))
                     (unless (and (< at (string-length input)) (char=? (string-ref input at) c))
                       (bad))
                     (loop (+ i 1) (+ at 1)))
                    ((= (+ i 1) end)
                     (error "string->date: a tilde at the end of" template))
                    (else
                     (loop (+ i 2)
                           (or (read-field (string-ref template (+ i 1)) input at fields)
                               (bad))))))))
        (unless (every values (vector->list fields))
          (error "string->date: day, month or year is missing in" template))
        (apply make-date (vector->list fields))))

    ;; Reads a conversion from the input, sets a field, and returns the position after it; #f if
    ;; it does not match.
    (define (read-field c input at fields)
      (define (skip-to wanted?)
        (let loop ((at at))
          (cond ((= at (string-length input)) #f)
                ((wanted? (string-ref input at)) at)
                (else (loop (+ at 1))))))
      (define (skip-blanks)
        (skip-to (lambda (c) (not (char=? c #\space)))))
      ;; Reads at most this many digits, from a position, as a field.
      (define (number field from most convert)
        (let ((stop (and from (digits-end input from most))))
          (and stop
               (> stop from)
               (begin
                 (vector-set! fields
                              field
                              (convert (string->number (string-copy input from stop))))
                 stop))))
      (define (digits field most)
        (number field (skip-to char-numeric?) most values))
      (define (name names set)
        (let* ((from (skip-to char-alphabetic?))
               (index (and from
                           (list-index (lambda (name) (named-at? name input from)) names))))
          (and index
               (begin
                 (set index)
                 (+ from (string-length (list-ref names index)))))))
      (define (set-month index) (vector-set! fields 5 (+ index 1)))
      (case c
        ((#\~) (and (< at (string-length input)) (char=? (string-ref input at) #\~) (+ at 1)))
        ((#\a) (name (map abbreviated day-names) values))
        ((#\A) (name day-names values))
        ((#\b #\h) (name (map abbreviated month-names) set-month))
        ((#\B) (name month-names set-month))
        ((#\d) (digits 4 2))
        ((#\e) (number 4 (skip-blanks) 2 values))
        ((#\H) (digits 3 2))
        ((#\k) (number 3 (skip-blanks) 2 values))
        ((#\m) (digits 5 2))
        ((#\M) (digits 2 2))
        ((#\S) (digits 1 2))
        ((#\y) (number 6 at 2 full-year))
        ((#\Y) (digits 6 4))
        ((#\z) (read-zone input at fields))
        (else (error "string->date: unknown conversion" c))))

    (define (named-at? name input at)
      (let ((end (+ at (string-length name))))
        (and (<= end (string-length input))
             (string-ci=? name (string-copy input at end)))))

    (define (digits-end input at most)
      (if (and (> most 0)
               (< at (string-length input))
               (char<=? #\0 (string-ref input at) #\9))
          (digits-end input (+ at 1) (- most 1))
          at))

    ;; The year with these last two digits that is less than 50 years away.
    (define (full-year n)
      (let* ((now (date-year (current-date))) (ahead (modulo (- n now) 100)))
        (+ now (if (< ahead 50) ahead (- ahead 100)))))

    ;; Z, or a sign, two digits for the hours, perhaps a colon, and two for the minutes.
    (define (read-zone input at fields)
      (define (pair-at at)
        (and (= (digits-end input at 2) (+ at 2))
             (string->number (string-copy input at (+ at 2)))))
      (and (< at (string-length input))
           (let ((c (string-ref input at)))
             (cond ((memv c '(#\Z #\z))
                    (vector-set! fields 7 0)
                    (+ at 1))
                   ((memv c '(#\+ #\-))
                    (let* ((hours (pair-at (+ at 1)))
                           (colon? (and hours
                                        (< (+ at 3) (string-length input))
                                        (char=? (string-ref input (+ at 3)) #\:)))
                           (from (if colon? (+ at 4) (+ at 3)))
                           (minutes (and hours (pair-at from))))
                      (and minutes
                           (let ((seconds (* 60 (+ (* 60 hours) minutes))))
                             (vector-set! fields 7 (if (char=? c #\-) (- seconds) seconds))
                             (+ from 2)))))
                   (else #f)))))))
