"""The waiting room with a store: who waits, who never does, and what a seat costs when."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from notebook_meet.wire.messages import Failed, Leave, Welcome
from notebook_meet.wire.messages import Refused as RefusedMessage
from notebook_meet.wire.moderation import Lock
from notebook_meet.wire.rest import CreateInvite, Preview
from notebook_meet.wire.waiting import Admit, Deny, Knock, KnockOver, SetWaitingRoom, Waiting
from notebook_meet_server.rules.records import ANONYMOUS, Principal
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.store.errors import StorageFull
from notebook_meet_server.switchboard.seating import take_seat
from tests.switchboard.house import ADA, ALAN, GRACE, House, Socket

SERVER = Principal("server", "server", "Notebook")


async def knock(house: House, who: Principal, meeting: str, **body: Any) -> Socket:
    """Somebody who waits."""
    socket = await house.hello(await house.admission(who, meeting, **body))
    await socket.hear(Waiting)
    return socket


async def invite(house: House, meeting: str, **body: Any) -> str:
    return (await house.meetings.create_invite(ADA, meeting, CreateInvite(**body))).secret


async def used(house: House, meeting: str) -> list[int]:
    return [one.used for one in await house.meetings.invites(ADA, meeting)]


async def test_a_newcomer_waits_is_let_in_and_waits_never_again(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        ada = await house.join(ADA, meeting)
        assert ada.welcome.meeting.waiting_room
        assert (await house.meetings.digest(GRACE, meeting)).waits
        grace = await knock(house, GRACE, meeting)
        person = (await ada.hear(Knock)).person
        assert (person.name, person.guest, person.since) == ("Grace", False, house.clock.wall())
        assert await house.ask(house.store.seats, meeting, GRACE.id) == []
        assert house.board.present(meeting) == 1
        await house.say(ada, Admit(n=1, id=person.id))
        assert (await grace.hear(Welcome)).you == person.id
        await ada.hear(KnockOver)
        assert not (await house.meetings.digest(GRACE, meeting)).waits
        await house.say(grace, Leave(n=1))
        await house.join(GRACE, meeting)
    async with House(path, "b") as house:
        await house.join(GRACE, meeting)
        assert (await house.meetings.digest(ALAN, meeting)).waits


async def test_who_waits_where_nobody_is_waits_for_a_host(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        grace = await knock(house, GRACE, meeting)
        assert house.board.present(meeting) == 0
        assert house.board.live() == {meeting}, "it is not cleaned up meanwhile"
        ada = await house.join(ADA, meeting)
        await house.say(ada, Admit(n=1, id=(await ada.hear(Knock)).person.id))
        await grace.hear(Welcome)
    async with House(path, "b") as house:
        alan = await knock(house, ALAN, meeting)
        house.hang_up(alan)
        assert house.board.live() == set()


async def test_hosts_presenters_and_the_host_key_do_not_wait(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        await house.join(ADA, meeting)
        secret = await invite(house, meeting, role="presenter")
        assert not (await house.meetings.preview(ANONYMOUS, meeting, Preview(invite=secret))).waits
        await house.join(ANONYMOUS, meeting, invite=secret)
        await house.join(GRACE, meeting, host_key=house.host_key)


async def test_a_kernel_waits_like_the_person_whose_it_is(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(SERVER, waiting_room=True)
        await house.join(SERVER, meeting, kind="kernel")
        ada = await house.join(ADA, meeting, host_key=house.host_key)
        kernel = await knock(house, GRACE, meeting, kind="kernel")
        await house.say(ada, Admit(n=1, id=(await ada.hear(Knock)).person.id))
        assert (await kernel.hear(Welcome)).role == "attendee"
        await house.join(GRACE, meeting)


async def test_a_guests_invite_is_used_up_when_let_in(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        ada = await house.join(ADA, meeting)
        secret = await invite(house, meeting, uses=1)
        carol, dora = [await knock(house, ANONYMOUS, meeting, invite=secret) for _ in range(2)]
        assert await used(house, meeting) == [0]
        first, second = (await ada.hear(Knock)).person.id, (await ada.hear(Knock, 2)).person.id
        await house.say(ada, Admit(n=1, id=first))
        await carol.hear(Welcome)
        assert await used(house, meeting) == [1]
        await house.say(ada, Admit(n=2, id=second))
        assert (await dora.hear(RefusedMessage)).code == "invite_used_up"
        assert (await ada.hear(Failed)).code == "not_waiting"
        await house.say(carol, Leave(n=1))
        await house.join(ANONYMOUS, meeting, invite=secret, resume=carol.welcome.resume)


async def test_who_is_sent_away_or_goes_has_used_up_nothing_and_may_knock_again(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        ada = await house.join(ADA, meeting)
        secret = await invite(house, meeting)
        carol = await knock(house, ANONYMOUS, meeting, invite=secret)
        await house.say(ada, Deny(n=1, id=(await ada.hear(Knock)).person.id))
        assert (await carol.hear(RefusedMessage)).code == "denied"
        assert await carol.closed() == 4403
        carol = await knock(house, ANONYMOUS, meeting, invite=secret)
        house.hang_up(carol)
        await ada.hear(KnockOver, 2)
        await knock(house, ANONYMOUS, meeting, invite=secret)
        assert await used(house, meeting) == [0]


async def test_a_revoked_invite_and_the_end_reach_those_who_wait(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        made = await house.meetings.create_invite(ADA, meeting, CreateInvite())
        carol = await knock(house, ANONYMOUS, meeting, invite=made.secret)
        grace = await knock(house, GRACE, meeting)
        await house.meetings.revoke_invite(ADA, meeting, made.invite.id)
        assert (await carol.hear(RefusedMessage)).code == "invite_revoked"
        await house.meetings.end(ADA, meeting)
        assert (await grace.hear(RefusedMessage)).code == "meeting_ended"
        assert await grace.closed() == 4410
        assert house.board.live() == set()


async def test_who_does_not_fit_goes_on_waiting_until_somebody_leaves(path: Path) -> None:
    async with House(path, max_seats=2) as house:
        meeting = await house.meeting(waiting_room=True)
        ada = await house.join(ADA, meeting)
        grace, alan = await knock(house, GRACE, meeting), await knock(house, ALAN, meeting)
        first, second = (await ada.hear(Knock)).person.id, (await ada.hear(Knock, 2)).person.id
        await house.say(ada, Admit(n=1, id=first))
        await grace.hear(Welcome)
        await house.say(ada, Admit(n=2, id=second))
        assert (await ada.hear(Failed)).code == "meeting_full"
        await house.say(grace, Leave(n=1))
        await house.say(ada, Admit(n=3, id=second))
        await alan.hear(Welcome)


async def test_off_lets_in_all_for_whom_there_is_room(path: Path) -> None:
    async with House(path, max_seats=3) as house:
        meeting = await house.meeting(waiting_room=True)
        ada = await house.join(ADA, meeting)
        grace, alan = await knock(house, GRACE, meeting), await knock(house, ALAN, meeting)
        late = await knock(house, Principal("user", "user:emmy", "Emmy"), meeting)
        await house.say(ada, SetWaitingRoom(n=1, on=False))
        await grace.hear(Welcome)
        await alan.hear(Welcome)
        assert (await late.hear(RefusedMessage)).code == "meeting_full"
        assert await late.closed() == 4401
        await ada.hear(KnockOver, 3)
        await house.say(alan, Leave(n=1))
        await house.join(Principal("user", "user:carl", "Carl"), meeting)


async def test_switched_on_in_the_meeting(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting()
        ada, early = await house.join(ADA, meeting), await house.admission(GRACE, meeting)
        await house.say(ada, SetWaitingRoom(n=1, on=True))
        await house.settle()
        await (await house.hello(early)).hear(Waiting)
        await knock(house, ALAN, meeting)


async def test_a_lock_keeps_from_knocking_but_not_who_is_let_in(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        ada, grace = await house.join(ADA, meeting), await knock(house, GRACE, meeting)
        await house.say(ada, Lock(n=1, on=True))
        await house.settle()
        with pytest.raises(Refused, match="meeting_locked"):
            await house.admission(ALAN, meeting)
        await house.say(ada, Admit(n=2, id=(await ada.hear(Knock)).person.id))
        await grace.hear(Welcome)


async def test_letting_in_twice_is_once(path: Path) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        ada, grace = await house.join(ADA, meeting), await knock(house, GRACE, meeting)
        person = (await ada.hear(Knock)).person.id
        for n in (1, 2):
            await house.say(ada, Admit(n=n, id=person))
        assert (await ada.hear(Failed)).code == "not_waiting"
        await grace.hear(Welcome)
        assert len(await house.ask(house.store.seats, meeting, GRACE.id)) == 1


async def test_who_goes_while_being_let_in_costs_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        ada = await house.join(ADA, meeting)
        carol = await knock(house, ANONYMOUS, meeting, invite=await invite(house, meeting))
        person, run = (await ada.hear(Knock)).person.id, house.thread.run

        async def going(fn: Callable[..., Any], *args: Any) -> Any:
            done = await run(fn, *args)
            if fn is take_seat:
                house.hang_up(carol)
            return done

        monkeypatch.setattr(house.thread, "run", going)
        await house.say(ada, Admit(n=1, id=person))
        assert (await ada.hear(Failed)).code == "not_waiting"
        assert await used(house, meeting) == [0]
        assert [seat.principal for seat in await house.ask(house.store.seats, meeting)] == [ADA.id]


async def test_trouble_with_the_store_leaves_the_knock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with House(path) as house:
        meeting = await house.meeting(waiting_room=True)
        ada, grace = await house.join(ADA, meeting), await knock(house, GRACE, meeting)
        person = (await ada.hear(Knock)).person.id

        def full(*_: object) -> None:
            raise StorageFull("no room")

        with monkeypatch.context() as broken:
            broken.setattr(house.store, "add_seat", full)
            await house.say(ada, Admit(n=1, id=person))
            assert (await ada.hear(Failed)).code == "storage_full"
        await house.say(ada, Admit(n=2, id=person))
        await grace.hear(Welcome)
