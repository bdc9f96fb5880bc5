(import "util.scm")
