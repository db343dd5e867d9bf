"""Mentions in a message -> items, people, genres, themes: proposed by name, decided by learned weights."""

from chatbot.dialogue.linking.linker import Linker
from chatbot.dialogue.linking.mentions import Mention

__all__ = ["Linker", "Mention"]
