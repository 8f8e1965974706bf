#include "workers/mail.h"

#include "base/json_in.h"
#include "net/mail_text.h"
#include "runtime/deadline.h"

static struct sc_str text_of(const struct sc_json *root, const char *key)
{
    struct sc_json value = sc_json_in_need(root, key);

    return sc_json_in_raw(&value); /* longer than other texts may be; sc_mail_check says how long */
}

static enum sc_status read_mail(struct sc_request *rq, const struct sc_job_row *job,
                                struct sc_mail *ret_mail)
{
    struct sc_json_in in;
    struct sc_json root;

    sc_json_in_parse(&in, rq->arena, job->payload, &root);
    *ret_mail = (struct sc_mail){
        .from_name = SC_STR("SmartCart"),
        .to = text_of(&root, "to"),
        .subject = text_of(&root, "subject"),
        .text = text_of(&root, "text"),
        .id = sc_arena_printf(rq->arena, "job-%lld", (long long)job->id),
        .at_us = sc_wall_us(),
    };
    if (sc_json_in_status(&in) != SC_OK)
        return sc_fail(rq, sc_json_in_status(&in), "a mail: %.*s",
                       SC_STR_ARGS(sc_json_in_words(&in)));
    return SC_OK;
}

static enum sc_status send_mail(struct sc_request *rq, const struct workers_mail *post,
                                const struct sc_mail *mail, struct sc_str message)
{
    const struct sc_smtp_mail sent = {mail->from, mail->to, message};

    if (post->smtp.url != NULL)
        return sc_smtp_send(rq, &post->smtp, &sent);
    if (post->folder.at != NULL)
        return sc_smtp_keep(rq, post->folder, mail->id, message);
    return sc_fail(rq, SC_UNAVAILABLE, "no mail server is set: SMARTCART_MAIL_URL");
}

enum sc_status workers_mail_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                void *context)
{
    const struct workers_mail *post = context;
    struct sc_mail mail;
    struct sc_buf message;
    enum sc_status st = read_mail(rq, job, &mail);

    (void)pg;
    mail.from = post->from;
    if (st == SC_OK)
        st = sc_mail_check(rq, &mail);
    if (st != SC_OK)
        return st;
    sc_buf_init(&message, SC_MAIL_BYTES_MAX);
    sc_mail_write(&mail, &message);
    st = message.failed ? sc_fail(rq, SC_LIMITED, "a mail is too long")
                        : send_mail(rq, post, &mail, sc_buf_str(&message));
    sc_buf_finish(&message);
    return st;
}
