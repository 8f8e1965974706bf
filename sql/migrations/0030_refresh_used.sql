-- outside transaction
-- Whether another token of a session was used since one was issued.
drop index concurrently if exists accounts.refresh_session_used;
create index concurrently refresh_session_used on accounts.refresh (session_id, used_at);
drop index concurrently if exists accounts.refresh_session;
