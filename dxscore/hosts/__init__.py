"""Code hosts: a text and the environment of a CI job -> a comment or a commit status at GitHub or GitLab.

The only room that talks to a network, and only when `dxscore comment` or `dxscore status` is run.
"""
