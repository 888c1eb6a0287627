# One image for web, worker, beat and the one-shot migration; docker-compose.yml says which command each runs.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# WeasyPrint's libraries and the fonts of PDF documents; gettext compiles the message catalogues.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core gettext \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /portal
COPY requirements.txt constraints.txt ./
RUN pip install --no-input -r requirements.txt

COPY . .
# Code and static files belong to root: the processes cannot change what they run. They write only to /files
# (attachments, documents) and to /tmp. The key is of no use but for these build steps.
RUN for po in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format -o "${po%.po}.mo" "$po"; done \
    && SECRET_KEY=only-for-building VAR_DIR=/portal/var python manage.py build_assets \
    && SECRET_KEY=only-for-building VAR_DIR=/portal/var python manage.py collectstatic --noinput --verbosity 0 \
    && rm -f var/*.sqlite3 \
    && useradd --system --uid 10001 --no-create-home --home-dir /nonexistent portal \
    && install -d -o portal -g portal /files
USER portal
ENV VAR_DIR=/portal/var MEDIA_DIR=/files HOME=/tmp
EXPOSE 8000

CMD ["python", "-m", "gunicorn", "gcm_portal.wsgi", "--config", "deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000"]
