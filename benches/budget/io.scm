;;; io -- read and write of data.
(define datum '((a . 1) ("text" #\x 2.5) #(1 2 (3 4)) (nested (deep (er)))))
(define (round-trip d) (let ((out (open-output-string))) (write d out) (read (open-input-string (get-output-string out)))))
(display (let loop ((i 0) (d datum)) (if (= i 500) (equal? d datum) (loop (+ i 1) (round-trip d)))))
