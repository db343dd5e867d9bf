"""What the page shows, as HTML strings: pure functions from values to escaped text. It knows no Gradio and no Store.

Buttons say what they do in `data-do` and about what in other `data-` attributes; `page.js` hands these on, and app.py
answers. Everything that somebody wrote goes through `escape`.
"""
