"""Makes a database with real Django and SimpleJWT, and says what its clients hold.

Reads JSON from the standard input: {"database": a Django DATABASES entry, "simple_jwt": settings of SIMPLE_JWT,
"many": how many more tokens the first user has}. Writes JSON: the tokens by name, and the tables as SQL.
It needs Debian's python3-djangorestframework-simplejwt, and python3-psycopg2 for PostgreSQL.
"""
import json
import sys
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings

given = json.load(sys.stdin)
sys.path.insert(0, str(Path(__file__).parent))
SECRET_KEY = "the SECRET_KEY of the Django project that was before"
settings.configure(
    SECRET_KEY=SECRET_KEY,
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "rest_framework",
        "rest_framework_simplejwt.token_blacklist",
        "accounts",
    ],
    DATABASES={"default": given["database"]},
    AUTH_USER_MODEL="accounts.User",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    SIMPLE_JWT={
        "REFRESH_TOKEN_LIFETIME": timedelta(days=3650),
        "ROTATE_REFRESH_TOKENS": True,
        "BLACKLIST_AFTER_ROTATION": True,
        **given.get("simple_jwt", {}),
    },
)
django.setup()

from accounts.models import RefreshToken, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from rest_framework_simplejwt.serializers import TokenRefreshSerializer  # noqa: E402
from rest_framework_simplejwt.tokens import RefreshToken as SignedToken  # noqa: E402

TABLES = [
    "accounts_user",
    "accounts_refreshtoken",
    "token_blacklist_outstandingtoken",
    "token_blacklist_blacklistedtoken",
]
FAR, PAST = timezone.now() + timedelta(days=3650), timezone.now() - timedelta(days=1)


def main():
    call_command("migrate", run_syncdb=True, verbosity=0)
    users = {name: make_user(name, **flags) for name, flags in USERS.items()}
    table = {name: issue(user) for name, user in users.items()}
    table["ann, expired"] = issue(users["ann"], PAST)
    many = [issue(users["ann"]) for _ in range(given.get("many", 0))]
    print(json.dumps({
        "made_at": int(timezone.now().timestamp() * 1000),
        "secret_key": SECRET_KEY,
        "users": [{"name": name, "id": user.pk, "email": user.email} for name, user in users.items()],
        "table": table,
        "many": many,
        "signed": sign_all(users),
        "sql": [line for name in TABLES for line in dump(name)],
    }, indent=1))


USERS = {
    "ann": {},
    "bob": {},
    "staff": {"is_staff": True},
    "superuser": {"is_superuser": True},
    "disabled": {"is_active": False},
    "stranger": {},
}


def make_user(name, **flags):
    user = User(email=f"{name.title()}@Example.com", **flags)
    user.set_password("correct horse battery")
    user.save()
    return user


def issue(user, expires_at=FAR):
    return str(RefreshToken.objects.create(user=user, expires_at=expires_at).token)


def sign_all(users):
    def sign(user):
        return str(SignedToken.for_user(user))

    def rotate(token):
        serializer = TokenRefreshSerializer(data={"refresh": token})
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data["refresh"]

    signed = {name: sign(user) for name, user in users.items()}
    signed["ann, blacklisted"] = sign(users["ann"])
    SignedToken(signed["ann, blacklisted"]).blacklist()
    # Rotated twice: the one in between is blacklisted without a user.
    signed["bob, rotated"] = sign(users["bob"])
    signed["bob, rotated again"] = rotate(signed["bob, rotated"])
    signed["bob, from rotation"] = rotate(signed["bob, rotated again"])
    expired = SignedToken.for_user(users["ann"])
    expired.set_exp(from_time=PAST, lifetime=timedelta(hours=1))
    signed["ann, expired"] = str(expired)
    signed["ann, access"] = str(SignedToken.for_user(users["ann"]).access_token)
    return signed


def dump(table):
    """The table as SQL, with the types that Django has given its columns."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select name, type from pragma_table_info(%s)", [table])
        else:
            cursor.execute(
                "select column_name, data_type from information_schema.columns "
                "where table_name = %s order by ordinal_position",
                [table],
            )
        columns = cursor.fetchall()
        yield f'create table {table} ({", ".join(f"{name} {kind}" for name, kind in columns)})'
        texts = ", ".join(f"cast({name} as text)" for name, _ in columns)
        cursor.execute(f"select {texts} from {table} order by id")
        for row in cursor.fetchall():
            yield f'insert into {table} values ({", ".join(map(literal, row))})'


def literal(value):
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


main()
