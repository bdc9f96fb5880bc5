#!/usr/bin/env cairn
;; Makes a site of HTML pages from a folder of texts: cairn static-site.scm SOURCE TARGET.
;;
;; A text `page.md` begins with lines `key: value`; after an empty one come headings, paragraphs
;; and lists. Every other file is copied. SCRATCH names the folder of the target by default.

(import (scheme base) (scheme write) (scheme process-context)
        (cairn cli) (cairn fs) (cairn regex))

(define (escape text)
  (rx-replace-all "[&<>]" text
    (lambda (m) (cdr (assoc (match-ref m) '(("&" . "&amp;") ("<" . "&lt;") (">" . "&gt;")))))))

;; Emphasis and links within a line.
(define (inline text)
  (let* ((text (escape text))
         (text (rx-replace-all "\\*\\*([^*]+)\\*\\*" text "<strong>$1</strong>"))
         (text (rx-replace-all "\\*([^*]+)\\*" text "<em>$1</em>")))
    (rx-replace-all "\\[([^\\]]+)\\]\\(([^)]+)\\)" text "<a href=\"$2\">$1</a>")))

(define (block text)
  (let ((heading (rx-match "(#+)\\s+(.*)" text)))
    (cond (heading
           (let ((tag (string-append "h" (number->string (string-length (match-ref heading 1))))))
             (string-append "<" tag ">" (inline (match-ref heading 2)) "</" tag ">")))
          ((rx-search? "^- " text)
           (string-append
             "<ul>"
             (apply string-append
                    (map (lambda (item) (string-append "<li>" (inline item) "</li>"))
                         (cdr (rx-split "(?m)^- " text))))
             "</ul>"))
          (else (string-append "<p>" (inline text) "</p>")))))

;; The values of the lines before the first empty one, and the blocks after it.
(define (parse-page text)
  (let* ((parts (rx-split "\n{2,}" text))
         (fields (map (lambda (line)
                        (let ((m (rx-match "(\\w+):\\s*(.*)" line)))
                          (unless m (error "expected key: value, got" line))
                          (cons (string->symbol (match-ref m 1)) (match-ref m 2))))
                      (rx-split "\n" (car parts)))))
    (values fields (map (lambda (part) (rx-replace "\\n$" part "")) (cdr parts)))))

(define (page->html text)
  (let-values (((fields blocks) (parse-page text)))
    (string-append
      "<!doctype html>\n<title>" (escape (cdr (assq 'title fields))) "</title>\n"
      (apply string-append (map (lambda (b) (string-append (block b) "\n")) blocks)))))

(define (build source target)
  (directory-for-each
    (lambda (path type)
      (let ((to (path-join target (path-relative path source))))
        (case type
          ((directory) (make-directories to))
          ((file)
           (make-directories (path-directory to))
           (if (equal? (path-extension path) "md")
               (let ((page (path-with-extension to "html")))
                 (replace-file page (page->html (file->string path)))
                 (display (path-relative page target))
                 (newline))
               (copy-file path to))))))
    source))

(run-command
  (command "static-site" "Makes a site of HTML pages from a folder of texts."
    (flag 'show "Print the pages, too")
    (argument 'source "The folder of the texts")
    (argument 'target "The folder of the pages"
              'default (path-join (or (get-environment-variable "SCRATCH") ".") "site"))
    (lambda (arguments)
      (let ((target (arguments-ref arguments 'target)))
        (build (arguments-ref arguments 'source) target)
        (when (arguments-ref arguments 'show)
          (for-each (lambda (page) (display (file->string (path-join target page))))
                    (glob "**/*.html" target)))))))
