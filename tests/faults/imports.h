/*
 * imports.h - an import that is killed again and again, on a catalogue of its own.
 */
#ifndef SC_FAULTS_IMPORTS_H
#define SC_FAULTS_IMPORTS_H

#include <stdbool.h>
#include <stdint.h>

struct imports;

/* Writes the sample world's files, and imports them undisturbed: this is what is wanted. */
struct imports *imports_create(uint64_t seed);
/* Begins an import and kills it at a random moment, so many times. */
void imports_kill(struct imports *imports, int times);
/* Once more, undisturbed; true: the catalogue says what is wanted, no more and no less. */
bool imports_are_whole(struct imports *imports);
void imports_destroy(struct imports *imports);

#endif
