# syntax=docker/dockerfile:1
# Two stages: what builds the packages is not in the image that runs.
FROM python:3.13-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
ENV UV_PROJECT_ENVIRONMENT=/app/.venv UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock ./
# Hash-locked, and without the embedded servers: production names its own.
RUN uv sync --frozen --no-cache
COPY manage.py ./
COPY borgerforloeb borgerforloeb
COPY roles roles
COPY plans plans
COPY networkmeetings networkmeetings
COPY outcomes outcomes
COPY templates templates
COPY static static
# Collected once, so that every container serves the same files and none has to write. These are not keys in use.
RUN SECRET_KEY=build CPR_KEYS=build CPR_LOOKUP_KEY=build VAR_DIR=/app/build \
    .venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --home-dir /tmp borgerforloeb \
    && useradd --system --uid 10003 --no-create-home --home-dir /tmp press \
    && install -d -o 10001 -g 10001 -m 0700 /data/files /data/anchors \
    && install -d -o 10003 -g 10001 -m 0750 /run/press
WORKDIR /app
COPY --from=build /app /app
COPY --from=build /app/build/static /data/static
# docker-compose.yml says how each kind of container is asked whether it is well. Root owns the code and the running user cannot change it; all that is written goes to /data and /tmp.
USER 10001
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/data
EXPOSE 8000
CMD ["gunicorn", "borgerforloeb.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "4", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", \
     "--max-requests", "5000", "--max-requests-jitter", "500"]
