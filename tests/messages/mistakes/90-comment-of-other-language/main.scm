(display 1);
(display 2); // comment
// more
(display 3)
