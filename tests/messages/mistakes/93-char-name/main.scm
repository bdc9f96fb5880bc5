(display (char->integer #\spcae))
