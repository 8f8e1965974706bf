-- query: accounts_traces_end
-- args:  person_id bigint, email text?, email_fold text?
-- route: household
-- uses:  job_mail

-- What is kept of a person and is not theirs: answers, links and invitations to the address, and
-- mails that name it, however it was typed, and were not sent; not those of an address that has it
-- within. Jobs that they asked for, and mails of theirs to other addresses; one that runs ends by
-- itself.
with answers as (
    delete from public.once where principal = $1
),
claims as (
    delete from accounts.claim where email_fold = $3
),
invitations as (
    delete from accounts.invitation where lower(email) = lower($2)
)
delete from jobs.job
where state <> 1 and (person_id = $1 or kind = 'mail' and payload ~* (
    '(^|[[:space:]"(<])'
    || regexp_replace(trim('"' from to_json($2)::text), '([^[:alnum:]])', '\\\1', 'g')
    || '($|[^[:alnum:].-])'))
