"""Makes the tables and users of a Django project, with Django itself, in an empty database.

    python3 django_users.py sqlite:FILE|postgres://… auth|custom [DUMP]

`auth` has Django's own user model, `custom` one of the project's with other names. With DUMP the users' table is
written there as SQL: that is how test/fixtures/django was made. Debian's packages python3-django,
python3-argon2, python3-bcrypt and python3-psycopg2 bring what is needed.
"""

import base64
import hashlib
import sqlite3
import sys
from datetime import datetime, timezone
from urllib.parse import urlparse

import django
from django.conf import settings

url, kind, *dump = sys.argv[1:]
hashers = ["PBKDF2", "PBKDF2SHA1", "Argon2", "BCryptSHA256", "BCrypt", "MD5"]


def database():
    if url.startswith("sqlite:"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": url[len("sqlite:"):]}
    where = urlparse(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": where.path[1:],
        "USER": where.username,
        "HOST": where.hostname,
        "PORT": where.port,
    }


settings.configure(
    DATABASES={"default": database()},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
    PASSWORD_HASHERS=[f"django.contrib.auth.hashers.{name}PasswordHasher" for name in hashers],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.base_user import AbstractBaseUser  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402

PASSWORD = "correct horse battery"


def moment(year):
    return datetime(year, 3, 1, 12, 34, 56, 789000, tzinfo=timezone.utc)


def scrypt(password):
    """What ScryptPasswordHasher of Django 4.0 and newer writes; Debian's Django is older."""
    key = hashlib.scrypt(password.encode(), salt=b"a3uQ9xL0pZ7c", n=2**14, r=8, p=1, maxmem=2**26, dklen=64)
    return f"scrypt${2**14}$a3uQ9xL0pZ7c$8$1${base64.b64encode(key).decode()}"


def make_auth_users():
    from django.contrib.auth.models import User

    call_command("migrate", verbosity=0)
    people = [
        ("ada", "ada@example.com", make_password(PASSWORD, hasher="pbkdf2_sha256"), {"is_superuser": True}),
        ("bob", "bob@example.com", make_password(PASSWORD, hasher="pbkdf2_sha1"), {}),
        ("carol", "carol@example.com", make_password(PASSWORD, hasher="argon2"), {}),
        ("dave", "dave@example.com", make_password(PASSWORD, hasher="bcrypt_sha256"), {}),
        ("erin", "erin@example.com", make_password(PASSWORD, hasher="bcrypt"), {}),
        ("frank", "frank@example.com", scrypt(PASSWORD), {}),
        ("grace", "grace@example.com", make_password(None), {}),
        ("heidi", "heidi@example.com", make_password(PASSWORD, hasher="pbkdf2_sha256"), {"is_active": False}),
        ("ivan", "", make_password(PASSWORD, hasher="pbkdf2_sha256"), {}),
        ("judy", "judy@example.com", make_password(PASSWORD, hasher="md5"), {}),
        ("mallory_ü", "Mallory@EXAMPLE.com", make_password(PASSWORD, hasher="pbkdf2_sha256"), {}),
        ("trent", "trent@example.com", make_password(PASSWORD, hasher="pbkdf2_sha256"), {}),
    ]
    for i, (username, email, password, more) in enumerate(people):
        User.objects.create(
            username=username, email=email, password=password, date_joined=moment(2010 + i), **more
        )
    # An id that was given, and is in no table any more.
    User.objects.get(username="trent").delete()
    return "auth_user", "id"


def make_custom_users():
    class Member(AbstractBaseUser):
        number = models.BigAutoField(primary_key=True)
        address = models.EmailField(unique=True)
        full_name = models.CharField(max_length=200)
        enabled = models.BooleanField(default=True)
        is_root = models.BooleanField(default=False)
        registered = models.DateTimeField()
        USERNAME_FIELD = "address"

        class Meta:
            app_label = "accounts"
            db_table = "accounts_user"

    with connection.schema_editor() as editor:
        editor.create_model(Member)
    for name, root in [("Ada", True), ("Bob", False), ("Carol Č. 🔑", False)]:
        member = Member(
            address=f"{name.split()[0].lower()}@example.com",
            full_name=name,
            is_root=root,
            registered=moment(2020),
        )
        member.set_password(PASSWORD)
        member.save()
    return "accounts_user", "number"


def dump_sqlite(table):
    # Without the other tables, and so without the references to them.
    with sqlite3.connect(url[len("sqlite:"):]) as source:
        yield from (
            line
            for line in source.iterdump()
            if f'TABLE "{table}"' in line or f'INTO "{table}"' in line or f"'{table}'" in line
        )


def dump_postgres(table, key):
    with connection.cursor() as cursor:
        cursor.execute(
            """select attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)
            from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
            where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum""",
            [table],
        )
        columns = cursor.fetchall()
        cursor.execute("select pg_get_serial_sequence(%s, %s)", [table, key])
        sequence = cursor.fetchone()[0]
        yield f"create sequence {sequence};"
        definitions = [
            f'"{name}" {kind}{" not null" if needed else ""}{f" default {default}" if default else ""}'
            for name, kind, needed, default in columns
        ]
        yield f'create table {table} ({", ".join(definitions)}, primary key ("{key}"));'
        yield f'alter sequence {sequence} owned by {table}."{key}";'
        cursor.execute(f'select * from {table} order by "{key}"')
        for row in cursor.fetchall():
            values = cursor.cursor.mogrify(", ".join(["%s"] * len(row)), row).decode()
            yield f"insert into {table} values ({values});"
        cursor.execute(f"select last_value from {sequence}")
        yield f"select setval('{sequence}', {cursor.fetchone()[0]});"


def main():
    table, key = make_auth_users() if kind == "auth" else make_custom_users()
    for file in dump:
        lines = dump_sqlite(table) if url.startswith("sqlite:") else dump_postgres(table, key)
        with open(file, "w", encoding="utf-8") as output:
            output.writelines(f"{line}\n" for line in lines)


main()
