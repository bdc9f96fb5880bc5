;;; records -- construction, access, modification.
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define (walk n) (let ((p (make-point 0 1))) (do ((i 0 (+ i 1))) ((= i n) (point-x p)) (set-point-x! p (+ (point-x p) (point-y (make-point i 2)))))))
(display (walk 60000))
