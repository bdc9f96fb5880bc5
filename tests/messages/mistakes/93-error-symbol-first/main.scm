(define (area r)
  (if (negative? r) (error 'area "radius is negative" r))
  (* r r))
(area -2)
