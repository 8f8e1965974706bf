/*
 * macros.h - the few compiler attributes the code base uses.
 */
#ifndef SC_BASE_MACROS_H
#define SC_BASE_MACROS_H

#define SC_MUST_USE                __attribute__((warn_unused_result))
#define SC_PRINTF(fmt_at, args_at) __attribute__((format(printf, fmt_at, args_at)))
#define SC_COUNT(array)            (sizeof(array) / sizeof((array)[0]))

/*
 * SC_SCOPED(sc_tx) tx = sc_tx_begin(...): a struct sc_tx whose `sc_tx_finish`
 * runs when the scope ends, on every way out of it.
 */
#define SC_SCOPED(type) __attribute__((cleanup(type##_finish))) struct type

#endif
