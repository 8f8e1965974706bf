-- What is over is found by when it ended (accounts_purge, lists_purge).
create index session_expires on accounts.session (expires_at);
create index session_revoked on accounts.session (revoked_at) where revoked_at is not null;
create index refresh_used on accounts.refresh (used_at) where used_at is not null;
create index share_over on lists.share (least(expires_at, revoked_at));
