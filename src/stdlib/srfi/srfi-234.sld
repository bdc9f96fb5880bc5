;;; SRFI 234: topological sorting, of graphs that are lists of a node and the nodes that depend on it.

(define-library (srfi 234)
  (export topological-sort topological-sort/exception
          circular-graph? circular-graph-message circular-graph-cycle
          edgelist->graph edgelist/inverted->graph graph->edgelist graph->edgelist/inverted
          connected-components)
  (import (scheme base) (scheme case-lambda)
          (only (cairn base)
                append-map fold make-hash-table hash-table-ref/default hash-table-set! find))
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

    ;; The relation of an optional argument, which may also be a procedure that searches a list of pairs by it.
    (define relation
      (case-lambda
        (() equal?)
        ((same?)
         (cond ((eq? same? assoc) equal?)
               ((eq? same? assv) eqv?)
               ((eq? same? assq) eq?)
               (else same?)))))

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
    ;; With a vector, nodes are indices of it.
    (define topological-sort
      (case-lambda
        ((graph) (topological-sort graph equal?))
        ((graph same?)
         (sort-graph graph same?
                     (lambda (nodes) (values nodes #f #f))
                     (lambda (nodes) (values #f "the graph is circular" nodes))))
        ((graph same? vec)
         (let-values (((nodes message cycle) (topological-sort graph same?)))
           (values (and nodes (map (lambda (node) (vector-ref vec node)) nodes)) message cycle)))))

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

    ;; The strongly connected components, each a list of nodes, by Kosaraju's algorithm: nodes are taken in the reverse
    ;; order in which a depth-first search has finished them, and their components found along the edges backwards.
    (define (connected-components graph)
      (let ((inverted (edgelist->graph (graph->edgelist/inverted graph))))
        (define (search graph)
          (let ((dependents (make-table equal?)) (seen (make-table equal?)))
            (for-each (lambda (connection) (dependents (car connection) (cdr connection))) graph)
            (lambda (node take result)
              (if (seen node)
                  result
                  (begin
                    (seen node #t)
                    (take node result (or (dependents node) '())))))))
        (define finish
          (let ((visit (search graph)))
            (lambda (node order)
              (visit node
                     (lambda (node order nodes) (cons node (fold finish order nodes)))
                     order))))
        (define collect
          (let ((visit (search inverted)))
            (lambda (node component)
              (visit node
                     (lambda (node component nodes) (fold collect (cons node component) nodes))
                     component))))
        (fold (lambda (node components)
                (let ((component (collect node '())))
                  (if (null? component) components (cons component components))))
              '()
              (fold finish '() (append (map car inverted) (map car graph))))))))
