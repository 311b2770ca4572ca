"""Hashes a password as Django does by default; JSON goes in and comes out."""

import json
import sys

from django.conf import settings
from django.contrib.auth.hashers import make_password

settings.configure(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"])
json.dump(make_password(json.load(sys.stdin)["password"]), sys.stdout)
