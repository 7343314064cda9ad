"""The state machine: what can happen, in any order."""

from tests.machine.network_rules import NetworkRules
from tests.machine.speech_rules import SpeechRules
from tests.machine.waiting_rules import WaitingRules


class Machine(WaitingRules, SpeechRules, NetworkRules):
    """All rules. Each leaves server and model settled, but not what is held up on the way."""
