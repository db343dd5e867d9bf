"""The operator's page at /admin: what people ask, how the bot does, and where it fails. Off unless a password is set.

Plain HTML from the server, without a script and without Gradio, so that no event of the page can reach it. It changes
nothing: it reads the Store's overview, the counters and the adapter's report.
"""

from chatbot.admin.routes import add_admin

__all__ = ["add_admin"]
