;;; numio -- writes numbers to a file and reads them back as data.
(import (scheme base) (scheme file) (scheme read) (scheme write))

(define name "cairn-bench-numio.tmp")

(define (write-numbers n)
  (call-with-output-file name
    (lambda (out)
      (do ((i 0 (+ i 1)))
          ((= i n))
        (write (* i i) out)
        (write-char #\space out)
        (write (/ i 4.0) out)
        (newline out)))))

(define (read-numbers)
  (call-with-input-file name
    (lambda (in)
      (let loop ((count 0) (exact-sum 0) (float-sum 0.0))
        (let ((x (read in)))
          (cond ((eof-object? x) (list count exact-sum (exact float-sum)))
                ((exact? x) (loop (+ count 1) (+ exact-sum x) float-sum))
                (else (loop (+ count 1) exact-sum (+ float-sum x)))))))))

(define (main n)
  (if (file-exists? name) (delete-file name))
  (write-numbers n)
  (display (read-numbers))
  (newline)
  (delete-file name))

(main 60000)
