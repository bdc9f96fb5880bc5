;;; Hash tables: the procedures of SRFI 69 and 125 that take procedures.
;;;
;;; Procedures that walk a table walk a list of its entries at the start, so their argument may
;;; change the table. Where the two SRFIs differ in the order of arguments, both orders are
;;; accepted.

(define hash-table-ref
  (case-lambda
    ((table key)
     (let ((value (%hash-table-ref table key (%absent))))
       (if (eq? value (%absent))
           (error "hash-table-ref: no entry for key" key)
           value)))
    ((table key fail)
     (let ((value (%hash-table-ref table key (%absent))))
       (if (eq? value (%absent)) (fail) value)))
    ((table key fail succeed)
     (let ((value (%hash-table-ref table key (%absent))))
       (if (eq? value (%absent)) (fail) (succeed value))))))

(define hash-table-update!
  (case-lambda
    ((table key f)
     (let ((value (%hash-table-ref table key (%absent))))
       (when (eq? value (%absent))
         (error "hash-table-update!: no entry for key" key))
       (hash-table-set! table key (f value))))
    ((table key f fail)
     (hash-table-set! table key (f (hash-table-ref table key fail))))
    ((table key f fail succeed)
     (hash-table-set! table key (f (hash-table-ref table key fail succeed))))))

(define (hash-table-update!/default table key f default)
  (hash-table-set! table key (f (%hash-table-ref table key default))))

;; The same under R6RS's name.
(define (hashtable-update! table key f default)
  (hash-table-set! table key (f (%hash-table-ref table key default))))

(define (hash-table-intern! table key fail)
  (let ((value (%hash-table-ref table key (%absent))))
    (if (eq? value (%absent))
        (let ((value (fail)))
          (hash-table-set! table key value)
          value)
        value)))

(define (hash-table-walk table f)
  (%check-procedure 'hash-table-walk f)
  (let loop ((entries (hash-table->alist table)))
    (if (pair? entries)
        (let ((entry (car entries)))
          (f (car entry) (cdr entry))
          (loop (cdr entries))))))

(define (hash-table-for-each f table)
  (if (hash-table? f)
      (hash-table-walk f table)
      (hash-table-walk table f)))

(define (hash-table-fold f seed table)
  (if (hash-table? f)
      (hash-table-fold seed table f)
      (let loop ((entries (hash-table->alist table)) (acc seed))
        (if (pair? entries)
            (let ((entry (car entries)))
              (loop (cdr entries) (f (car entry) (cdr entry) acc)))
            acc))))

(define (hash-table-map->list f table)
  (%check-procedure 'hash-table-map->list f)
  (let loop ((entries (hash-table->alist table)) (acc '()))
    (if (pair? entries)
        (let ((entry (car entries)))
          (loop (cdr entries) (cons (f (car entry) (cdr entry)) acc)))
        (reverse acc))))

(define (hash-table-map! f table)
  (hash-table-walk table
                   (lambda (key value) (hash-table-set! table key (f key value)))))

(define (hash-table-prune! f table)
  (hash-table-walk table
                   (lambda (key value) (if (f key value) (hash-table-delete! table key)))))

(define (hash-table-find f table fail)
  (%check-procedure 'hash-table-find f)
  (let loop ((entries (hash-table->alist table)))
    (if (pair? entries)
        (let ((entry (car entries)))
          (or (f (car entry) (cdr entry)) (loop (cdr entries))))
        (fail))))

(define hash-table-count
  (case-lambda
    ((table) (hash-table-size table))
    ((f table)
     (hash-table-fold (lambda (key value n) (if (f key value) (+ n 1) n)) 0 table))))
