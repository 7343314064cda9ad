"""The use cases behind the REST calls. Each takes the caller first and answers, or says no."""

import msgspec

from notebook_meet.wire import limits, rest
from notebook_meet_server.meetings.attendance import attendees, owner_of_ended
from notebook_meet_server.meetings.lookup import Shown, look_up
from notebook_meet_server.meetings.passcodes import PasscodeCheck
from notebook_meet_server.meetings.replies import digest_of, ended_digest, invite_of
from notebook_meet_server.meetings.storing import add_invite, change, owned, revoke
from notebook_meet_server.rules.access import allowed, at_door, rank
from notebook_meet_server.rules.admission import Case, Right, check_stranger, chosen_name, decide
from notebook_meet_server.rules.digests import hashed
from notebook_meet_server.rules.grants import Grant
from notebook_meet_server.rules.names import clean_name, clean_title
from notebook_meet_server.rules.newcomer import Newcomer
from notebook_meet_server.rules.pace import Pace
from notebook_meet_server.rules.records import Invite, Meeting, Principal
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.store.passcodes import PasscodeHasher
from notebook_meet_server.switchboard import Environment, Switchboard

NOTHING = Shown()


class Meetings:
    """Meetings, invites and admissions.

    Every call raises ``Refused`` for a no, and passes on ``StorageError`` and ``ServerBusy``.

    Args:
        env: the environment.
        hasher: hashes passcodes.
        switchboard: knows who is in a meeting.
    """

    def __init__(self, env: Environment, hasher: PasscodeHasher, switchboard: Switchboard) -> None:
        self._env = env
        self._hasher = hasher
        self._board = switchboard
        self._passcodes = PasscodeCheck(env, hasher)
        self._pace = Pace()
        # What strangers show may be made up: it must not push out those who are known.
        self._pace_of_secrets = Pace()

    # --- meetings ----------------------------------------------------------------------------------------------

    async def create(self, principal: Principal, body: rest.CreateMeeting) -> rest.Created:
        """Makes a meeting that the caller owns. The host key is told here and never again."""
        at_door(principal, "create")
        self._count(principal, NOTHING)
        env = self._env
        now, key = env.clock.wall(), env.ids.secret()
        meeting = Meeting(
            id=env.ids.meeting(),
            title=_title(body.title),
            owner=principal.id,
            created_at=now,
            last_used_at=now,
            ended_at=None,
            keep=body.keep,
            has_passcode=body.passcode is not None,
            host_key_hash=hashed(key),
            waiting_room=body.waiting_room,
        )
        passcode = await self._hasher.hash(body.passcode) if body.passcode is not None else None
        lease = env.lease()
        await env.thread.run(env.store.create_meeting, meeting, passcode, lease.server_id, lease.until)
        return rest.Created(
            meeting=self._digest(
                self._decide(Case(principal=principal, meeting=meeting, held=True, seats=[], now=now))
            ),
            host_key=key,
        )

    async def own(self, principal: Principal) -> list[rest.Digest]:
        """The caller's meetings that have not ended, newest first."""
        at_door(principal, "own")
        self._count(principal, NOTHING)
        env = self._env
        now = env.clock.wall()
        found = await env.thread.run(owned, env.store, principal.id, env.settings.server_id, now)
        cases = [
            Case(principal=principal, meeting=meeting, held=True, seats=[], now=now, ruling=ruling)
            for meeting, ruling in found
        ]
        return [self._digest(self._decide(case)) for case in cases]

    async def digest(self, principal: Principal, meeting_id: str) -> rest.Digest:
        """A meeting, also one that has ended."""
        at_door(principal, "digest")
        case = await self._case(principal, meeting_id, NOTHING)
        if case.meeting is not None and case.meeting.ended_at is not None:
            return ended_digest(case.meeting, self._env.settings)
        return self._digest(self._decide(case))

    async def preview(self, principal: Principal, meeting_id: str, body: rest.Preview) -> rest.Digest:
        """A meeting for someone whose right may be an invite or an earlier seat; uses up nothing."""
        at_door(principal, "preview")
        return self._digest(
            self._decide(await self._case(principal, meeting_id, Shown(body.invite, body.resume)))
        )

    async def update(self, principal: Principal, meeting_id: str, body: rest.UpdateMeeting) -> rest.Digest:
        """Changes title, passcode or keep, and tells everybody in the meeting."""
        right = await self._right(principal, meeting_id, "update")
        title = None if body.title is msgspec.UNSET else _title(body.title)
        keep = None if body.keep is msgspec.UNSET else body.keep
        passcode = body.passcode
        if isinstance(passcode, str):
            passcode = await self._hasher.hash(passcode)
        env = self._env
        await env.thread.run(change, env.store, meeting_id, title, keep, passcode)
        right = await self._right(principal, meeting_id, "update")
        self._board.meeting_changed(right.meeting)
        return self._digest(right)

    async def end(self, principal: Principal, meeting_id: str) -> None:
        """Ends a meeting for everybody."""
        await self._right(principal, meeting_id, "end_meeting")
        await self._board.end(meeting_id)

    async def attendance(self, principal: Principal, meeting_id: str) -> list[rest.Attendee]:
        """Who was in a meeting, for its hosts; after its end for the owner."""
        at_door(principal, "attendance")
        case = await self._case(principal, meeting_id, NOTHING)
        if not owner_of_ended(case):
            self._may(case, "attendance")
        env, here = self._env, self._board.attending(meeting_id)
        return await env.thread.run(attendees, env.store, meeting_id, here, env.clock.wall())

    # --- admissions --------------------------------------------------------------------------------------------

    async def admit(
        self, principal: Principal, meeting_id: str, body: rest.RequestAdmission
    ) -> rest.Admission:
        """Gives out an admission: one use, 30 s."""
        at_door(principal, "admission")
        env = self._env
        case = await self._case(principal, meeting_id, Shown(body.invite, body.resume, body.host_key))
        right = self._decide(case)
        if right.locked_out:
            raise Refused("meeting_locked")
        if principal.kind == "anonymous" and body.kind == "kernel":
            raise Refused("not_allowed")  # Nobody sees a listening kernel: strangers must be seen.
        await self._passcodes.check(right, body.passcode)
        person = right.principal or f"guest:{env.ids.short()}"
        newcomer = Newcomer(person, body.kind, right.replaces, body.if_here)
        problem = self._board.problem(meeting_id, newcomer)
        if problem is not None:
            raise Refused(problem)
        members = await env.thread.run(env.store.seats, meeting_id) if right.guest else []
        await env.thread.run(env.store.touch, meeting_id, env.clock.wall())
        grant = Grant(
            meeting_id=meeting_id,
            principal=person,
            name=chosen_name(right, body.name, members, on_hub=env.settings.on_hub),
            role=right.role,
            kind=body.kind,
            guest=right.guest,
            invite_id=right.invite_id,
            spend_invite=right.spend_invite,
            host_key=right.host_key,
            replaces=right.replaces,
            if_here=body.if_here,
        )
        secret = env.ids.secret()
        self._board.grants.issue(secret, grant, right.throttled_as, env.clock.monotonic())
        return rest.Admission(secret, limits.ADMISSION_SECONDS, grant.role, grant.name, grant.guest)

    # --- invites -----------------------------------------------------------------------------------------------

    async def create_invite(
        self, principal: Principal, meeting_id: str, body: rest.CreateInvite
    ) -> rest.InviteCreated:
        """Makes an invite. Its secret is told here and never again."""
        right = await self._right(principal, meeting_id, "create_invite")
        if rank(body.role) > rank(right.role):
            raise Refused("not_allowed")
        env = self._env
        now, secret = env.clock.wall(), env.ids.secret()
        invite = Invite(
            id=env.ids.short(),
            meeting_id=meeting_id,
            secret_hash=hashed(secret),
            role=body.role,
            name=clean_name(body.name),
            created_by=principal.id,
            created_at=now,
            expires_at=now + body.expires_in,
            uses=body.uses,
            used=0,
            revoked_at=None,
        )
        await env.thread.run(add_invite, env.store, invite)
        return rest.InviteCreated(invite=invite_of(invite), secret=secret)

    async def invites(self, principal: Principal, meeting_id: str) -> list[rest.Invite]:
        """The open invites, newest first; also those used up, which can still be revoked."""
        await self._right(principal, meeting_id, "invites")
        env = self._env
        found = await env.thread.run(env.store.invites, meeting_id, env.clock.wall())
        return [invite_of(invite) for invite in found]

    async def revoke_invite(self, principal: Principal, meeting_id: str, invite_id: str) -> None:
        """Revokes an invite and puts out everybody whom it let in, if none of them ranks above the caller.

        A second time changes nothing.
        """
        right = await self._right(principal, meeting_id, "revoke_invite")
        env = self._env
        banned = await env.thread.run(revoke, env.store, right, invite_id, env.clock.wall())
        await self._board.remove(meeting_id, banned, "invite_revoked", invite_id)

    # --- inside ------------------------------------------------------------------------------------------------

    async def _case(self, principal: Principal, meeting_id: str, shown: Shown) -> Case:
        self._count(principal, shown)
        env = self._env
        if principal.kind == "anonymous":
            shows = shown.invite is not None or shown.resume is not None
            check_stranger(shows=shows, guests=env.settings.residence.guests)
        run = env.thread.run_for_stranger if principal.kind == "anonymous" else env.thread.run
        return await run(look_up, env.store, principal, meeting_id, shown, env.lease())

    def _count(self, principal: Principal, shown: Shown) -> None:
        """Counts a call. Kernels are one caller all together, and can do worse to their server than to call it.

        A stranger is whoever showed the same secret: each one counts, so that a fresh one beside it is no way around.
        """
        now = self._env.clock.monotonic()
        if principal.kind == "user":
            self._pace.check(principal.id, now)
        elif principal.kind == "anonymous":
            for secret in filter(None, (shown.invite, shown.resume)):
                self._pace_of_secrets.check(hashed(secret), now)

    async def _right(self, principal: Principal, meeting_id: str, action: str) -> Right:
        """The caller's right in a meeting, if its role may do that."""
        at_door(principal, action)
        return self._may(await self._case(principal, meeting_id, NOTHING), action)

    def _may(self, case: Case, action: str) -> Right:
        right = self._decide(case)
        acts = self._board.acting(right.meeting.id) == right.principal
        if not allowed("host" if acts else right.role, action):
            raise Refused("not_allowed")
        return right

    def _decide(self, case: Case) -> Right:
        return decide(case, self._env.settings.default_role)

    def _digest(self, right: Right) -> rest.Digest:
        meeting = right.meeting.id
        # A new guest has no principal yet, and is nobody who could be here.
        here = (
            self._board.here(meeting, Newcomer(right.principal, replaces=right.replaces))
            if right.principal
            else 0
        )
        return digest_of(right, self._board.present(meeting), here, self._env.settings)


def _title(text: str) -> str:
    title = clean_title(text)
    if not title:
        raise Refused("bad_field", detail="$.title")
    return title
