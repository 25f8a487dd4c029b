# Spotter for production: web by default; the worker, the clock and what every release begins with are the same image with
# another command, started with --no-healthcheck, because only the web process answers HTTP
#   celery -A config.celery worker      celery -A config.celery beat --scheduler celery.beat:Scheduler --pidfile=
#   python manage.py prepare

FROM python:3.11.14-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /spotter
RUN python -m venv /venv
COPY requirements.txt ./
# http-ece is released as source only; it is pure Python, so nothing is compiled.
RUN /venv/bin/pip install --require-hashes --only-binary :all: --no-binary http-ece -r requirements.txt
COPY . .
# Static files are collected once, here: the image runs with a read-only file system.
RUN DATA_DIR=/build SECRET_KEY="$(/venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    /venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.11.14-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DATA_DIR=/data STATIC_ROOT=/static \
    HOST=0.0.0.0 PORT=8000
RUN groupadd --gid 10001 spotter && useradd --uid 10001 --gid spotter --no-create-home --shell /usr/sbin/nologin spotter \
    && install --directory --owner spotter --group spotter --mode 0700 /data
COPY --from=build /venv /venv
COPY --from=build /build/static /static
COPY --from=build /spotter /spotter
WORKDIR /spotter
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health/live\", timeout=2)"]
CMD ["sh", "-c", "exec uvicorn config.asgi:application --host \"$HOST\" --port \"$PORT\" --loop uvloop --http httptools --backlog 4096 --timeout-graceful-shutdown 20 --no-access-log"]
