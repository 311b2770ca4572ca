"""Runs a program in a terminal and types into it.

Reads {"program": [...], "environment": {...}, "answers": [[prompt, text], ...]} from the standard input; each text is
typed when its prompt stands at the end of the screen. Prints {"screen", "code"}.
"""

import json
import os
import pty
import sys

given = json.load(sys.stdin)
pid, terminal = pty.fork()
if pid == 0:
    os.execve(given["program"][0], given["program"], given["environment"])

screen = ""
answers = given["answers"]
while True:
    try:
        read = os.read(terminal, 65536).decode()
    except OSError:  # Linux says that the other side is closed with an error.
        break
    if not read:
        break
    screen += read
    if answers and screen.endswith(answers[0][0]):
        os.write(terminal, answers.pop(0)[1].encode())
_, status = os.waitpid(pid, 0)
print(json.dumps({"screen": screen.replace("\r\n", "\n"), "code": os.waitstatus_to_exitcode(status)}))
