;;; filecopy -- writes a file, copies it character by character, compares.
(import (scheme base) (scheme file) (scheme write))

(define source "cairn-bench-filecopy-1.tmp")
(define target "cairn-bench-filecopy-2.tmp")

(define (make-file name lines)
  (call-with-output-file name
    (lambda (out)
      (do ((i 0 (+ i 1)))
          ((= i lines))
        (write-string "line " out)
        (write i out)
        (write-string " of the file that is copied\n" out)))))

(define (copy from to)
  (call-with-input-file from
    (lambda (in)
      (call-with-output-file to
        (lambda (out)
          (let loop ((count 0))
            (let ((c (read-char in)))
              (if (eof-object? c)
                  count
                  (begin
                    (write-char c out)
                    (loop (+ count 1)))))))))))

(define (checksum name)
  (call-with-input-file name
    (lambda (in)
      (let loop ((sum 0))
        (let ((c (peek-char in)))
          (if (eof-object? c)
              sum
              (loop (modulo (+ (* 31 sum) (char->integer (read-char in))) 65521))))))))

(define (remove name)
  (if (file-exists? name) (delete-file name)))

(define (main lines)
  (remove source)
  (remove target)
  (make-file source lines)
  (let ((size (copy source target)))
    (display (list size (checksum source) (checksum target)))
    (newline))
  (remove source)
  (remove target))

(main 30000)
