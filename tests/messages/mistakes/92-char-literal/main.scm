(display (char-upcase 'a'))
