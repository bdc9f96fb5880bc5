;;; adventure.scm -- a small text adventure.
;;;
;;; The world is data: one quoted list, which the program below only interprets.
;;; To write another adventure, write another list.  Commands come from standard
;;; input:
;;;
;;;   look, go north (or just north), take lamp, drop lamp, inventory,
;;;   use key, quit

(import (scheme base)
        (scheme char)
        (scheme write))

;;; ------------------------------------------------------------------
;;; The world

(define world-data
  '((start meadow)
    (goal summit)
    (places
      (meadow
        (text "You stand in a meadow. A path climbs to the north; a stream runs east.")
        (exits (north ridge) (east stream)))
      (stream
        (text "Cold water over pebbles.")
        (exits (west meadow)))
      (ridge
        (text "A narrow ridge. Fog hides everything to the north. A hut stands to the west.")
        (exits (south meadow) (west hut)
               (north summit (needs lamp "Without a light you would lose the way in the fog."))))
      (hut
        (text "A shepherd's hut, dry and dark. A chest stands by the wall.")
        (exits (east ridge)))
      (summit
        (text "The summit! A cairn marks it. You add your stone, and you can see the sea.")
        (exits (south ridge))))
    (things
      (stone (at stream) (text "a flat white stone"))
      (key (at meadow) (text "a rusty key"))
      (lamp (at chest) (text "an oil lamp")))
    (uses
      ;; thing, where, what is moved, from where, what is said
      (key hut lamp chest "The chest creaks open. There is a lamp inside."))))

;; (ref alist key): what follows the key in an entry (key . rest).
(define (ref alist key)
  (let ((entry (assq key alist)))
    (and entry (cdr entry))))

(define places (ref world-data 'places))
(define things (ref world-data 'things))

(define (text-of name table)
  (car (ref (ref table name) 'text)))

;;; ------------------------------------------------------------------
;;; The state of a game: where the player is and where every thing is

(define-record-type game
  (make-game place locations moves)
  game?
  (place game-place set-game-place!)
  (locations game-locations)              ; alist: thing -> place, cells mutated
  (moves game-moves set-game-moves!))

(define (new-game)
  (make-game (car (ref world-data 'start))
             (map (lambda (thing)
                    (cons (car thing) (car (ref (cdr thing) 'at))))
                  things)
             0))

(define (location game thing)
  (ref (game-locations game) thing))

(define (move-thing! game thing place)
  (set-cdr! (assq thing (game-locations game)) place))

(define (things-at game place)
  (let loop ((cells (game-locations game)) (found '()))
    (cond ((null? cells) (reverse found))
          ((eq? (cdar cells) place) (loop (cdr cells) (cons (caar cells) found)))
          (else (loop (cdr cells) found)))))

(define (carried? game thing)
  (eq? (location game thing) 'player))

;;; ------------------------------------------------------------------
;;; Talking

(define (say . parts)
  (for-each display parts)
  (newline))

(define (list-things heading names)
  (unless (null? names)
    (say heading)
    (for-each (lambda (name) (say "  " (text-of name things))) names)))

(define (describe-place game)
  (let* ((place (game-place game))
         (exits (ref (ref places place) 'exits)))
    (say (text-of place places))
    (list-things "You see:" (things-at game place))
    (display "Ways out:")
    (for-each (lambda (exit) (display " ") (display (car exit))) exits)
    (newline)))

;;; ------------------------------------------------------------------
;;; Commands.  Each takes the game and the list of the words that follow it.

(define (go game words)
  (let ((exit (and (pair? words)
                   (assq (car words) (ref (ref places (game-place game)) 'exits)))))
    (cond ((not exit) (say "There is no way to go there."))
          ((refusal game (cddr exit)) => say)
          (else
           (set-game-place! game (cadr exit))
           (set-game-moves! game (+ 1 (game-moves game)))
           (describe-place game)))))

;; The condition that forbids the exit, or #f if none does.
(define (refusal game conditions)
  (let ((needs (ref conditions 'needs)))
    (and needs
         (not (carried? game (car needs)))
         (cadr needs))))

(define (take game words)
  (cond ((and (pair? words)
              (eq? (location game (car words)) (game-place game)))
         (move-thing! game (car words) 'player)
         (say "Taken: " (text-of (car words) things) "."))
        (else (say "There is no such thing here."))))

(define (drop game words)
  (cond ((and (pair? words) (carried? game (car words)))
         (move-thing! game (car words) (game-place game))
         (say "Dropped."))
        (else (say "You do not have that."))))

(define (use game words)
  (let ((rule (and (pair? words)
                   (carried? game (car words))
                   (ref (ref world-data 'uses) (car words)))))
    (cond ((not (and rule
                     (eq? (car rule) (game-place game))
                     (eq? (location game (cadr rule)) (list-ref rule 2))))
           (say "Nothing happens."))
          (else
           (move-thing! game (cadr rule) (game-place game))
           (say (list-ref rule 3))))))

(define (inventory game words)
  (let ((names (things-at game 'player)))
    (if (null? names)
        (say "You carry nothing.")
        (list-things "You carry:" names))))

(define (look game words) (describe-place game))

(define commands
  (list (cons 'go go) (cons 'take take) (cons 'drop drop) (cons 'use use)
        (cons 'inventory inventory) (cons 'look look)))

(define directions '(north south east west up down))

;;; ------------------------------------------------------------------
;;; From a line to words, and round the loop

(define (split-words line)
  (define (finish chars words)
    (if (null? chars)
        words
        (cons (string->symbol (string-foldcase (list->string (reverse chars))))
              words)))
  (let loop ((chars (string->list line)) (word '()) (words '()))
    (cond ((null? chars) (reverse (finish word words)))
          ((char-whitespace? (car chars))
           (loop (cdr chars) '() (finish word words)))
          (else (loop (cdr chars) (cons (car chars) word) words)))))

(define (obey game words)
  (cond ((null? words) #f)
        ((memq (car words) directions) (go game words))
        ((assq (car words) commands)
         => (lambda (command) ((cdr command) game (cdr words))))
        (else (say "I do not know how to " (car words) "."))))

(define (play)
  (let ((game (new-game)))
    (describe-place game)
    (let turn ()
      (display "> ")
      (let ((line (read-line)))
        (cond ((eof-object? line) (newline) (say "Goodbye."))
              (else
               (say line)
               (let ((words (split-words line)))
                 (cond ((equal? words '(quit)) (say "Goodbye."))
                       (else
                        (obey game words)
                        (if (eq? (game-place game) (car (ref world-data 'goal)))
                            (say "You won in " (game-moves game) " moves.")
                            (turn)))))))))))

(play)
