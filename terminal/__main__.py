"""``python -m terminal`` is the command line."""

from terminal.cli import app

app(prog_name="wuai")
