(for-each (lambda (k v) (display k)) '((a . 1) (b . 2)))
