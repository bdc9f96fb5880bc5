/* Uses of the interface that must fail in an orderly way. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "cairn.h"

#define CHECK(condition)                                                   \
    do {                                                                   \
        if (!(condition)) {                                                \
            fprintf(stderr, "line %d: %s\n", __LINE__, #condition);        \
            return 1;                                                      \
        }                                                                  \
    } while (0)

static cairn_value *eval(cairn_engine *engine, const char *text) {
    return cairn_eval(engine, "test", text, strlen(text));
}

static int released;

static void release(void *data) {
    (void)data;
    released++;
}

/* Runs code while code runs. */
static cairn_value *nested(cairn_engine *engine, void *data, const cairn_value *const *arguments, size_t count) {
    (void)data;
    (void)arguments;
    (void)count;
    cairn_value *value = eval(engine, "(+ 1 2)");
    if (value != NULL) {
        return value;
    }
    return NULL;
}

/* Returns a value of another engine, which `data` is. */
static cairn_value *foreign(cairn_engine *engine, void *data, const cairn_value *const *arguments, size_t count) {
    (void)engine;
    (void)arguments;
    (void)count;
    return cairn_string((cairn_engine *)data, "alien", 5);
}

/* Keeps one of its arguments, and fails without a message. */
static cairn_value *kept;
static cairn_value *keep(cairn_engine *engine, void *data, const cairn_value *const *arguments, size_t count) {
    (void)engine;
    (void)data;
    (void)count;
    kept = cairn_copy(arguments[0]);
    return NULL;
}

/* Frees its own engine while it runs, and returns an argument that it has released. */
static cairn_value *careless(cairn_engine *engine, void *data, const cairn_value *const *arguments, size_t count) {
    (void)data;
    (void)count;
    cairn_free(engine);
    cairn_release((cairn_value *)arguments[0]);
    return (cairn_value *)arguments[0];
}

/* What another thread gets from an engine that is in use. */
struct other_thread {
    cairn_engine *engine;
    cairn_value *value;
    bool refused;
};

static void *use_elsewhere(void *data) {
    struct other_thread *own = data;
    own->refused = eval(own->engine, "1") == NULL && cairn_error(own->engine) == NULL &&
                   cairn_write(own->engine, own->value) == NULL && cairn_integer(own->engine, 1) == NULL &&
                   !cairn_define(own->engine, "x", "y", 0, 0, nested, NULL, NULL);
    cairn_free(own->engine);
    return NULL;
}

/* Has another thread use the engine that runs this. */
static cairn_value *share(cairn_engine *engine, void *data, const cairn_value *const *arguments, size_t count) {
    (void)data;
    (void)count;
    struct other_thread other = {engine, cairn_copy(arguments[0]), false};
    pthread_t thread;
    if (pthread_create(&thread, NULL, use_elsewhere, &other) != 0 || pthread_join(thread, NULL) != 0) {
        return NULL;
    }
    cairn_release(other.value);
    return cairn_boolean(engine, other.refused);
}

static bool fails(cairn_engine *engine, cairn_value *value, const char *part) {
    if (value != NULL || cairn_error(engine) == NULL) {
        return false;
    }
    if (strstr(cairn_error(engine), part) == NULL) {
        fprintf(stderr, "%s\n", cairn_error(engine));
        return false;
    }
    return true;
}

