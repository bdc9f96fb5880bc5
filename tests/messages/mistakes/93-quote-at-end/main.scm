(display 'a)
'
