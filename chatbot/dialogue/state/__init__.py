"""What a message says and what it changes: words to an Understanding, by rules, and the limits after it."""

from chatbot.dialogue.state.applying import apply, lift, raised, sure
from chatbot.dialogue.state.fresh import KEEPS, begins_anew
from chatbot.dialogue.state.understanding import Understanding, found_names, understand

__all__ = ["KEEPS", "Understanding", "apply", "begins_anew", "found_names", "lift", "raised", "sure", "understand"]