int main(void) {
    cairn_options options = {0};
    options.memory = 16u << 20;
    options.fuel = 5000000;
    options.milliseconds = 20000;
    cairn_engine *engine = cairn_new(&options);
    cairn_engine *other = cairn_new(NULL);
    CHECK(engine != NULL && other != NULL);
    CHECK(cairn_error(engine) == NULL);

    CHECK(cairn_define(engine, "host", "nested", 0, 0, nested, NULL, release));
    CHECK(cairn_define(engine, "host two", "foreign", 0, 0, foreign, other, release));
    CHECK(cairn_define(engine, "host three", "keep", 1, -1, keep, NULL, NULL));
    CHECK(fails(engine, eval(engine, "(nested)"), "in use"));
    CHECK(fails(engine, eval(engine, "(foreign)"), "engine"));
    CHECK(fails(engine, eval(engine, "(keep (list 1 2) 3)"), "keep"));
    CHECK(fails(engine, eval(engine, "(keep)"), "arguments"));

    /* What was kept is still there, after collections too. */
    cairn_release(eval(engine, "(define (churn n) (if (> n 0) (begin (make-vector 100 n) (churn (- n 1)))))"));
    cairn_release(eval(engine, "(churn 100000)"));
    char *text = cairn_write(engine, kept);
    CHECK(text != NULL && strcmp(text, "(1 2)") == 0);
    cairn_free_text(text);

    /* Values of the wrong type, and of the wrong engine. */
    int64_t integer = 7;
    double real = 0.5;
    bool boolean = true;
    CHECK(!cairn_to_integer(engine, kept, &integer) && integer == 7);
    CHECK(!cairn_to_real(engine, kept, &real) && !cairn_to_boolean(engine, kept, &boolean));
    CHECK(cairn_to_text(engine, kept, NULL) == NULL);
    CHECK(cairn_write(other, kept) == NULL && cairn_car(other, kept) == NULL);
    CHECK(cairn_type_of(other, kept) == CAIRN_OTHER);
    const cairn_value *arguments[1] = {kept};
    CHECK(fails(other, cairn_list(other, arguments, 1), "engine"));
    CHECK(fails(engine, cairn_call(engine, kept, arguments, 1), "procedure"));
    CHECK(fails(engine, cairn_get(engine, "no-such-name"), "no-such-name"));

    /* Texts that are no UTF-8, no program, or no text at all. */
    CHECK(fails(engine, cairn_eval(engine, "test", "\xff\xfe", 2), "UTF-8"));
    CHECK(fails(engine, eval(engine, "(car"), "unclosed"));
    CHECK(fails(engine, eval(engine, "(raise 'x)"), "x"));
    cairn_value *empty = cairn_eval(engine, "test", NULL, 0);
    CHECK(empty != NULL && cairn_type_of(engine, empty) == CAIRN_UNSPECIFIED);
    cairn_release(empty);
    cairn_value *zeros = cairn_string(engine, "a\0b", 3);
    size_t length = 0;
    text = cairn_to_text(engine, zeros, &length);
    CHECK(length == 3 && memcmp(text, "a\0b", 4) == 0);
    cairn_free_text(text);
    cairn_release(zeros);

    /* Limits, after which the engine goes on. */
    CHECK(fails(engine, eval(engine, "(let loop () (loop))"), "fuel") && cairn_was_stopped(engine));
    CHECK(fails(engine, eval(engine, "(let loop ((l '())) (loop (cons (make-vector 1000 0) l)))"), "memory"));
    CHECK(fails(engine, eval(engine, "(open-input-file \"misuse.c\")"), "read"));
    cairn_stop *stop = cairn_stop_handle(engine);
    cairn_kill(stop);
    CHECK(eval(engine, "(let loop () (loop))") == NULL && cairn_was_stopped(engine));
    cairn_free_stop(stop);

    /* Null, and what was released. */
    const cairn_value *nulls[1] = {NULL};
    int64_t number = 3;
    CHECK(fails(engine, cairn_call(engine, NULL, NULL, 0), "null"));
    CHECK(fails(engine, cairn_call(engine, kept, NULL, 1), "null"));
    CHECK(fails(engine, cairn_list(engine, nulls, 1), "null"));
    CHECK(cairn_copy(NULL) == NULL && cairn_car(engine, NULL) == NULL && cairn_write(engine, NULL) == NULL);
    CHECK(!cairn_to_integer(engine, NULL, &number) && number == 3 && cairn_type_of(engine, NULL) == CAIRN_OTHER);
    CHECK(eval(NULL, "1") == NULL && cairn_get(NULL, "car") == NULL && cairn_call(NULL, kept, NULL, 0) == NULL);
    CHECK(cairn_error(NULL) == NULL && cairn_raised(NULL) == NULL && !cairn_was_stopped(NULL));
    CHECK(cairn_integer(NULL, 1) == NULL && cairn_stop_handle(NULL) == NULL);
    CHECK(!cairn_define(NULL, "x", "y", 0, 0, nested, NULL, NULL));
    cairn_fail(NULL, "x");
    cairn_interrupt(NULL);
    cairn_kill(NULL);
    cairn_value *gone = cairn_copy(kept);
    cairn_release(gone);
    cairn_release(gone);
    CHECK(cairn_copy(gone) == NULL && cairn_write(engine, gone) == NULL);
    CHECK(cairn_define(engine, "host four", "careless", 1, 1, careless, NULL, NULL));
    CHECK(fails(engine, eval(engine, "(careless 1)"), "careless"));
    CHECK(cairn_define(engine, "host five", "share", 1, 1, share, NULL, NULL));
    cairn_value *refused = eval(engine, "(share 'x)");
    CHECK(cairn_to_boolean(engine, refused, &boolean) && boolean);
    cairn_release(refused);

    cairn_release(kept);
    cairn_release(kept);
    cairn_release(NULL);
    cairn_free_text(NULL);
    cairn_free_stop(NULL);
    cairn_free(engine);
    CHECK(released == 2);
    cairn_free(other);
    cairn_free(NULL);
    /* An engine that was freed. */
    cairn_free(other);
    CHECK(eval(engine, "1") == NULL && cairn_error(engine) == NULL && cairn_string(other, "x", 1) == NULL);
    return 0;
}
