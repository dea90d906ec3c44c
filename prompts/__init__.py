"""Prompt templates as Markdown files; `load_prompt` checks their variables."""

from prompts.loader import PromptError, load_prompt

__all__ = ["PromptError", "load_prompt"]
