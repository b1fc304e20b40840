# The portal's image: web server, worker, scheduler and commands. Debian's own Python 3.11 gets
# Debian's security updates; every Python package is a wheel, pinned and hashed.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS packages
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3.11 python3.11-venv ca-certificates
COPY requirements.txt /requirements.txt
RUN python3.11 -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --only-binary=:all: --require-hashes --no-deps \
        -r /requirements.txt

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3.11 ca-certificates \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin portal
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# Nothing is signed with this key: collecting static files only loads the settings.
RUN SECRET_KEY=for-building-only python manage.py prepare --only-static \
    && install -d -o portal -g portal .run
USER portal
EXPOSE 8000
# In demonstration mode this makes a secret key; otherwise it is required (see .env.example).
ENTRYPOINT ["python", "-m", "procurement_portal.lib.engines"]
CMD ["-m", "gunicorn", "procurement_portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", \
    "--worker-class", "sync", "--timeout", "60", "--graceful-timeout", "30", \
    "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
