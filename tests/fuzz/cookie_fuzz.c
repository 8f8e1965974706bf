/*
 * Headers that carry tokens: what is found stands in them, behind the name or the scheme, and is
 * found again in a header of one's own around it.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/credential.h"

static bool is_within(struct sc_str part, struct sc_str whole)
{
    return part.at >= whole.at && part.at + part.len <= whole.at + whole.len;
}

static void check_cookie(struct sc_str header)
{
    struct sc_str name = SC_STR("sc_access");
    struct sc_str value = gateway_cookie(header, name);

    if (value.at == NULL)
        return;
    assert(is_within(value, header) && sc_str_find_char(value, ';') < 0);
    assert(value.at - header.at > (ptrdiff_t)name.len && value.at[-1] == '=');
    assert(memcmp(value.at - 1 - name.len, name.at, name.len) == 0);
    const char *before = value.at - 1 - name.len; /* nothing of another cookie's name */
    assert(before == header.at || before[-1] == ';' ||
           sc_str_trim((struct sc_str){before - 1, 1}).len == 0);
    struct sc_str again = gateway_cookie((struct sc_str){before, name.len + 1 + value.len}, name);
    assert(again.at == value.at && again.len == value.len);
}

static void check_bearer(struct sc_str header)
{
    struct sc_str token = gateway_bearer(header);

    if (token.at == NULL)
        return;
    assert(is_within(token, header) && token.at - header.at >= (ptrdiff_t)strlen("Bearer "));
    assert(sc_str_trim(token).len == token.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size > 0 ? size : 1); /* of its own, so that reading beyond it is seen */
    struct sc_str header = {copy, size};

    assert(copy != NULL);
    if (size > 0)
        memcpy(copy, data, size);
    check_cookie(header);
    check_bearer(header);
    free(copy);
    return 0;
}
