(display (string-contains "hello" #\l))
