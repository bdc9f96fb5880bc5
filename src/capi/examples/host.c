/* A host in C: a procedure for scripts, a call with values, a limit, an error. */
#include <stdio.h>
#include <string.h>

#include "cairn.h"

static cairn_value *speed(cairn_engine *engine, void *data, const cairn_value *const *arguments, size_t count) {
    (void)count;
    *(int *)data += 1;
    char *animal = cairn_to_text(engine, arguments[0], NULL);
    if (animal == NULL) {
        cairn_fail(engine, "an animal is a symbol");
        return NULL;
    }
    bool is_snail = strcmp(animal, "snail") == 0;
    cairn_free_text(animal);
    if (!is_snail) {
        cairn_fail(engine, "unknown animal");
        return NULL;
    }
    return cairn_real(engine, 0.5);
}

static void show(cairn_engine *engine, const char *what, cairn_value *value) {
    if (value == NULL) {
        printf("%s: error: %s%s\n", what, cairn_error(engine), cairn_was_stopped(engine) ? " (stopped)" : "");
        return;
    }
    char *text = cairn_write(engine, value);
    printf("%s: %s\n", what, text);
    cairn_free_text(text);
    cairn_release(value);
}

static cairn_value *eval(cairn_engine *engine, const char *text) {
    return cairn_eval(engine, "script", text, strlen(text));
}

int main(void) {
    cairn_options options = {.memory = 32u << 20, .fuel = 1000000};
    cairn_engine *engine = cairn_new(&options);
    if (engine == NULL) {
        return 1;
    }
    int calls = 0;
    cairn_define(engine, "game", "speed", 1, 1, speed, &calls, NULL);
    show(engine, "definition", eval(engine, "(define (time-for miles animal) (/ miles (speed animal)))"));

    cairn_value *procedure = cairn_get(engine, "time-for");
    const cairn_value *arguments[2] = {cairn_integer(engine, 2), cairn_symbol(engine, "snail")};
    show(engine, "call", cairn_call(engine, procedure, arguments, 2));
    cairn_release((cairn_value *)arguments[1]);
    arguments[1] = cairn_symbol(engine, "dodo");
    show(engine, "unknown", cairn_call(engine, procedure, arguments, 2));
    show(engine, "caught", eval(engine, "(guard (e (#t (error-object-message e))) (speed 5))"));
    show(engine, "few", eval(engine, "(speed)"));
    show(engine, "endless", eval(engine, "(let loop () (loop))"));
    show(engine, "files", eval(engine, "(open-input-file \"host.c\")"));

    const cairn_value *list = cairn_list(engine, arguments, 2);
    int64_t number = 0;
    cairn_value *first = cairn_car(engine, list);
    bool is_integer = cairn_to_integer(engine, first, &number);
    printf("first: %d %lld\n", is_integer, (long long)number);
    show(engine, "raise", eval(engine, "(raise (list 1 2))"));
    cairn_value *raised = cairn_raised(engine);
    printf("raised a pair: %d\n", cairn_type_of(engine, raised) == CAIRN_PAIR);
    printf("calls: %d\n", calls);

    cairn_release(raised);
    cairn_release(first);
    cairn_release((cairn_value *)list);
    cairn_release((cairn_value *)arguments[0]);
    cairn_release((cairn_value *)arguments[1]);
    cairn_release(procedure);
    cairn_free(engine);
    return 0;
}
