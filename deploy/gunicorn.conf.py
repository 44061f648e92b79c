"""gunicorn -c deploy/gunicorn.conf.py paddock.wsgi"""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
# More than four threads a worker slow the pages down: the interpreter runs one at a time.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
# Two sites of one user would quarrel over it.
control_socket_disable = True
accesslog = "-"
errorlog = "-"
