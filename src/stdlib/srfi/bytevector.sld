;;; Bytevectors as R6RS has them (library chapter 2), which R7RS-large calls
;;; (scheme bytevector).
;;;
;;; Numbers are assembled from bytes by arithmetic; floating-point numbers from their sign,
;;; exponent and fraction (IEEE 754), so that of a NaN only the fact that it is one is
;;; preserved.

(define-library (scheme bytevector)
  (export endianness native-endianness bytevector?
          make-bytevector bytevector-length bytevector=? bytevector-fill!
          bytevector-copy bytevector-copy! bytevector bytevector-append
          bytevector-u8-ref bytevector-u8-set! bytevector-s8-ref bytevector-s8-set!
          bytevector->u8-list u8-list->bytevector
          bytevector-uint-ref bytevector-uint-set! bytevector-sint-ref bytevector-sint-set!
          bytevector->uint-list bytevector->sint-list
          uint-list->bytevector sint-list->bytevector
          bytevector-u16-ref bytevector-u16-set! bytevector-u16-native-ref bytevector-u16-native-set!
          bytevector-s16-ref bytevector-s16-set! bytevector-s16-native-ref bytevector-s16-native-set!
          bytevector-u32-ref bytevector-u32-set! bytevector-u32-native-ref bytevector-u32-native-set!
          bytevector-s32-ref bytevector-s32-set! bytevector-s32-native-ref bytevector-s32-native-set!
          bytevector-u64-ref bytevector-u64-set! bytevector-u64-native-ref bytevector-u64-native-set!
          bytevector-s64-ref bytevector-s64-set! bytevector-s64-native-ref bytevector-s64-native-set!
          bytevector-ieee-single-ref bytevector-ieee-single-set!
          bytevector-ieee-single-native-ref bytevector-ieee-single-native-set!
          bytevector-ieee-double-ref bytevector-ieee-double-set!
          bytevector-ieee-double-native-ref bytevector-ieee-double-native-set!
          string->utf8 string->utf16 string->utf32 utf8->string utf16->string utf32->string)
  (import (except (scheme base) make-bytevector)
          (rename (only (scheme base) make-bytevector) (make-bytevector make-bytes))
          (scheme case-lambda)
          (only (scheme inexact) infinite? nan?)
          (rename (only (cairn base) bytevector-fill! arithmetic-shift bitwise-and
                        syntax-case syntax syntax->datum)
                  (bytevector-fill! fill-bytes!))
          (rename (cairn utf)
                  (string->utf32 encode-utf32)
                  (utf16->string decode-utf16)
                  (utf16->string/mark decode-utf16/mark)
                  (utf32->string decode-utf32)))
  (begin
    ;; The operand is a symbol, whatever it is bound to.
    (define-syntax endianness
      (lambda (form)
        (syntax-case form ()
          ((_ name)
           (memq (syntax->datum #'name) '(big little))
           #''name)
          ((_ other)
           #'(syntax-error "endianness: expected big or little, got" other)))))

    (define native
      (cond-expand (big-endian 'big) (else 'little)))
    (define (native-endianness) native)

    (define (check-order who order)
      (unless (memq order '(big little))
        (error (string-append who ": expected big or little, got") order)))

    (define (check-range who bytes k size)
      (unless (bytevector? bytes)
        (error (string-append who ": expected a bytevector, got") bytes))
      (unless (and (exact-integer? k) (<= 0 k (- (bytevector-length bytes) size)))
        (error (string-append who ": index out of range:") k)))

    (define make-bytevector
      (case-lambda
        ((n) (make-bytes n))
        ((n fill) (make-bytes n (byte-of "make-bytevector" fill)))))

    (define (bytevector-fill! bytes fill . range)
      (apply fill-bytes! bytes (byte-of "bytevector-fill!" fill) range))

    ;; A byte, which may be given as a signed integer.
    (define (byte-of who n)
      (unless (and (exact-integer? n) (<= -128 n 255))
        (error (string-append who ": expected a byte, got") n))
      (bitwise-and n 255))

    (define (bytevector=? a b)
      (unless (and (bytevector? a) (bytevector? b))
        (error "bytevector=?: expected bytevectors, got" a b))
      (equal? a b))

    (define (bytevector-s8-ref bytes k)
      (let ((n (bytevector-u8-ref bytes k)))
        (if (> n 127) (- n 256) n)))

    (define (bytevector-s8-set! bytes k n)
      (unless (and (exact-integer? n) (<= -128 n 127))
        (error "bytevector-s8-set!: expected a signed byte, got" n))
      (bytevector-u8-set! bytes k (bitwise-and n 255)))

    (define (bytevector->u8-list bytes)
      (let loop ((i (- (bytevector-length bytes) 1)) (list '()))
        (if (< i 0) list (loop (- i 1) (cons (bytevector-u8-ref bytes i) list)))))

    (define (u8-list->bytevector list)
      (apply bytevector list))

    ;; --- integers of any size ---

    (define (fetch bytes k order size)
      (if (eq? order 'big)
          (do ((i 0 (+ i 1))
               (n 0 (+ (* n 256) (bytevector-u8-ref bytes (+ k i)))))
              ((= i size) n))
          (do ((i (- size 1) (- i 1))
               (n 0 (+ (* n 256) (bytevector-u8-ref bytes (+ k i)))))
              ((< i 0) n))))

    (define (store! bytes k n order size)
      (do ((i 0 (+ i 1))
           (n n (arithmetic-shift n -8)))
          ((= i size))
        (bytevector-u8-set! bytes
                            (if (eq? order 'big) (+ k (- size i 1)) (+ k i))
                            (bitwise-and n 255))))

    (define (signed n size)
      (if (< n (expt 2 (- (* 8 size) 1))) n (- n (expt 2 (* 8 size)))))

    (define (check-size who size)
      (unless (and (exact-integer? size) (> size 0))
        (error (string-append who ": expected a number of bytes, got") size)))

    (define (check-unsigned who n size)
      (unless (and (exact-integer? n) (<= 0 n) (< n (expt 2 (* 8 size))))
        (error (string-append who ": number out of range:") n)))

    (define (check-signed who n size)
      (let ((limit (expt 2 (- (* 8 size) 1))))
        (unless (and (exact-integer? n) (<= (- limit) n) (< n limit))
          (error (string-append who ": number out of range:") n))))

    (define (bytevector-uint-ref bytes k order size)
      (check-size "bytevector-uint-ref" size)
      (check-range "bytevector-uint-ref" bytes k size)
      (check-order "bytevector-uint-ref" order)
      (fetch bytes k order size))

    (define (bytevector-sint-ref bytes k order size)
      (check-size "bytevector-sint-ref" size)
      (check-range "bytevector-sint-ref" bytes k size)
      (check-order "bytevector-sint-ref" order)
      (signed (fetch bytes k order size) size))

    (define (bytevector-uint-set! bytes k n order size)
      (check-size "bytevector-uint-set!" size)
      (check-range "bytevector-uint-set!" bytes k size)
      (check-order "bytevector-uint-set!" order)
      (check-unsigned "bytevector-uint-set!" n size)
      (store! bytes k n order size))

    (define (bytevector-sint-set! bytes k n order size)
      (check-size "bytevector-sint-set!" size)
      (check-range "bytevector-sint-set!" bytes k size)
      (check-order "bytevector-sint-set!" order)
      (check-signed "bytevector-sint-set!" n size)
      (store! bytes k n order size))

    (define (numbers ref)
      (lambda (bytes order size)
        (let loop ((k (- (bytevector-length bytes) size)) (list '()))
          (cond ((= k (- size)) list)
                (else (loop (- k size) (cons (ref bytes k order size) list)))))))

    (define bytevector->uint-list (numbers bytevector-uint-ref))
    (define bytevector->sint-list (numbers bytevector-sint-ref))

    (define (from-numbers set)
      (lambda (list order size)
        (let ((bytes (make-bytes (* size (length list)))))
          (do ((k 0 (+ k size))
               (list list (cdr list)))
              ((null? list) bytes)
            (set bytes k (car list) order size)))))

    (define uint-list->bytevector (from-numbers bytevector-uint-set!))
    (define sint-list->bytevector (from-numbers bytevector-sint-set!))

    ;; --- numbers of fixed sizes ---

    ;; Accessors with the byte order as an argument, and for aligned indices in the machine's
    ;; own order.
    (define-syntax define-accessors
      (syntax-rules ()
        ((_ size ref set native-ref native-set fetch store)
         (begin
           (define (ref bytes k order)
             (check-range (symbol->string 'ref) bytes k size)
             (check-order (symbol->string 'ref) order)
             (fetch bytes k order))
           (define (set bytes k n order)
             (check-range (symbol->string 'set) bytes k size)
             (check-order (symbol->string 'set) order)
             (store (symbol->string 'set) bytes k n order))
           (define (native-ref bytes k)
             (check-aligned (symbol->string 'native-ref) k size)
             (ref bytes k native))
           (define (native-set bytes k n)
             (check-aligned (symbol->string 'native-set) k size)
             (set bytes k n native))))))

    (define (check-aligned who k size)
      (unless (and (exact-integer? k) (= 0 (remainder k size)))
        (error (string-append who ": expected a multiple of the size, got") k)))

    (define-syntax define-unsigned
      (syntax-rules ()
        ((_ size ref set native-ref native-set)
         (define-accessors size ref set native-ref native-set
           (lambda (bytes k order) (fetch bytes k order size))
           (lambda (who bytes k n order)
             (check-unsigned who n size)
             (store! bytes k n order size))))))

    (define-syntax define-signed
      (syntax-rules ()
        ((_ size ref set native-ref native-set)
         (define-accessors size ref set native-ref native-set
           (lambda (bytes k order) (signed (fetch bytes k order size) size))
           (lambda (who bytes k n order)
             (check-signed who n size)
             (store! bytes k n order size))))))

    (define-unsigned 2 bytevector-u16-ref bytevector-u16-set!
      bytevector-u16-native-ref bytevector-u16-native-set!)
    (define-unsigned 4 bytevector-u32-ref bytevector-u32-set!
      bytevector-u32-native-ref bytevector-u32-native-set!)
    (define-unsigned 8 bytevector-u64-ref bytevector-u64-set!
      bytevector-u64-native-ref bytevector-u64-native-set!)
    (define-signed 2 bytevector-s16-ref bytevector-s16-set!
      bytevector-s16-native-ref bytevector-s16-native-set!)
    (define-signed 4 bytevector-s32-ref bytevector-s32-set!
      bytevector-s32-native-ref bytevector-s32-native-set!)
    (define-signed 8 bytevector-s64-ref bytevector-s64-set!
      bytevector-s64-native-ref bytevector-s64-native-set!)

    ;; --- floating-point numbers ---

    ;; The number of an IEEE 754 bit pattern with this many bits of exponent and fraction.
    (define (bits->real bits exponent-size fraction-size)
      (let* ((scale (expt 2 fraction-size))
             (fraction (modulo bits scale))
             (exponent (modulo (quotient bits scale) (expt 2 exponent-size)))
             (negative? (>= (quotient bits scale) (expt 2 exponent-size)))
             (bias (- (expt 2 (- exponent-size 1)) 1))
             (magnitude
               (cond ((= exponent (- (expt 2 exponent-size) 1))
                      (if (= fraction 0) +inf.0 +nan.0))
                     ((= exponent 0)
                      (inexact (* fraction (expt 2 (- 1 bias fraction-size)))))
                     (else
                      (inexact (* (+ scale fraction)
                                  (expt 2 (- exponent bias fraction-size))))))))
        (if negative? (- magnitude) magnitude)))

    (define (real->bits x exponent-size fraction-size)
      (let* ((scale (expt 2 fraction-size))
             (bias (- (expt 2 (- exponent-size 1)) 1))
             (top (- (expt 2 exponent-size) 1))
             (sign (if (or (< x 0) (eqv? x -0.0)) (expt 2 (+ exponent-size fraction-size)) 0)))
        (cond ((nan? x) (+ (* top scale) (quotient scale 2)))
              ((infinite? x) (+ sign (* top scale)))
              (else (+ sign (min (* top scale)
                                 (magnitude->bits (abs (exact x)) bias fraction-size)))))))

    ;; The exponent and fraction of an exact number that is not negative, rounded to even.
    ;; A fraction that is rounded up to a power of two carries into the exponent.
    (define (magnitude->bits x bias fraction-size)
      (if (= x 0)
          0
          (let* ((least (- 1 bias))
                 (exponent (max least (exponent-of x)))
                 (units (round (/ x (expt 2 (- exponent fraction-size))))))
            (+ units (* (- exponent least) (expt 2 fraction-size))))))

    ;; The greatest power of two that does not exceed x.
    (define (exponent-of x)
      (let* ((guess (- (bit-size (numerator x)) (bit-size (denominator x)))))
        (if (>= x (expt 2 guess)) guess (- guess 1))))

    (define (bit-size n)
      (let loop ((n n) (size 0))
        (if (= n 0) size (loop (arithmetic-shift n -1) (+ size 1)))))

    (define (check-real who x)
      (unless (real? x)
        (error (string-append who ": expected a real number, got") x)))

    (define-accessors 4 bytevector-ieee-single-ref bytevector-ieee-single-set!
      bytevector-ieee-single-native-ref bytevector-ieee-single-native-set!
      (lambda (bytes k order) (bits->real (fetch bytes k order 4) 8 23))
      (lambda (who bytes k x order)
        (check-real who x)
        (store! bytes k (real->bits x 8 23) order 4)))

    (define-accessors 8 bytevector-ieee-double-ref bytevector-ieee-double-set!
      bytevector-ieee-double-native-ref bytevector-ieee-double-native-set!
      (lambda (bytes k order) (bits->real (fetch bytes k order 8) 11 52))
      (lambda (who bytes k x order)
        (check-real who x)
        (store! bytes k (real->bits x 11 52) order 8)))

    ;; --- strings ---

    (define string->utf16
      (case-lambda
        ((string) (string->utf16 string 'big))
        ((string order)
         (check-order "string->utf16" order)
         ((if (eq? order 'big) string->utf16be string->utf16le) string))))

    (define string->utf32
      (case-lambda
        ((string) (encode-utf32 string 'big))
        ((string order)
         (check-order "string->utf32" order)
         (encode-utf32 string order))))

    ;; The byte order applies if no byte order mark determines it; if marks are not recognised,
    ;; a mark is an ordinary character.
    (define utf16->string
      (case-lambda
        ((bytes order) (utf16->string bytes order #f))
        ((bytes order mandatory?)
         (check-order "utf16->string" order)
         ((if mandatory? decode-utf16 decode-utf16/mark) bytes order))))

    (define utf32->string
      (case-lambda
        ((bytes order) (utf32->string bytes order #f))
        ((bytes order mandatory?)
         (check-order "utf32->string" order)
         (decode-utf32 bytes order (not mandatory?)))))))
