;;; huffman.scm -- the shortest code of whole bits, after Huffman (1952).
;;;
;;; Frequent characters get short codes, and no code is the beginning of
;;; another.  The tree is made by joining the two lightest trees until one is
;;; left; going left adds a 0, going right a 1.

(import (scheme base)
        (scheme write))

;;; ------------------------------------------------------------------
;;; Trees

(define-record-type leaf
  (make-leaf char weight)
  leaf?
  (char leaf-char)
  (weight leaf-weight))

(define-record-type node
  (make-node left right weight)
  node?
  (left node-left)
  (right node-right)
  (weight node-weight))

(define (weight tree)
  (if (leaf? tree) (leaf-weight tree) (node-weight tree)))

(define (join left right)
  (make-node left right (+ (weight left) (weight right))))

;; Inserts into a list that is ordered by weight, after those of equal weight.
(define (insert tree trees)
  (cond ((null? trees) (list tree))
        ((< (weight tree) (weight (car trees))) (cons tree trees))
        (else (cons (car trees) (insert tree (cdr trees))))))

(define (grow trees)
  (if (null? (cdr trees))
      (car trees)
      (grow (insert (join (car trees) (cadr trees)) (cddr trees)))))

;;; ------------------------------------------------------------------
;;; From a text to its tree

(define (count-chars text)
  (let loop ((chars (string->list text)) (counts '()))
    (if (null? chars)
        (reverse counts)
        (let ((entry (assv (car chars) counts)))
          (cond (entry
                 (set-cdr! entry (+ 1 (cdr entry)))
                 (loop (cdr chars) counts))
                (else
                 (loop (cdr chars) (cons (cons (car chars) 1) counts))))))))

(define (text->tree text)
  (let loop ((counts (count-chars text)) (trees '()))
    (if (null? counts)
        (grow trees)
        (loop (cdr counts)
              (insert (make-leaf (caar counts) (cdar counts)) trees)))))

;;; ------------------------------------------------------------------
;;; Codes: association list from characters to strings of 0 and 1

(define (tree->codes tree)
  (let walk ((tree tree) (path "") (codes '()))
    (if (leaf? tree)
        (cons (cons (leaf-char tree) path) codes)
        (walk (node-left tree) (string-append path "0")
              (walk (node-right tree) (string-append path "1") codes)))))

(define (encode text codes)
  (let ((out (open-output-string)))
    (string-for-each
      (lambda (c) (write-string (cdr (assv c codes)) out))
      text)
    (get-output-string out)))

(define (decode bits tree)
  (let ((out (open-output-string)))
    (let loop ((i 0) (here tree))
      (cond ((leaf? here)
             (write-char (leaf-char here) out)
             (loop i tree))
            ((< i (string-length bits))
             (loop (+ i 1)
                   (if (char=? (string-ref bits i) #\0)
                       (node-left here)
                       (node-right here))))
            (else (get-output-string out))))))

;; Bits eight at a time; the last byte is filled up with zeros.
(define (pack bits)
  (let* ((size (quotient (+ (string-length bits) 7) 8))
         (bytes (make-bytevector size 0)))
    (do ((i 0 (+ i 1)))
        ((= i (* 8 size)) bytes)
      (let ((bit (if (and (< i (string-length bits))
                          (char=? (string-ref bits i) #\1))
                     1
                     0))
            (byte (quotient i 8)))
        (bytevector-u8-set! bytes byte
                            (+ bit (* 2 (bytevector-u8-ref bytes byte))))))))

(define (hex bytes)
  (let ((out (open-output-string)))
    (do ((i 0 (+ i 1)))
        ((= i (bytevector-length bytes)) (get-output-string out))
      (let ((byte (bytevector-u8-ref bytes i)))
        (when (< byte 16) (write-string "0" out))
        (write-string (number->string byte 16) out)))))

;;; ------------------------------------------------------------------

(define text "a cairn is a heap of stones that marks the way")
(define tree (text->tree text))
(define codes (tree->codes tree))
(define bits (encode text codes))

(for-each
  (lambda (entry)
    (write (car entry))
    (write-string (if (char=? (car entry) #\space) "  " "      "))
    (write-string (cdr entry))
    (newline))
  codes)

(define (report label n)
  (write-string label)
  (write n)
  (newline))

(newline)
(report "characters: " (string-length text))
(report "bits at 8 a character: " (* 8 (string-length text)))
(report "bits in this code: " (string-length bits))
(report "average bits a character: " (/ (string-length bits) (string-length text)))
(write-string (hex (pack bits)))
(newline)
(write-string (decode bits tree))
(newline)
