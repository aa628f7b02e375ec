#!/bin/sh
# The web server of a deployment: data and static files first, then gunicorn in our place.
set -eu
python -m deploy.data >/dev/null
[ "${DJANGO_SETTINGS_MODULE:-}" != outreach.settings.prod ] || python manage.py collectstatic --no-input --verbosity 0
exec gunicorn outreach.wsgi:application --bind "${HOST:-0.0.0.0}:${PORT:-8000}" \
    --workers "${WEB_CONCURRENCY:-2}" --threads 4 --preload --no-control-socket
