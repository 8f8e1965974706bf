-- query: accounts_guest_invitations
-- args:  guest_id bigint, person_id bigint, household_id bigint
-- route: household

-- The guest's are the person's. Those into a household that the guest is left alone in let into the
-- other one, if the person may invite there, and else nobody.
with alone as (
    select i.id, p.role in ('owner', 'adult') as may_invite
    from accounts.invitation i
    join accounts.member m on m.household_id = i.household_id and m.person_id = i.invited_by
    join accounts.member p on p.household_id = $3 and p.person_id = $2
    where i.invited_by = $1
),
gone as (
    delete from accounts.invitation i using alone a where i.id = a.id and not a.may_invite
)
update accounts.invitation i
set invited_by = $2,
    household_id = case when exists (select from alone a where a.id = i.id)
        then $3 else i.household_id end
where i.invited_by = $1 and not exists (
    select from alone a where a.id = i.id and not a.may_invite)
