(read-line 5)
