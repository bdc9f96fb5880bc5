;; Expected failures, skipped tests, and the counts of a custom runner are not failures.
(import (scheme base) (srfi 64))
(test-begin "sums")
(test-expect-fail 1)
(test-equal 4 (+ 1 2))
(test-skip 1)
(test-assert #f)
(test-with-runner (test-runner-null) (test-assert #f))
(test-end)
