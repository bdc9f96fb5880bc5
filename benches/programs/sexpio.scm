;;; sexpio -- writes large S-expressions to a string port and reads them back.
(import (scheme base) (scheme read) (scheme write))

(define (make-data depth)
  (if (= depth 0)
      (list 'leaf "a \"quoted\" string" #\a 3/4 -17 #t 123456789012345678901)
      (list 'node depth (make-data (- depth 1)) (vector depth 'x "y") (make-data (- depth 1)))))

(define (data->text data)
  (let ((out (open-output-string)))
    (write data out)
    (get-output-string out)))

(define (text->data text)
  (read (open-input-string text)))

(define (main depth rounds)
  (let ((data (make-data depth)))
    (do ((i 0 (+ i 1))
         (sum 0 (let* ((text (data->text data)) (again (text->data text)))
                  (unless (equal? data again) (error "not the same"))
                  (+ sum (string-length text)))))
        ((= i rounds) (display sum) (newline)))))

(main 9 24)
