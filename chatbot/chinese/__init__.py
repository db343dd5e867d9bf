"""Chinese: telling it from other scripts, reading what a message asks for, and saying values in it.

It knows words, not conversations; `dialogue/in_chinese.py` answers with it. All of its words stand in
`prompts/chinese/`.
"""

from chatbot.chinese.reading import Read, read
from chatbot.chinese.sayings import Sayings, sayings
from chatbot.chinese.script import has_han, is_traditional, simplified, traditional

__all__ = ["Read", "Sayings", "has_han", "is_traditional", "read", "sayings", "simplified", "traditional"]
