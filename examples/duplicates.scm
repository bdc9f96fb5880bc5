#!/usr/bin/env cairn
;; Finds files with the same content: cairn duplicates.scm FOLDER. Only files of one size are
;; read.

(import (scheme base) (scheme write)
        (only (cairn base) make-equal-hashtable hashtable-update! hash-table->alist sort filter
              append-map)
        (cairn cli) (cairn digest) (cairn fs))

;; The groups of items, of at least two, that have the same key.
(define (groups key items)
  (let ((table (make-equal-hashtable)))
    (for-each (lambda (item) (hashtable-update! table (key item) (lambda (all) (cons item all)) '()))
              items)
    (filter (lambda (group) (pair? (cdr group)))
            (map (lambda (entry) (reverse (cdr entry))) (hash-table->alist table)))))

(define (duplicates folder)
  (let ((same-size (groups file-size (directory-walk folder 'file))))
    (sort (append-map (lambda (paths)
                        (groups (lambda (path) (file-digest 'blake3 path)) paths))
                      same-size)
          (lambda (a b) (string<? (car a) (car b))))))

(run-command
  (command "duplicates" "Finds files with the same content."
    (argument 'folder "Where to look")
    (lambda (arguments)
      (let ((found (duplicates (arguments-ref arguments 'folder))))
        (for-each (lambda (paths)
                    (for-each (lambda (path) (display path) (newline)) paths)
                    (newline))
                  found)
        (for-each display
                  (list (length found) " groups, "
                        (apply + (map (lambda (paths)
                                        (* (- (length paths) 1) (file-size (car paths))))
                                      found))
                        " bytes too many\n"))))))
