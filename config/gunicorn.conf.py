"""How gunicorn serves Pixels: few processes, threads, strict time-outs. Size and place come from the settings."""

from cms.settings import read_settings

_settings = read_settings()

preload_app = True
worker_class = "cms.serving_worker.Worker"
workers = _settings.web_processes
threads = _settings.web_threads
timeout = 60
graceful_timeout = 5
keepalive = 5
limit_request_line = 8190
worker_tmp_dir = "/dev/shm"  # noqa: S108
chdir = str(__import__("pathlib").Path(__file__).resolve().parents[1])
loglevel = "warning"
logger_class = "cms.serving.Log"
control_socket_disable = True
