"""What a message says and what it changes: words to an Understanding, by rules, and the limits after it."""

from chatbot.dialogue.state.applying import apply, lift, sure
from chatbot.dialogue.state.understanding import Understanding, found_names, understand

__all__ = ["Understanding", "apply", "found_names", "lift", "sure", "understand"]
