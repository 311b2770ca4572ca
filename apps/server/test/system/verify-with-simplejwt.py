"""Authenticates a request as a Django service would, with SimpleJWT that was told the key and nothing else.

Reads {"token", "key"} from the standard input and prints {"user_id", "claims"} or {"error"}.
"""

import json
import sys

import django
from django.conf import settings

given = json.load(sys.stdin)
settings.configure(
    SECRET_KEY="not the key of the tokens",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"],
    SIMPLE_JWT={"SIGNING_KEY": given["key"]},
)
django.setup()

from rest_framework.test import APIRequestFactory  # noqa: E402
from rest_framework_simplejwt.authentication import JWTStatelessUserAuthentication  # noqa: E402
from rest_framework_simplejwt.exceptions import AuthenticationFailed, TokenError  # noqa: E402
from rest_framework_simplejwt.tokens import AccessToken  # noqa: E402

try:
    claims = AccessToken(given["token"]).payload
    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION="Bearer " + given["token"])
    user, _token = JWTStatelessUserAuthentication().authenticate(request)
    print(json.dumps({"user_id": user.id, "claims": claims}))
except (AuthenticationFailed, TokenError) as error:
    print(json.dumps({"error": type(error).__name__}))
