-- query: lists_purge_shares
-- args:  days integer, at_most integer
-- route: household
-- uses:  share_over
delete from lists.share s
using (
    select t.id
    from lists.share t
    where least(t.expires_at, t.revoked_at) < now() - make_interval(days => $1)
    order by least(t.expires_at, t.revoked_at)
    limit $2::integer) k
where s.id = k.id
