"""50 messages a second, 200 at once."""

from notebook_meet_server.rules.rate import Bucket


def test_a_burst_then_the_rate() -> None:
    bucket = Bucket(0.0)
    assert all(bucket.take(0.0) for _ in range(200))
    assert not bucket.take(0.0)
    assert sum(bucket.take(1.0) for _ in range(100)) == 50
    assert sum(bucket.take(1000.0) for _ in range(300)) == 200


def test_what_costs_more_takes_more_or_nothing() -> None:
    bucket = Bucket(0.0)
    assert bucket.take(0.0, 190)
    assert not bucket.take(0.0, 11)
    assert bucket.take(0.0, 10)
    assert not bucket.take(0.0)


def test_a_steady_fifty_a_second_never_runs_out() -> None:
    bucket = Bucket(0.0)
    assert all(bucket.take(number / 50) for number in range(5000))
