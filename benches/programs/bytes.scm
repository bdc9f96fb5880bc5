;;; bytes -- bytevectors: checksums, copying, UTF-8 and binary ports.
(import (scheme base) (scheme write))

(define (make-bytes n)
  (let ((b (make-bytevector n 0)))
    (do ((i 0 (+ i 1)))
        ((= i n) b)
      (bytevector-u8-set! b i (remainder (* i 7) 251)))))

;; Adler's checksum.
(define (checksum b)
  (let ((end (bytevector-length b)))
    (let loop ((i 0) (low 1) (high 0))
      (if (= i end)
          (+ (* high 65536) low)
          (let ((low (modulo (+ low (bytevector-u8-ref b i)) 65521)))
            (loop (+ i 1) low (modulo (+ high low) 65521)))))))

(define (reverse-bytes b)
  (let* ((n (bytevector-length b)) (r (make-bytevector n 0)))
    (do ((i 0 (+ i 1)))
        ((= i n) r)
      (bytevector-u8-set! r (- n i 1) (bytevector-u8-ref b i)))))

(define (sum-by-port b)
  (let ((in (open-input-bytevector b)))
    (let loop ((sum 0))
      (let ((x (read-u8 in)))
        (if (eof-object? x) sum (loop (+ sum x)))))))

(define (main n rounds)
  (let ((b (make-bytes n)))
    (do ((i 0 (+ i 1))
         (sum 0 (let ((both (bytevector-append (reverse-bytes b) (bytevector-copy b 0 100))))
                  (bytevector-copy! both 10 b 20 60)
                  (+ sum
                     (checksum both)
                     (sum-by-port both)
                     (string-length (utf8->string (string->utf8 "λ is a letter")))))))
        ((= i rounds) (display sum) (newline)))))

(main 20000 250)
