;;; SRFI 178's bitvectors: parts, folds, searches, logic and fields.

(define-library (cairn bitvectors operations)
  (export bitvector-take bitvector-take-right bitvector-drop bitvector-drop-right
          bitvector-segment
          bitvector-fold/int bitvector-fold/bool bitvector-fold-right/int
          bitvector-fold-right/bool bitvector-map/int bitvector-map/bool
          bitvector-map!/int bitvector-map!/bool bitvector-map->list/int
          bitvector-map->list/bool bitvector-for-each/int bitvector-for-each/bool
          bitvector-prefix-length bitvector-suffix-length bitvector-prefix? bitvector-suffix?
          bitvector-pad bitvector-pad-right bitvector-trim bitvector-trim-right
          bitvector-trim-both
          bitvector-not bitvector-not! bitvector-and bitvector-and! bitvector-ior
          bitvector-ior! bitvector-xor bitvector-xor! bitvector-eqv bitvector-eqv!
          bitvector-nand bitvector-nand! bitvector-nor bitvector-nor!
          bitvector-andc1 bitvector-andc1! bitvector-andc2 bitvector-andc2!
          bitvector-orc1 bitvector-orc1! bitvector-orc2 bitvector-orc2!
          bitvector-logical-shift bitvector-count bitvector-count-run bitvector-if
          bitvector-first-bit
          bitvector-field-any? bitvector-field-every?
          bitvector-field-clear bitvector-field-clear! bitvector-field-set bitvector-field-set!
          bitvector-field-replace bitvector-field-replace! bitvector-field-replace-same
          bitvector-field-replace-same! bitvector-field-rotate bitvector-field-flip
          bitvector-field-flip!)
  (import (scheme base)
          (cairn bitvectors)
          (only (cairn checks) %check-procedure))
  (begin
    (define ref bitvector-ref/int)
    (define size bitvector-length)

    ;; --- parts ---

    (define (bitvector-take v n) (bitvector-copy v 0 n))
    (define (bitvector-drop v n) (bitvector-copy v n))
    (define (bitvector-take-right v n) (bitvector-copy v (- (size v) n)))
    (define (bitvector-drop-right v n) (bitvector-copy v 0 (- (size v) n)))

    (define (bitvector-segment v n)
      (unless (and (exact-integer? n) (> n 0))
        (error "bitvector-segment: expected a length, got" n))
      (let loop ((start 0) (parts '()))
        (if (>= start (size v))
            (reverse parts)
            (loop (+ start n)
                  (cons (bitvector-copy v start (min (size v) (+ start n))) parts)))))

    ;; --- folds and maps ---

    (define (check-sizes who v more)
      (for-each (lambda (w)
                  (unless (= (size v) (size w))
                    (error (string-append who ": bitvectors of different lengths") (size v) (size w))))
                more))

    ;; Procedures of the bits at each index, as integers or as booleans.
    (define-syntax define-both
      (syntax-rules ()
        ((_ (general int bool))
         (begin
           (define (int f . arguments)
             (%check-procedure 'int f)
             (general bitvector-ref/int f arguments))
           (define (bool f . arguments)
             (%check-procedure 'bool f)
             (general bitvector-ref/bool f arguments))))))

    (define (at-all get vs i)
      (map (lambda (v) (get v i)) vs))

    (define (general-fold get kons arguments)
      (let ((vs (cdr arguments)))
        (check-sizes "bitvector-fold" (car vs) (cdr vs))
        (let loop ((i 0) (state (car arguments)))
          (if (= i (size (car vs)))
              state
              (loop (+ i 1) (apply kons state (at-all get vs i)))))))

    (define (general-fold-right get kons arguments)
      (let ((vs (cdr arguments)))
        (check-sizes "bitvector-fold-right" (car vs) (cdr vs))
        (let loop ((i (- (size (car vs)) 1)) (state (car arguments)))
          (if (< i 0)
              state
              (loop (- i 1) (apply kons state (at-all get vs i)))))))

    (define (general-map get f vs)
      (check-sizes "bitvector-map" (car vs) (cdr vs))
      (tabulate (size (car vs)) (lambda (i) (bit->integer (apply f (at-all get vs i))))))

    (define (general-map! get f vs)
      (bitvector-copy! (car vs) 0 (general-map get f vs)))

    (define (general-map->list get f vs)
      (reverse (general-fold get (lambda (list . bits) (cons (apply f bits) list)) (cons '() vs))))

    (define (general-for-each get f vs)
      (general-fold get (lambda (ignored . bits) (apply f bits) #f) (cons #f vs)))

    (define-both (general-fold bitvector-fold/int bitvector-fold/bool))
    (define-both (general-fold-right bitvector-fold-right/int bitvector-fold-right/bool))
    (define-both (general-map bitvector-map/int bitvector-map/bool))
    (define-both (general-map! bitvector-map!/int bitvector-map!/bool))
    (define-both (general-map->list bitvector-map->list/int bitvector-map->list/bool))
    (define-both (general-for-each bitvector-for-each/int bitvector-for-each/bool))

    ;; --- prefixes and suffixes ---

    (define (bitvector-prefix-length a b)
      (let ((n (min (size a) (size b))))
        (let loop ((i 0))
          (if (and (< i n) (= (ref a i) (ref b i))) (loop (+ i 1)) i))))

    (define (bitvector-suffix-length a b)
      (let ((n (min (size a) (size b))))
        (let loop ((i 0))
          (if (and (< i n) (= (ref a (- (size a) i 1)) (ref b (- (size b) i 1))))
              (loop (+ i 1))
              i))))

    (define (bitvector-prefix? a b) (= (size a) (bitvector-prefix-length a b)))
    (define (bitvector-suffix? a b) (= (size a) (bitvector-suffix-length a b)))

    (define (bitvector-pad bit v n)
      (let ((missing (- n (size v))))
        (if (> missing 0)
            (bitvector-append (make-bitvector missing bit) v)
            (bitvector-take-right v n))))

    (define (bitvector-pad-right bit v n)
      (let ((missing (- n (size v))))
        (if (> missing 0)
            (bitvector-append v (make-bitvector missing bit))
            (bitvector-take v n))))

    (define (bitvector-trim bit v) (bitvector-drop v (bitvector-count-run bit v 0)))

    (define (bitvector-trim-right bit v)
      (bitvector-drop-right v (bitvector-count-run bit (bitvector-reverse-copy v) 0)))

    (define (bitvector-trim-both bit v) (bitvector-trim-right bit (bitvector-trim bit v)))

    ;; --- logic ---

    (define (bitvector-not v) (bitvector-map/int (lambda (bit) (- 1 bit)) v))
    (define (bitvector-not! v) (bitvector-map!/int (lambda (bit) (- 1 bit)) v))

    (define (bit-and a b) (* a b))
    (define (bit-ior a b) (max a b))
    (define (bit-xor a b) (if (= a b) 0 1))
    (define (bit-eqv a b) (if (= a b) 1 0))

    ;; For any number of bitvectors, at least `least`; the bits are combined from the left.
    (define-syntax define-logic
      (syntax-rules ()
        ((_ (name name! operation) ...)
         (begin
           (begin
             (define (name v . more) (apply bitvector-map/int (combined operation) v more))
             (define (name! v . more) (apply bitvector-map!/int (combined operation) v more)))
           ...))))

    (define (combined operation)
      (lambda (bit . bits)
        (let loop ((bit bit) (bits bits))
          (if (null? bits) bit (loop (operation bit (car bits)) (cdr bits))))))

    (define-logic
      (bitvector-and bitvector-and! bit-and)
      (bitvector-ior bitvector-ior! bit-ior)
      (bitvector-xor bitvector-xor! bit-xor)
      (bitvector-eqv bitvector-eqv! bit-eqv)
      (bitvector-nand bitvector-nand! (lambda (a b) (- 1 (* a b))))
      (bitvector-nor bitvector-nor! (lambda (a b) (- 1 (max a b))))
      (bitvector-andc1 bitvector-andc1! (lambda (a b) (* (- 1 a) b)))
      (bitvector-andc2 bitvector-andc2! (lambda (a b) (* a (- 1 b))))
      (bitvector-orc1 bitvector-orc1! (lambda (a b) (max (- 1 a) b)))
      (bitvector-orc2 bitvector-orc2! (lambda (a b) (max a (- 1 b)))))

    ;; Shifts toward lower indices if n is positive.
    (define (bitvector-logical-shift v n bit)
      (tabulate (size v)
                (lambda (i)
                  (let ((from (+ i n)))
                    (if (< -1 from (size v)) (ref v from) (bit->integer bit))))))

    (define (bitvector-count bit v)
      (let ((bit (bit->integer bit)))
        (bitvector-fold/int (lambda (n x) (if (= x bit) (+ n 1) n)) 0 v)))

    ;; The number of consecutive bits, from an index on, that equal this one.
    (define (bitvector-count-run bit v start)
      (let ((bit (bit->integer bit)))
        (let loop ((i start))
          (if (and (< i (size v)) (= (ref v i) bit)) (loop (+ i 1)) (- i start)))))

    (define (bitvector-if test then else)
      (bitvector-map/int (lambda (bit a b) (if (= bit 1) a b)) test then else))

    (define (bitvector-first-bit bit v)
      (let ((bit (bit->integer bit)))
        (let loop ((i 0))
          (cond ((= i (size v)) -1)
                ((= (ref v i) bit) i)
                (else (loop (+ i 1)))))))

    ;; --- fields ---

    (define (bitvector-field-any? v start end)
      (check-field "bitvector-field-any?" v start end)
      (let loop ((i start))
        (and (< i end) (or (= 1 (ref v i)) (loop (+ i 1))))))

    (define (bitvector-field-every? v start end)
      (check-field "bitvector-field-every?" v start end)
      (let loop ((i start))
        (or (= i end) (and (= 1 (ref v i)) (loop (+ i 1))))))

    ;; Pairs of a procedure that modifies a field and one that does so in a copy.
    (define-syntax define-field-operations
      (syntax-rules ()
        ((_ (name name! (v argument ...) body ...) ...)
         (begin
           (begin
             (define (name! v argument ...) body ...)
             (define (name v argument ...)
               (let ((copy (bitvector-copy v)))
                 (name! copy argument ...)
                 copy)))
           ...))))

    (define-field-operations
      (bitvector-field-clear bitvector-field-clear! (v start end)
        (bitvector-fill! v 0 start end))
      (bitvector-field-set bitvector-field-set! (v start end)
        (bitvector-fill! v 1 start end))
      (bitvector-field-replace bitvector-field-replace! (v from start end)
        (bitvector-copy! v start from 0 (- end start)))
      (bitvector-field-replace-same bitvector-field-replace-same! (v from start end)
        (bitvector-copy! v start from start end))
      (bitvector-field-flip bitvector-field-flip! (v start end)
        (check-field "bitvector-field-flip!" v start end)
        (do ((i start (+ i 1)))
            ((= i end))
          (bitvector-set! v i (- 1 (ref v i))))))

    ;; Rotates toward lower indices if n is positive.
    (define (bitvector-field-rotate v n start end)
      (check-field "bitvector-field-rotate" v start end)
      (let ((length (- end start)) (result (bitvector-copy v)))
        (do ((i 0 (+ i 1)))
            ((= i length) result)
          (bitvector-set! result (+ start i) (ref v (+ start (modulo (+ i n) length)))))))))
