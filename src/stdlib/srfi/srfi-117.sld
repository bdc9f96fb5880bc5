;;; SRFI 117: queues based on lists. A queue holds the first and the last pair of its list; both
;;; are () if it is empty.

(define-library (srfi 117)
  (export
    make-list-queue list-queue list-queue-copy list-queue-unfold list-queue-unfold-right
    list-queue? list-queue-empty? list-queue-front list-queue-back list-queue-list
    list-queue-first-last list-queue-add-front! list-queue-add-back!
    list-queue-remove-front! list-queue-remove-back! list-queue-remove-all!
    list-queue-clear! list-queue-set-list! list-queue-append list-queue-append!
    list-queue-concatenate list-queue-map list-queue-map! list-queue-for-each
    empty-list-queue-error?)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) last-pair string-suffix?)
          (only (cairn checks) %check-procedure))
  (begin
    (define-record-type <list-queue>
      (make-queue first last)
      list-queue?
      (first queue-first set-queue-first!)
      (last queue-last set-queue-last!))

    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))

    (define (check-queue who x)
      (unless (list-queue? x) (wrong who "a list queue" x)))

    (define empty-message ": the queue is empty")

    (define (check-not-empty who queue)
      (check-queue who queue)
      (when (null? (queue-first queue))
        (error (string-append (symbol->string who) empty-message))))

    (define (empty-list-queue-error? x)
      (and (error-object? x)
           (string? (error-object-message x))
           (string-suffix? empty-message (error-object-message x))))

    (define (set-queue! queue first last)
      (set-queue-first! queue first)
      (set-queue-last! queue last))

    (define (end-of who items)
      (unless (list? items) (wrong who "a list" items))
      (if (null? items) '() (last-pair items)))

    (define (check-ends who first last)
      (unless (or (and (pair? first) (pair? last)) (and (null? first) (null? last)))
        (wrong who "the first and the last pair of a list" (list first last))))

    ;;; Constructors

    (define make-list-queue
      (case-lambda
        ((items) (make-queue items (end-of 'make-list-queue items)))
        ((items last)
         (check-ends 'make-list-queue items last)
         (make-queue items last))))

    (define (list-queue . items) (make-list-queue items))

    (define (list-queue-copy queue)
      (check-queue 'list-queue-copy queue)
      (make-list-queue (list-copy (queue-first queue))))

    (define list-queue-unfold
      (case-lambda
        ((stop? mapper successor seed)
         (list-queue-unfold stop? mapper successor seed (list-queue)))
        ((stop? mapper successor seed queue)
         (check-queue 'list-queue-unfold queue)
         (let loop ((seed seed) (acc '()))
           (if (stop? seed)
               (for-each (lambda (x) (list-queue-add-front! queue x)) acc)
               (loop (successor seed) (cons (mapper seed) acc))))
         queue)))

    (define list-queue-unfold-right
      (case-lambda
        ((stop? mapper successor seed)
         (let loop ((seed seed) (acc '()))
           (if (stop? seed)
               (make-list-queue acc)
               (loop (successor seed) (cons (mapper seed) acc)))))
        ((stop? mapper successor seed queue)
         (check-queue 'list-queue-unfold-right queue)
         (list-queue-append! queue
                             (list-queue-unfold-right stop? mapper successor seed)))))

    ;;; Accessors

    (define (list-queue-empty? queue)
      (check-queue 'list-queue-empty? queue)
      (null? (queue-first queue)))

    (define (list-queue-front queue)
      (check-not-empty 'list-queue-front queue)
      (car (queue-first queue)))

    (define (list-queue-back queue)
      (check-not-empty 'list-queue-back queue)
      (car (queue-last queue)))

    (define (list-queue-list queue)
      (check-queue 'list-queue-list queue)
      (queue-first queue))

    (define (list-queue-first-last queue)
      (check-queue 'list-queue-first-last queue)
      (values (queue-first queue) (queue-last queue)))

    ;;; Mutators

    (define (list-queue-add-front! queue x)
      (check-queue 'list-queue-add-front! queue)
      (let ((pair (cons x (queue-first queue))))
        (when (null? (queue-last queue)) (set-queue-last! queue pair))
        (set-queue-first! queue pair)))

    (define (list-queue-add-back! queue x)
      (check-queue 'list-queue-add-back! queue)
      (let ((pair (list x)))
        (add-pairs! queue pair pair)))

    ;; Links a list, of which `last` is the last pair, to the end.
    (define (add-pairs! queue first last)
      (if (null? (queue-last queue))
          (set-queue-first! queue first)
          (set-cdr! (queue-last queue) first))
      (set-queue-last! queue last))

    (define (list-queue-remove-front! queue)
      (check-not-empty 'list-queue-remove-front! queue)
      (let* ((first (queue-first queue)) (rest (cdr first)))
        (set-queue-first! queue rest)
        (when (null? rest) (set-queue-last! queue '()))
        (car first)))

    (define (list-queue-remove-back! queue)
      (check-not-empty 'list-queue-remove-back! queue)
      (let ((first (queue-first queue)) (last (queue-last queue)))
        (if (eq? first last)
            (set-queue! queue '() '())
            (let loop ((pair first))
              (if (eq? (cdr pair) last)
                  (begin
                    (set-cdr! pair '())
                    (set-queue-last! queue pair))
                  (loop (cdr pair)))))
        (car last)))

    (define (list-queue-remove-all! queue)
      (check-queue 'list-queue-remove-all! queue)
      (let ((items (queue-first queue)))
        (set-queue! queue '() '())
        items))

    (define (list-queue-clear! queue)
      (check-queue 'list-queue-clear! queue)
      (set-queue! queue '() '()))

    (define list-queue-set-list!
      (case-lambda
        ((queue items)
         (check-queue 'list-queue-set-list! queue)
         (set-queue! queue items (end-of 'list-queue-set-list! items)))
        ((queue items last)
         (check-queue 'list-queue-set-list! queue)
         (check-ends 'list-queue-set-list! items last)
         (set-queue! queue items last))))

    (define (list-queue-append . queues)
      (concatenate 'list-queue-append queues))

    (define (list-queue-concatenate queues)
      (unless (list? queues) (wrong 'list-queue-concatenate "a list of list queues" queues))
      (concatenate 'list-queue-concatenate queues))

    (define (concatenate who queues)
      (for-each (lambda (queue) (check-queue who queue)) queues)
      (make-list-queue (list-copy (apply append (map queue-first queues)))))

    ;; The pairs of all queues become those of the first. A queue that occurs twice is copied,
    ;; so that the list does not become circular.
    (define (list-queue-append! . queues)
      (for-each (lambda (queue) (check-queue 'list-queue-append! queue)) queues)
      (if (null? queues)
          (list-queue)
          (let ((all (car queues)))
            (let loop ((rest (cdr queues)) (seen (list all)))
              (when (pair? rest)
                (let ((queue (if (memq (car rest) seen)
                                 (list-queue-copy (car rest))
                                 (car rest))))
                  (unless (null? (queue-first queue))
                    (add-pairs! all (queue-first queue) (queue-last queue)))
                  (loop (cdr rest) (cons queue seen)))))
            all)))

    ;;; Mapping

    (define (list-queue-map f queue)
      (check-queue 'list-queue-map queue)
      (make-list-queue (map f (queue-first queue))))

    (define (list-queue-map! f queue)
      (%check-procedure 'list-queue-map! f)
      (check-queue 'list-queue-map! queue)
      (let loop ((items (queue-first queue)))
        (unless (null? items)
          (set-car! items (f (car items)))
          (loop (cdr items)))))

    (define (list-queue-for-each f queue)
      (check-queue 'list-queue-for-each queue)
      (for-each f (queue-first queue)))))
