#include "gateway/credential.h"

struct sc_str gateway_bearer(struct sc_str authorization)
{
    struct sc_str scheme = SC_STR("Bearer ");

    if (authorization.len < scheme.len ||
        !sc_str_eq_nocase(sc_str_sub(authorization, 0, scheme.len), scheme))
        return (struct sc_str){0};
    return sc_str_trim(sc_str_sub(authorization, scheme.len, authorization.len));
}

struct sc_str gateway_cookie(struct sc_str cookies, struct sc_str name)
{
    struct sc_str part;

    while (sc_str_take(&cookies, ';', &part)) {
        part = sc_str_trim(part);
        if (sc_str_starts(part, name) && part.len > name.len && part.at[name.len] == '=')
            return sc_str_sub(part, name.len + 1, part.len);
    }
    return (struct sc_str){0};
}
