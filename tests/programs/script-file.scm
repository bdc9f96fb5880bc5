;; SRFI 193 in a script.
(import (scheme base) (scheme write) (srfi 193))
(write (list (command-name) (command-args)))
(let* ((file (script-file)) (directory (script-directory)) (end (string-length directory)))
  (write (list (char=? (string-ref file 0) #\/)
               (string=? (substring file 0 end) directory)
               (substring file end (string-length file)))))
(newline)
