"""The views, by noun: load a frozen page value, choose the template, answer. GET and HEAD only."""
