(write-string 5)
