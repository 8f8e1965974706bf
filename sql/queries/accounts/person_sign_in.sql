-- query: accounts_person_sign_in
-- args:  email_fold text, network text?
-- row:   id bigint, password_hash text?, locale text, was_here boolean
-- route: household
-- uses:  person_email_fold_key

-- And whether they have been signed in from this network before.
select p.id, p.password_hash, p.locale, exists (
        select from accounts.session s
        where s.person_id = p.id and s.network = $2) as was_here
from accounts.person p
where p.email_fold = $1
