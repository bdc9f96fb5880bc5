(display #\newlin)
