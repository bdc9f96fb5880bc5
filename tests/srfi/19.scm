;; SRFI 19: times and dates.
(import (srfi 19))

(define (parts time) (list (time-type time) (time-nanosecond time) (time-second time)))
(define (fields date) (list (date-nanosecond date) (date-second date) (date-minute date) (date-hour date) (date-day date) (date-month date) (date-year date) (date-zone-offset date)))

(list time-duration time-monotonic time-process time-tai time-thread time-utc)
;=> (time-duration time-monotonic time-process time-tai time-thread time-utc)

;; Clocks
(map (lambda (type) (eq? type (time-type (current-time type)))) (list time-tai time-utc time-monotonic time-thread time-process))
;=> (#t #t #t #t #t)
(map (lambda (type) (< 0 (time-resolution type) 1000000000)) (list time-tai time-utc time-monotonic time-thread time-process))
;=> (#t #t #t #t #t)
(list (time-type (current-time)) (= (time-resolution) (time-resolution time-utc)) (> (date-year (current-date)) 2023) (date-zone-offset (current-date 3600)) (> (current-julian-day) 2460000) (> (current-modified-julian-day) 60000))
;=> (time-utc #t #t 3600 #t #t)
(<= 0 (time-second (time-difference (current-time time-monotonic) (current-time time-monotonic))) 1)
;=> one-of #t | #f
(current-time time-duration)
;=> error current-time: no clock
(time-resolution 'foo)
;=> error time-resolution: no clock

;; Times
(let ((t (make-time time-utc 5 6))) (list (time? t) (time? 5) (parts t) (parts (copy-time t))))
;=> (#t #f (time-utc 5 6) (time-utc 5 6))
(let* ((t (make-time time-utc 5 6)) (copy (copy-time t))) (set-time-type! t time-tai) (set-time-nanosecond! t 7) (set-time-second! t 8) (list (parts t) (parts copy)))
;=> ((time-tai 7 8) (time-utc 5 6))
(make-time 'foo 1 2)
;=> error make-time: unknown type
(make-time time-utc 1.5 2)
;=> error make-time: expected an exact integer
(map (lambda (compare) (list (compare (make-time time-utc 0 1) (make-time time-utc 0 1)) (compare (make-time time-utc 1 1) (make-time time-utc 2 1)) (compare (make-time time-utc 1 2) (make-time time-utc 2 1)))) (list time<=? time<? time=? time>=? time>?))
;=> ((#t #t #f) (#f #t #f) (#t #f #f) (#t #f #t) (#f #f #t))
(time<? (make-time time-utc 0 1) (make-time time-tai 0 1))
;=> error time<?: times of different types
(let ((t1 (make-time time-utc 0 3000)) (t2 (make-time time-utc 1 1000))) (map parts (list (time-difference t1 t2) (time-difference t2 t1) (time-difference! t1 t1))))
;=> ((time-duration 999999999 1999) (time-duration 1 -2000) (time-duration 0 0))
(let ((t (make-time time-tai 900000000 10)) (d (make-time time-duration 200000000 5))) (map parts (list (add-duration t d) (subtract-duration t d) (add-duration! t d) (subtract-duration! t d))))
;=> ((time-tai 100000000 16) (time-tai 700000000 5) (time-tai 100000000 16) (time-tai 700000000 5))
(add-duration (make-time time-utc 0 1) (make-time time-utc 0 1))
;=> error add-duration: expected a duration

;; UTC and TAI
(define (edge utc before after)
  (map (lambda (second) (- (time-second (time-utc->time-tai (make-time time-utc 0 second))) second)) (list (- utc 1) utc (+ utc 1))))
(list (edge 915148800 31 32) (edge 867715200 30 31) (edge 63072000 0 10) (edge 78796800 10 11) (edge 0 0 0) (edge 1483228800 36 37))
;=> ((31 32 32) (30 31 31) (0 10 10) (10 11 11) (0 0 0) (36 37 37))
(map (lambda (tai) (time-second (time-tai->time-utc (make-time time-tai 0 tai)))) (map (lambda (n) (+ 915148800 n)) '(29 30 31 32 33)))
;=> (915148798 915148799 915148800 915148800 915148801)
(map parts (list (time-utc->time-monotonic (make-time time-utc 1 0)) (time-monotonic->time-utc (make-time time-monotonic 1 915148832)) (time-monotonic->time-tai (make-time time-monotonic 1 5)) (time-tai->time-monotonic (make-time time-tai 1 5))))
;=> ((time-monotonic 1 0) (time-utc 1 915148800) (time-tai 1 5) (time-monotonic 1 5))
(map parts (list (time-utc->time-monotonic! (make-time time-utc 1 0)) (time-monotonic->time-utc! (make-time time-monotonic 1 915148832)) (time-monotonic->time-tai! (make-time time-monotonic 1 5)) (time-tai->time-monotonic! (make-time time-tai 1 5)) (time-tai->time-utc! (make-time time-tai 0 5)) (time-utc->time-tai! (make-time time-utc 0 5))))
;=> ((time-monotonic 1 0) (time-utc 1 915148800) (time-tai 1 5) (time-monotonic 1 5) (time-utc 0 5) (time-tai 0 5))
(time-tai->time-utc (make-time time-utc 0 1))
;=> error time-tai->time-utc: expected a time of type time-tai

;; Dates
(let ((d (make-date 1 2 3 4 5 6 2007 3600))) (list (date? d) (date? 5) (fields d)))
;=> (#t #f (1 2 3 4 5 6 2007 3600))
(make-date 0 0 0 24 1 1 2000 0)
;=> error make-date: bad hour 24
(make-date 0 0 0 0 1 13 2000 0)
;=> error make-date: bad month 13
(make-date 0 0 0 0 1 1 2000.0 0)
;=> error make-date
(map (lambda (n) (fields (time-tai->date (make-time time-tai 0 (+ 915148800 n)) 0))) '(29 30 31 32))
;=> ((0 58 59 23 31 12 1998 0) (0 59 59 23 31 12 1998 0) (0 60 59 23 31 12 1998 0) (0 0 0 0 1 1 1999 0))
(map (lambda (date) (- (time-second (date->time-utc date)) 915148800)) (list (make-date 0 58 59 23 31 12 1998 0) (make-date 0 59 59 23 31 12 1998 0) (make-date 0 60 59 23 31 12 1998 0) (make-date 0 0 0 0 1 1 1999 0) (make-date 0 1 0 0 1 1 1999 0)))
;=> (-2 -1 0 0 1)
(map (lambda (date) (- (time-second (date->time-tai date)) 915148800)) (list (make-date 0 59 59 23 31 12 1998 0) (make-date 0 60 59 23 31 12 1998 0) (make-date 0 0 0 0 1 1 1999 0)))
;=> (30 31 32)
(let ((d (make-date 6320000 19 14 15 22 2 2003 -18000))) (map parts (list (date->time-utc d) (date->time-tai d) (date->time-monotonic d))))
;=> ((time-utc 6320000 1045944859) (time-tai 6320000 1045944891) (time-monotonic 6320000 1045944891))
(list (fields (time-utc->date (make-time time-utc 5 0))) (fields (time-utc->date (make-time time-utc 0 -1) -3600)) (fields (time-monotonic->date (make-time time-monotonic 0 0) 0)) (fields (time-utc->date (make-time time-utc 0 951782400) 3600)))
;=> ((5 0 0 0 1 1 1970 0) (0 59 59 22 31 12 1969 -3600) (0 0 0 0 1 1 1970 0) (0 0 0 1 29 2 2000 3600))
(let loop ((second -63000000000) (wrong '())) (if (> second 63000000000) wrong (loop (+ second 86400001 (* 86400 997)) (if (= second (time-second (date->time-utc (time-utc->date (make-time time-utc 0 second))))) wrong (cons second wrong)))))
;=> ()
(map (lambda (d) (list (date-year-day d) (date-week-day d) (date-week-number d 0) (date-week-number d 1))) (list (make-date 0 0 0 0 1 1 2006 0) (make-date 0 0 0 0 31 12 2004 0) (make-date 0 0 0 0 5 6 2007 0) (make-date 0 0 0 0 1 1 2022 0) (make-date 0 0 0 0 2 1 2022 0)))
;=> ((1 0 1 0) (366 5 52 52) (156 2 22 23) (1 6 0 0) (2 0 1 0))

;; Julian days
(define noon (make-date 0 0 0 12 1 1 2000 0))
(list (date->julian-day noon) (date->modified-julian-day noon) (date->modified-julian-day (make-date 0 0 0 0 17 11 1858 0)) (date->julian-day (make-date 0 0 0 12 24 11 -4713 0)))
;=> (2451545 103089/2 0 0)
(map fields (list (julian-day->date 2451545) (julian-day->date 2451545.5 3600) (modified-julian-day->date 0) (modified-julian-day->date 103089/2 -3600)))
;=> ((0 0 0 12 1 1 2000 0) (0 0 0 1 2 1 2000 3600) (0 0 0 0 17 11 1858 0) (0 0 0 11 1 1 2000 -3600))
(map parts (list (julian-day->time-utc 2451545) (julian-day->time-tai 2451545) (julian-day->time-monotonic 2451545) (modified-julian-day->time-utc 40588) (modified-julian-day->time-tai 40588) (modified-julian-day->time-monotonic 40588)))
;=> ((time-utc 0 946728000) (time-tai 0 946728032) (time-monotonic 0 946728032) (time-utc 0 86400) (time-tai 0 86400) (time-monotonic 0 86400))
(let ((utc (date->time-utc noon)) (tai (date->time-tai noon)) (monotonic (date->time-monotonic noon))) (list (time-utc->julian-day utc) (time-tai->julian-day tai) (time-monotonic->julian-day monotonic) (time-utc->modified-julian-day utc) (time-tai->modified-julian-day tai) (time-monotonic->modified-julian-day monotonic)))
;=> (2451545 2451545 2451545 103089/2 103089/2 103089/2)
(julian-day->date 'x)
;=> error expected a real number

;; Text
(define d (make-date 0 1 2 3 4 5 2006 0))
(map (lambda (format) (date->string d format)) '("~k" "~l" "~5" "~4" "~3" "~2" "~1" "~~" "~a" "~A" "~b" "~B" "~h" "~c" "~d" "~D" "~e" "~f" "~H" "~I" "~j"))
;=> (" 3" " 3" "2006-05-04T03:02:01" "2006-05-04T03:02:01Z" "03:02:01" "03:02:01Z" "2006-05-04" "~" "Thu" "Thursday" "May" "May" "May" "Thu May 04 03:02:01Z 2006" "04" "05/04/06" " 4" "1" "03" "03" "124")
(map (lambda (format) (date->string (make-date 250000000 5 7 15 14 7 2000 -14400) format)) '("~m" "~M" "~n" "~N" "~p" "~r" "~s" "~S" "~t" "~T" "~U" "~V" "~w" "~W" "~x" "~X" "~y" "~Y" "~z" "~Z" "~f" "~I" "~l" "~4" "~c"))
;=> ("07" "07" "\n" "250000000" "PM" "03:07:05 PM" "963601625" "05" "\t" "15:07:05" "28" "28" "5" "28" "28" "07/14/00" "00" "2000" "-0400" "-0400" "5.25" "03" " 3" "2000-07-14T15:07:05-0400" "Fri Jul 14 15:07:05-0400 2000")
(list (date->string d) (date->string d "x ~Y~m~d y") (date->string (make-date 0 0 0 0 1 1 33 19800) "~1 ~z ~I~p") (map (lambda (d) (date->string d "~V")) (list (make-date 0 0 0 0 1 1 2005 0) (make-date 0 0 0 0 31 12 2008 0))))
;=> ("Thu May 04 03:02:01Z 2006" "x 20060504 y" "0033-01-01 +0530 12AM" ("53" "01"))
(date->string d "~q")
;=> error date->string: unknown conversion
(date->string d "a~")
;=> error date->string: a tilde
(date->string 5 "~a")
;=> error date->string: expected a date
(map fields (list (string->date "2006-05-04T03:02:01Z" "~Y-~m-~dT~H:~M:~S~z") (string->date "20060504" "~Y~m~d") (string->date "Thu, May  4, 2006 -0430" "~a, ~b ~e, ~Y ~z") (string->date "on Thursday the 14th of July 2000 at  9:05+02:00" "on ~A the ~dth of ~B ~Y at ~k:~M~z") (string->date "x~1/2/0003 4:05" "x~~~m/~d/~Y ~H:~M")))
;=> ((0 1 2 3 4 5 2006 0) (0 0 0 0 4 5 2006 0) (0 0 0 0 4 5 2006 -16200) (0 0 5 9 14 7 2000 7200) (0 0 5 4 2 1 3 0))
(let ((year (date-year (string->date "01/02/30" "~d/~m/~y")))) (list (modulo year 100) (<= (abs (- year (date-year (current-date)))) 50)))
;=> (30 #t)
(date-month (string->date "1 JAN 2000" "~d ~h ~Y"))
;=> 1
(string->date "2006-05" "~Y-~m")
;=> error string->date: day, month or year is missing
(string->date "2006/05/04" "~Y-~m-~d")
;=> error string->date: the input does not match
(string->date "1 Foo 2000" "~d ~b ~Y")
;=> error string->date: the input does not match
(string->date "2000" "~q")
;=> error string->date: unknown conversion
(string->date "2006-13-04" "~Y-~m-~d")
;=> error string->date: bad month
;; Years before the first.
(list (date->string (make-date 0 0 0 0 6 5 -5 0) "~1") (date->string (make-date 0 0 0 0 6 5 44 0) "~1"))
;=> ("-0005-05-06" "0044-05-06")
