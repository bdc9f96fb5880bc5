(load "helpers.scm")
