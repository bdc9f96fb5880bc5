#lang racket
(displayln "hi")
