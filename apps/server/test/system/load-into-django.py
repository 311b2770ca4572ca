"""Runs the management command of docs/operations.md in a Django project of its own, and tries passwords there.

The standard input is JSON: the command's code, the file that was exported, and pairs of address and password. The output is
JSON: for each pair whether Django lets in, and what it has of the accounts.
"""

import json
import sys

import django
from django.conf import settings

given = json.load(sys.stdin)
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.BCryptPasswordHasher",
    ],
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.contrib.auth import authenticate, get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402

call_command("migrate", verbosity=0)
module = {"__name__": "load_accounts"}
exec(given["code"], module)
call_command(module["Command"](), given["file"])
users = get_user_model().objects.order_by("id")
json.dump(
    {
        "lets_in": [authenticate(username=email, password=password) is not None for email, password in given["logins"]],
        "users": [
            [user.id, user.email, user.first_name, user.is_active, user.is_staff, user.date_joined.isoformat()]
            for user in users
        ],
    },
    sys.stdout,
)
