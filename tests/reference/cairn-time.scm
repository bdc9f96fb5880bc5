;; (cairn time): examples of the reference.
(import (scheme base) (cairn time))

(moment->string (moment 2024 7 1 12 0 0 0 "Europe/Paris"))
;=> "2024-07-01T12:00:00+02:00"
(moment->string (moment 2024 2 29) "%A, %d %B %Y")
;=> "Thursday, 29 February 2024"
(moment? (current-moment))
;=> #t
(moment? (moment 2024))
;=> #t
(moment-year (moment 2024 2 29))
;=> 2024
(moment-month (moment 2024 2 29))
;=> 2
(moment-day (moment 2024 2 29))
;=> 29
(moment-hour (moment 2024 2 29 13 5 7))
;=> 13
(moment-minute (moment 2024 2 29 13 5 7))
;=> 5
(moment-second (moment 2024 2 29 13 5 7))
;=> 7
(moment-nanosecond (moment 2024 2 29 13 5 7 250000000))
;=> 250000000
(moment-weekday (moment 2024 2 29))
;=> 4
(moment-year-day (moment 2024 2 29))
;=> 60
(moment-week (moment 2024 2 29))
;=> 9
(moment-offset (moment 2024 7 1 12 0 0 0 "Europe/Paris"))
;=> 7200
(moment-zone (moment 2024 7 1 12 0 0 0 "Europe/Paris"))
;=> "Europe/Paris"
(moment->string (moment-in-zone (moment 2024 7 1 12) "America/New_York"))
;=> "2024-07-01T08:00:00-04:00"
(moment-hour (moment-in-zone (moment 2024 7 1 12) "Asia/Tokyo"))
;=> 21
(moment->seconds (moment 1970 1 2))
;=> 86400
(moment->string (seconds->moment 86400))
;=> "1970-01-02T00:00:00Z"
(moment->string (moment-add (moment 2024 1 31) 'months 1 'hours 6))
;=> "2024-02-29T06:00:00Z"
(moment-day (moment-add (moment 2024 1 31) 'months 1))
;=> 29
(moment-difference (moment 2024 3 1) (moment 2024 1 1) 'days)
;=> 60
(moment=? (moment 2024) (moment 2024 1 1))
;=> #t
(moment<? (moment 2024) (moment 2025))
;=> #t
(moment>? (moment 2024) (moment 2025))
;=> #f
(moment->seconds (string->moment "1970-01-01T00:01:00Z"))
;=> 60
(moment-year (string->moment "01.02.2024" "%d.%m.%Y"))
;=> 2024
(duration->string 5400)
;=> "1h 30m"
(string->duration "1h 30m")
;=> 5400
