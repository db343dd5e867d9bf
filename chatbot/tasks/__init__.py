"""TASKS: what the LLM is asked, in one explicit table; each is one short file plus its words in `prompts/tasks`."""

from chatbot.tasks.base import ChoiceTask, Task, TextTask
from chatbot.tasks.intent import IntentInput, IntentTask
from chatbot.tasks.ranking import RankingInput, RankingTask
from chatbot.tasks.rating import RatingInput, RatingTask
from chatbot.tasks.reason import ReasonInput, ReasonTask

TASKS: dict[str, type[ChoiceTask] | type[TextTask]] = {
    "intent": IntentTask,
    "rating": RatingTask,
    "ranking": RankingTask,
    "reason": ReasonTask,
}

__all__ = [
    "TASKS", "ChoiceTask", "IntentInput", "IntentTask", "RankingInput", "RankingTask", "RatingInput", "RatingTask",
    "ReasonInput", "ReasonTask", "Task", "TextTask",
]  # fmt: skip
