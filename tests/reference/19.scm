;; SRFI 19: examples of the reference.
(import (srfi 19))

(time? (make-time time-duration 0 5))
;=> #t
(time-second (make-time time-duration 500 5))
;=> 5
(time-nanosecond (make-time time-duration 500 5))
;=> 500
(time-type (make-time time-duration 0 5))
;=> time-duration
(time-second (add-duration (make-time time-utc 0 10) (make-time time-duration 0 5)))
;=> 15
(time-second (add-duration! (make-time time-utc 0 10) (make-time time-duration 0 5)))
;=> 15
(time-second (subtract-duration (make-time time-utc 0 10) (make-time time-duration 0 5)))
;=> 5
(time-second (subtract-duration! (make-time time-utc 0 10) (make-time time-duration 0 5)))
;=> 5
(time-second (time-difference (make-time time-utc 0 10) (make-time time-utc 0 4)))
;=> 6
(time-second (time-difference! (make-time time-utc 0 10) (make-time time-utc 0 4)))
;=> 6
(time-second (copy-time (make-time time-utc 0 10)))
;=> 10
(let ((t (make-time time-utc 0 10))) (set-time-second! t 11) (time-second t))
;=> 11
(let ((t (make-time time-utc 0 10))) (set-time-nanosecond! t 7) (time-nanosecond t))
;=> 7
(let ((t (make-time time-utc 0 10))) (set-time-type! t time-duration) (eq? (time-type t) time-duration))
;=> #t
(time<? (make-time time-utc 0 1) (make-time time-utc 0 2))
;=> #t
(time<=? (make-time time-utc 0 1) (make-time time-utc 0 1))
;=> #t
(time=? (make-time time-utc 0 1) (make-time time-utc 0 1))
;=> #t
(time>=? (make-time time-utc 0 1) (make-time time-utc 0 2))
;=> #f
(time>? (make-time time-utc 0 1) (make-time time-utc 0 2))
;=> #f
(date? (make-date 0 0 0 12 31 5 2024 0))
;=> #t
(date-day (make-date 0 0 0 12 31 5 2024 0))
;=> 31
(date-month (make-date 0 0 0 12 31 5 2024 0))
;=> 5
(date-year (make-date 0 0 0 12 31 5 2024 0))
;=> 2024
(date-hour (make-date 0 0 0 12 31 5 2024 0))
;=> 12
(date-minute (make-date 0 0 30 12 31 5 2024 0))
;=> 30
(date-second (make-date 0 15 30 12 31 5 2024 0))
;=> 15
(date-nanosecond (make-date 9 15 30 12 31 5 2024 0))
;=> 9
(date-week-day (make-date 0 0 0 0 4 7 2024 0))
;=> 4
(date-year-day (make-date 0 0 0 0 1 2 2024 0))
;=> 32
(time-second (date->time-utc (make-date 0 0 0 0 1 1 1970 0)))
;=> 0
(time-second (date->time-utc (make-date 0 1 0 0 1 1 1970 0)))
;=> 1
(date->julian-day (make-date 0 0 0 12 1 1 2000 0))
;=> 2451545
(date->modified-julian-day (make-date 0 0 0 0 1 1 2000 0))
;=> 51544
(date-year (julian-day->date 2451545 0))
;=> 2000
(date-year (modified-julian-day->date 51544 0))
;=> 2000
(time-second (julian-day->time-utc 4881175/2))
;=> 0
(time-second (modified-julian-day->time-utc 40587))
;=> 0
(date-year (time-utc->date (make-time time-utc 0 0) 0))
;=> 1970
(time-utc->julian-day (make-time time-utc 0 0))
;=> 4881175/2
(time-utc->modified-julian-day (make-time time-utc 0 0))
;=> 40587
(time-second (time-tai->time-utc (time-utc->time-tai (make-time time-utc 0 1000000000))))
;=> 1000000000
(time-second (time-monotonic->time-utc (time-utc->time-monotonic (make-time time-utc 0 1000000000))))
;=> 1000000000
(date-year (time-tai->date (time-utc->time-tai (make-time time-utc 0 0)) 0))
;=> 1970
(date-year (time-monotonic->date (time-utc->time-monotonic (make-time time-utc 0 0)) 0))
;=> 1970
(eq? (time-type (date->time-tai (make-date 0 0 0 0 1 1 1970 0))) time-tai)
;=> #t
(eq? (time-type (date->time-monotonic (make-date 0 0 0 0 1 1 1970 0))) time-monotonic)
;=> #t
(eq? (time-type (time-tai->time-monotonic (make-time time-tai 0 5))) time-monotonic)
;=> #t
(eq? (time-type (time-monotonic->time-tai (make-time time-monotonic 0 5))) time-tai)
;=> #t
(eq? (time-type (time-utc->time-tai! (make-time time-utc 0 5))) time-tai)
;=> #t
(eq? (time-type (time-utc->time-monotonic! (make-time time-utc 0 5))) time-monotonic)
;=> #t
(eq? (time-type (time-tai->time-utc! (make-time time-tai 0 1000000000))) time-utc)
;=> #t
(eq? (time-type (time-tai->time-monotonic! (make-time time-tai 0 5))) time-monotonic)
;=> #t
(eq? (time-type (time-monotonic->time-utc! (make-time time-monotonic 0 1000000000))) time-utc)
;=> #t
(eq? (time-type (time-monotonic->time-tai! (make-time time-monotonic 0 5))) time-tai)
;=> #t
(eq? (time-type (julian-day->time-tai 2451545)) time-tai)
;=> #t
(eq? (time-type (julian-day->time-monotonic 2451545)) time-monotonic)
;=> #t
(eq? (time-type (modified-julian-day->time-tai 51544)) time-tai)
;=> #t
(eq? (time-type (modified-julian-day->time-monotonic 51544)) time-monotonic)
;=> #t
(eq? (time-type (current-time time-utc)) time-utc)
;=> #t
