;;; SRFI 234: topological sorting, of graphs that are lists of a node and the nodes that depend on it.

(define-library (srfi 234)
  (export topological-sort topological-sort/exception
          circular-graph? circular-graph-message circular-graph-cycle
          edgelist->graph edgelist/inverted->graph graph->edgelist graph->edgelist/inverted
          connected-components)
  (import (scheme base) (scheme case-lambda)
          (only (cairn base)
                append-map make-hash-table hash-table-ref/default hash-table-set!
                hash-table-update!/default find))
  (begin
    (define-record-type circular-graph
      (make-circular-graph message cycle)
      circular-graph?
      (message circular-graph-message)
      (cycle circular-graph-cycle))

    ;; Tables by any relation: a hash table where it is equal? or finer, otherwise a list of pairs.
    (define (make-table same?)
      (if (memq same? (list equal? eqv? eq? string=?))
          (let ((table (make-hash-table same?)))
            (lambda (key . value)
              (if (pair? value)
                  (hash-table-set! table key (car value))
                  (hash-table-ref/default table key #f))))
          (let ((pairs '()))
            (lambda (key . value)
              (let ((pair (find (lambda (pair) (same? (car pair) key)) pairs)))
                (cond
                  ((null? value) (and pair (cdr pair)))
                  (pair (set-cdr! pair (car value)))
                  (else (set! pairs (cons (cons key (car value)) pairs)))))))))

    (define relation
      (case-lambda
        (() equal?)
        ((same?) same?)))

    ;; Visits nodes before those that they depend on. Calls found with the nodes in their order, or circular with the
    ;; nodes of a cycle. The stack is a list, so that a long chain needs no deep recursion.
    (define (sort-graph graph same? found circular)
      (let ((dependents (make-table same?)) (state (make-table same?)))
        (for-each (lambda (connection) (dependents (car connection) connection)) graph)
        ;; A frame is a node and the dependents that are still to be visited.
        (let loop ((roots (map car graph)) (stack '()) (sorted '()))
          (cond
            ((pair? stack)
             (let* ((frame (car stack)) (node (car frame)) (rest (cdr frame)))
               (if (null? rest)
                   (begin
                     (state node 'done)
                     (loop roots (cdr stack) (cons node sorted)))
                   (let ((stack (cons (cons node (cdr rest)) (cdr stack))))
                     (case (state (car rest))
                       ((done) (loop roots stack sorted))
                       ((open) (circular (cycle (car rest) stack same?)))
                       (else (loop roots (enter (car rest) stack dependents state) sorted)))))))
            ((null? roots) (found sorted))
            ((state (car roots)) (loop (cdr roots) stack sorted))
            (else (loop (cdr roots) (enter (car roots) stack dependents state) sorted))))))

    (define (enter node stack dependents state)
      (state node 'open)
      (cons (cons node (cdr (or (dependents node) (list node)))) stack))

    ;; The nodes from one on down to the top of the stack.
    (define (cycle node stack same?)
      (let loop ((stack stack) (nodes '()))
        (let ((nodes (cons (caar stack) nodes)))
          (if (same? (caar stack) node) nodes (loop (cdr stack) nodes)))))

    ;; The nodes, each before those that depend on it; for a circular graph #f, a message and the nodes of a cycle.
    (define (topological-sort graph . same?)
      (sort-graph graph (apply relation same?)
                  (lambda (nodes) (values nodes #f #f))
                  (lambda (nodes) (values #f "the graph is circular" nodes))))

    ;; The nodes, each before those that depend on it; raises an object for a circular graph.
    (define (topological-sort/exception graph . same?)
      (sort-graph graph (apply relation same?)
                  (lambda (nodes) nodes)
                  (lambda (nodes) (raise (make-circular-graph "the graph is circular" nodes)))))

    ;; The graph of a list of edges, each a node and one that depends on it.
    (define (edgelist->graph edges . same?)
      (let ((last-of (make-table (apply relation same?))) (connections '()))
        (for-each
         (lambda (edge)
           (let ((last (last-of (car edge))) (added (list (cadr edge))))
             (if last
                 (set-cdr! last added)
                 (set! connections (cons (cons (car edge) added) connections)))
             (last-of (car edge) added)))
         edges)
        (reverse connections)))

    ;; The graph of a list of edges, each a node and one that it depends on.
    (define (edgelist/inverted->graph edges . same?)
      (apply edgelist->graph (map reverse edges) same?))

    ;; The edges of a graph.
    (define (graph->edgelist graph)
      (append-map
       (lambda (connection) (map (lambda (node) (list (car connection) node)) (cdr connection)))
       graph))

    ;; The edges of a graph, each with the dependent node first.
    (define (graph->edgelist/inverted graph) (map reverse (graph->edgelist graph)))

    ;; The nodes that are connected with each other, by edges of either direction: a list for each component.
    (define (connected-components graph)
      (let ((neighbours (make-hash-table equal?)) (seen (make-hash-table equal?)))
        (define (connect! a b)
          (hash-table-update!/default neighbours a (lambda (nodes) (cons b nodes)) '()))
        (define (component node)
          (hash-table-set! seen node #t)
          (let loop ((pending (list node)) (found '()))
            (if (null? pending)
                (reverse found)
                (let ((new '()))
                  (for-each
                   (lambda (next)
                     (unless (hash-table-ref/default seen next #f)
                       (hash-table-set! seen next #t)
                       (set! new (cons next new))))
                   (hash-table-ref/default neighbours (car pending) '()))
                  (loop (append new (cdr pending)) (cons (car pending) found))))))
        (for-each
         (lambda (edge) (connect! (car edge) (cadr edge)) (connect! (cadr edge) (car edge)))
         (graph->edgelist graph))
        (let loop ((nodes (apply append graph)) (components '()))
          (cond
            ((null? nodes) (reverse components))
            ((hash-table-ref/default seen (car nodes) #f) (loop (cdr nodes) components))
            (else (loop (cdr nodes) (cons (component (car nodes)) components)))))))))
