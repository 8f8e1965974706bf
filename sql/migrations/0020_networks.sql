-- From where someone signed in: tries of other networks do not lock them out there.
alter table accounts.session add column network text; -- net/http_peer.h
