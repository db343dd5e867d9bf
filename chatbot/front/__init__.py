"""What happens on the page when a person presses something, over the Chatbot, the account and the looks of `page/`.

`layout.py` the places of the page · `presses.py` who pressed what · `shown.py` what stands there, from the store ·
`talk.py` `help.py` `aside.py` `taste.py` `conversations.py` one class of handlers each. app.py wires them.
"""
