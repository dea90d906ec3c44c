"""Chat models behind budgets, a circuit breaker and a reader that takes what they really say.

opening → connection (HTTP) or local (llama.cpp in this process); asking → streaming → answers.
"""

from assistant.models.asking import ChatModel, Unreadable
from assistant.models.budgets import Budgets
from assistant.models.failures import ModelFailure
from assistant.models.opening import open_chat_model

__all__ = ["Budgets", "ChatModel", "ModelFailure", "Unreadable", "open_chat_model"]
