/*
 * embedded.h - files that the build puts into the program (cmake/embed.cmake).
 */
#ifndef SC_BASE_EMBEDDED_H
#define SC_BASE_EMBEDDED_H

/* A row of a table of them. */
struct sc_embedded {
    const char *name; /* of the file, without folders; NULL: the end of the table */
    const char *text; /* NUL-terminated */
};

#endif
