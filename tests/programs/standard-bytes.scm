;; The standard ports carry bytes and characters.
(let* ((byte (read-u8)) (char (read-char)) (bytes (read-bytevector 2)))
  (write (list byte char bytes (peek-u8) (read-line) (u8-ready?) (read-u8)))
  (newline)
  (write-u8 65)
  (write-string "é")
  (write-bytevector (bytevector 66 67 10)))
