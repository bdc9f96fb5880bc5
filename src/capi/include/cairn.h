/* Cairn for programs in C: engines, values by handle, procedures of the host, limits.
 *
 * One thread at a time uses an engine, another one each time if the host likes; a `cairn_stop` may
 * be used on any. What returns a `cairn_value *` returns a handle that the caller releases, or NULL
 * after a failure, which `cairn_error` describes. Handles are of one engine. Texts are UTF-8; a length is in
 * bytes.
 *
 * An engine or a handle that is NULL or was freed makes a function fail, and so does an engine that another
 * thread uses at that time; `cairn_free` then does nothing. Everything else must point to what it says.
 */
#ifndef CAIRN_H
#define CAIRN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cairn_engine cairn_engine;
typedef struct cairn_value cairn_value;
typedef struct cairn_stop cairn_stop;

/* A part of the system that programs may reach: all of it, or the items of `only`, which ends with
 * NULL and may be NULL itself: directories with all that they hold, files, names of variables, or
 * programs. */
typedef struct cairn_grant {
    bool all;
    const char *const *only;
} cairn_grant;

/* What an engine may use. Zero means the default: 64 MiB of heap, 64 MiB of stack, no limit of
 * fuel, time or output for each run, nothing of the system. Set all of it to zero first:
 * `cairn_options options = {0};`. */
typedef struct cairn_options {
    size_t memory;         /* bytes of heap */
    size_t stack;          /* bytes of stack */
    uint64_t fuel;         /* calls and loop rounds of each run */
    uint64_t milliseconds; /* time of each run */
    uint64_t output;       /* bytes that each run writes */
    cairn_grant read;        /* files and directories to read */
    cairn_grant write;       /* files and directories to write, make and delete */
    cairn_grant environment; /* environment variables */
    cairn_grant run;         /* programs */
} cairn_options;

/* What a value is. */
typedef enum cairn_type {
    CAIRN_OTHER,
    CAIRN_UNSPECIFIED,
    CAIRN_BOOLEAN,
    CAIRN_INTEGER, /* exact, of 64 bits */
    CAIRN_REAL,    /* any other real number */
    CAIRN_CHARACTER,
    CAIRN_STRING,
    CAIRN_SYMBOL,
    CAIRN_BYTES,
    CAIRN_NULL, /* the empty list */
    CAIRN_PAIR,
    CAIRN_VECTOR,
    CAIRN_PROCEDURE
} cairn_type;

/* An engine, or NULL when there is no memory for it. `options` may be NULL. */
cairn_engine *cairn_new(const cairn_options *options);
void cairn_free(cairn_engine *engine);

/* The value of the last form of a text; `name` is what messages call the text. */
cairn_value *cairn_eval(cairn_engine *engine, const char *name, const char *text, size_t length);
/* The value of a variable that programs see. */
cairn_value *cairn_get(cairn_engine *engine, const char *name);
/* What a procedure returns for these arguments. */
cairn_value *cairn_call(cairn_engine *engine, const cairn_value *procedure, const cairn_value *const *arguments,
                        size_t count);

/* The message of the last failure, or NULL. It is good until the engine is used next. */
const char *cairn_error(const cairn_engine *engine);
/* The object that was raised, if the last failure was that of a program. */
cairn_value *cairn_raised(cairn_engine *engine);
/* Whether the last run ended because of a limit or a request to stop. */
bool cairn_was_stopped(const cairn_engine *engine);

/* Values. These work in procedures of the host, too. */
cairn_value *cairn_boolean(cairn_engine *engine, bool content);
cairn_value *cairn_integer(cairn_engine *engine, int64_t content);
cairn_value *cairn_real(cairn_engine *engine, double content);
cairn_value *cairn_string(cairn_engine *engine, const char *text, size_t length);
cairn_value *cairn_symbol(cairn_engine *engine, const char *name);
cairn_value *cairn_bytes(cairn_engine *engine, const uint8_t *bytes, size_t length);
cairn_value *cairn_list(cairn_engine *engine, const cairn_value *const *items, size_t count);
cairn_value *cairn_copy(const cairn_value *value);
void cairn_release(cairn_value *value);

cairn_type cairn_type_of(cairn_engine *engine, const cairn_value *value);
/* These say whether the value is of that type, and put it where `content` points. */
bool cairn_to_boolean(cairn_engine *engine, const cairn_value *value, bool *content);
bool cairn_to_integer(cairn_engine *engine, const cairn_value *value, int64_t *content);
bool cairn_to_real(cairn_engine *engine, const cairn_value *value, double *content);
/* A string or the name of a symbol, ended by a zero, or NULL; `length` may be NULL. */
char *cairn_to_text(cairn_engine *engine, const cairn_value *value, size_t *length);
/* What `write` prints of a value. */
char *cairn_write(cairn_engine *engine, const cairn_value *value);
void cairn_free_text(char *text);
/* Parts of a pair; NULL for anything else. */
cairn_value *cairn_car(cairn_engine *engine, const cairn_value *value);
cairn_value *cairn_cdr(cairn_engine *engine, const cairn_value *value);

/* A procedure of the host. The arguments are the engine's; what it returns becomes the engine's.
 * NULL means a failure, with the message given to `cairn_fail`. Running code, that is
 * `cairn_eval`, `cairn_get` and `cairn_call`, fails while it runs. */
typedef cairn_value *(*cairn_native)(cairn_engine *engine, void *data, const cairn_value *const *arguments,
                                     size_t count);
void cairn_fail(cairn_engine *engine, const char *message);

/* Adds a procedure that takes at least `least` and at most `most` arguments (-1: any number) to
 * the library of this name, `game board` for (game board). Programs that import nothing see it,
 * too. `release` may be NULL; otherwise it gets `data` when the engine is freed. Both run on the thread
 * that uses the engine then. */
bool cairn_define(cairn_engine *engine, const char *library, const char *name, uint8_t least, int most,
                  cairn_native native, void *data, void (*release)(void *data));

/* A handle by which other threads and signal handlers stop what runs. */
cairn_stop *cairn_stop_handle(const cairn_engine *engine);
void cairn_interrupt(const cairn_stop *stop); /* a condition, which the program may handle */
void cairn_kill(const cairn_stop *stop);      /* the end of the run */
void cairn_free_stop(cairn_stop *stop);       /* it must not be used any more */

#ifdef __cplusplus
}
#endif

#endif
