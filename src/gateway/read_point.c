#include "gateway/read_point.h"

#include "base/time.h"
#include "gateway/session.h"

static int64_t now_s(void)
{
    return sc_wall_us() / SC_SECOND_US;
}

void gateway_read_point_take(const struct gateway *gateway, struct sc_http_exchange *exchange)
{
    struct sc_read_point *seen = &sc_http_request(exchange)->seen;

    if (!gateway->has_read_tokens)
        return;
    struct sc_str text = sc_http_header(exchange, GATEWAY_READ_POINT_HEADER);
    if (text.at == NULL)
        text = gateway_session_read(gateway, exchange);
    if (text.at == NULL || !sc_read_token_read(gateway->read_key, text, now_s(), seen))
        *seen = (struct sc_read_point){0};
}

bool gateway_read_point_write(const struct gateway *gateway, struct sc_read_point point,
                              char ret_text[SC_READ_TOKEN_LEN + 1])
{
    if (!gateway->has_read_tokens || point.timeline == 0)
        return false;
    sc_read_token_write(gateway->read_key, point, now_s(), ret_text);
    return true;
}
