;; (cairn time): moments and durations.
(import (scheme base) (cairn time))

(define m (moment 2024 2 29 13 5 7 250000000))
(list (moment? m) (moment-year m) (moment-month m) (moment-day m) (moment-hour m) (moment-minute m) (moment-second m) (moment-nanosecond m))
;=> (#t 2024 2 29 13 5 7 250000000)
(list (moment-weekday m) (moment-year-day m) (moment-week m) (moment-offset m) (moment-zone m))
;=> (4 60 9 0 "UTC")
(list (moment->string m) (moment->string (moment 1970)) (moment->seconds m) (moment->seconds (moment 1970)))
;=> ("2024-02-29T13:05:07.25Z" "1970-01-01T00:00:00Z" 6836847629/4 0)
(map moment->string (list (moment-add m 'years 1) (moment-add m 'months 12 'days 1) (moment-add m 'hours -14) (moment-add m 'nanoseconds 1) (moment-add (moment 2024 1 31) 'months 1)))
;=> ("2025-02-28T13:05:07.25Z" "2025-03-01T13:05:07.25Z" "2024-02-28T23:05:07.25Z" "2024-02-29T13:05:07.250000001Z" "2024-02-29T00:00:00Z")
(let ((a (moment 2024 3 1)) (b (moment 2024 1 1))) (list (moment-difference a b) (moment-difference a b 'days) (moment-difference a b 'months) (moment-difference b a 'hours)))
;=> (5184000 60 2 -1440)
(let ((a (moment 2024)) (b (moment 2025))) (list (moment<? a b) (moment>? a b) (moment=? a a) (moment=? a b)))
;=> (#t #f #t #f)

;; Zones
(define paris (moment 2024 7 1 12 0 0 0 "Europe/Paris"))
(list (moment-offset paris) (moment-zone paris) (moment->string paris) (moment->string (moment-in-zone paris "UTC")) (moment->string (moment-in-zone paris "-05:30")))
;=> (7200 "Europe/Paris" "2024-07-01T12:00:00+02:00" "2024-07-01T10:00:00Z" "2024-07-01T04:30:00-05:30")
;; Clocks are put forward, and back.
(list (moment->string (moment 2024 3 31 2 30 0 0 "Europe/Paris")) (moment->string (moment 2024 10 27 2 30 0 0 "Europe/Paris")))
;=> ("2024-03-31T03:30:00+02:00" "2024-10-27T02:30:00+02:00")
(list (moment->string (moment-add (moment 2024 3 30 12 0 0 0 "Europe/Paris") 'days 1)) (moment->string (moment-add (moment 2024 3 30 12 0 0 0 "Europe/Paris") 'hours 24)))
;=> ("2024-03-31T12:00:00+02:00" "2024-03-31T13:00:00+02:00")
(moment 2024 1 1 0 0 0 0 "Mars/Olympus")
;=> error moment: no such time zone: "Mars/Olympus"
(moment 2024 1 1 0 0 0 0 "../../../etc/passwd")
;=> error moment: no such time zone

;; Text
(moment->string m "%Y-%m-%d %H:%M:%S %A %j %b")
;=> "2024-02-29 13:05:07 Thursday 060 Feb"
(map (lambda (text) (moment->string (string->moment text))) '("2024-02-29" "2024-02-29T10:00:00Z" "2024-02-29T10:00:00+01:00" "2024-02-29 10:00" "2024-07-01T12:00:00+02:00[Europe/Paris]"))
;=> ("2024-02-29T00:00:00Z" "2024-02-29T10:00:00Z" "2024-02-29T10:00:00+01:00" "2024-02-29T10:00:00Z" "2024-07-01T12:00:00+02:00")
(list (moment->string (string->moment "01.02.2024" "%d.%m.%Y")) (moment->string (string->moment "5 Feb 2024 01:02 -0500" "%d %b %Y %H:%M %z")) (moment->string (string->moment "2024-07-01 12:00" "%Y-%m-%d %H:%M" "Europe/Paris")))
;=> ("2024-02-01T00:00:00Z" "2024-02-05T01:02:00-05:00" "2024-07-01T12:00:00+02:00")
(string->moment "yesterday")
;=> error string->moment:
(string->moment "2023-02-29")
;=> error string->moment:
(moment->string m "%Q %")
;=> error moment->string:

;; Seconds
(map (lambda (s) (moment->string (seconds->moment s))) '(0 -1 1709211907.25 1/3 1709211907))
;=> ("1970-01-01T00:00:00Z" "1969-12-31T23:59:59Z" "2024-02-29T13:05:07.25Z" "1970-01-01T00:00:00.333333333Z" "2024-02-29T13:05:07Z")
(moment->string (seconds->moment 0 "+09:00"))
;=> "1970-01-01T09:00:00+09:00"
(seconds->moment 1e300)
;=> error seconds->moment: time out of range
(seconds->moment +nan.0)
;=> error seconds->moment
(> (moment->seconds (current-moment "UTC")) 1700000000)
;=> #t
(exact-integer? (moment-offset (current-moment)))
;=> #t

;; Durations
(map duration->string '(5400 1/2 86400 -90))
;=> ("1h 30m" "500ms" "24h" "1m 30s ago")
(map string->duration '("1h 30m" "2 days" "PT90S" "1.5s" "-5m"))
;=> (5400 172800 90 3/2 -300)
(string->duration "soon")
;=> error string->duration:

;; Wrong arguments
(moment 2024 13)
;=> error moment:
(moment 2023 2 29)
;=> error moment:
(moment 1000000)
;=> error moment: date or time out of range
(moment-year 5)
;=> error moment-year: expected a moment, got 5
(moment-add m 'fortnights 1)
;=> error moment-add: expected years
(moment-add m 'years)
;=> error moment-add: a unit without a count
(moment-add m 'years 100000)
;=> error moment-add:
(moment-add m 'days 99999999999999999)
;=> error moment-add: count out of range
;; What strftime leaves to the locale is as in POSIX's.
(list (moment->string (seconds->moment 481439159) "%c|%x|%X|%r|%%c") (moment->string (string->moment "Thu Apr  4 05:05:59 1985" "%c")))
;=> ("Thu Apr  4 05:05:59 1985|04/04/85|05:05:59|05:05:59 AM|%c" "1985-04-04T05:05:59Z")
