"""TASKS: what the LLM is asked, in one explicit table; each is one short file plus its words in `prompts/tasks`."""

from chatbot.tasks.answer import Answer, AnswerInput, AnswerTask
from chatbot.tasks.base import ChoiceTask, Task, TextTask
from chatbot.tasks.intent import IntentInput, IntentTask
from chatbot.tasks.like import LikeInput, LikeTask
from chatbot.tasks.ranking import RankingInput, RankingTask
from chatbot.tasks.rating import RatingInput, RatingTask
from chatbot.tasks.reason import ReasonInput, ReasonTask
from chatbot.tasks.sentiment import SENTIMENTS, SentimentInput, SentimentTask
from chatbot.tasks.state import State, StateInput, StateTask

TASKS: dict[str, type[ChoiceTask] | type[TextTask]] = {
    "intent": IntentTask,
    "state": StateTask,
    "rating": RatingTask,
    "like": LikeTask,
    "ranking": RankingTask,
    "reason": ReasonTask,
    "answer": AnswerTask,
    "sentiment": SentimentTask,
}

__all__ = [
    "SENTIMENTS", "TASKS", "Answer", "AnswerInput", "AnswerTask", "ChoiceTask", "IntentInput", "IntentTask",
    "LikeInput", "LikeTask", "RankingInput", "RankingTask", "RatingInput", "RatingTask", "ReasonInput", "ReasonTask",
    "SentimentInput", "SentimentTask", "State", "StateInput", "StateTask", "Task", "TextTask",
]  # fmt: skip
