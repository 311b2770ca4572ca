"""A service whose callers sign in at Latchkey: Django REST framework with SimpleJWT.

    pip install djangorestframework djangorestframework-simplejwt "pyjwt[crypto]"
    PUBLIC_URL=http://localhost:8000 JWT_ALGORITHM=ES256 python3 drf_project.py runserver 8002

The variables are Latchkey's own, with the same values: PUBLIC_URL, JWT_ALGORITHM, TOKEN_AUDIENCE and, for HS256 alone,
JWT_SIGNING_KEY. In a project of yours, SIMPLE_JWT and REST_FRAMEWORK go to its settings.
"""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.management.utils import get_random_secret_key
from django.urls import path

ISSUER = os.environ.get("PUBLIC_URL", "http://localhost:8000")
ALGORITHM = os.environ.get("JWT_ALGORITHM", "HS256")
SECRET = os.environ.get("JWT_SIGNING_KEY", "") if ALGORITHM == "HS256" else None
if SECRET == "":
    sys.exit("Give JWT_SIGNING_KEY, which `npm run latchkey -- keys show` shows, or a JWT_ALGORITHM with public keys.")

settings.configure(
    # Django's own, for what it signs itself: never the key of the tokens.
    SECRET_KEY=get_random_secret_key(),
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"],
    SIMPLE_JWT={
        # The one that Latchkey signs with, never the one that a token asks for.
        "ALGORITHM": ALGORITHM,
        "SIGNING_KEY": SECRET,
        # Fetched with the first token, kept for five minutes, and fetched again when a token names a key that is new.
        "JWK_URL": f"{ISSUER}/.well-known/jwks.json",
        "ISSUER": ISSUER,
        "AUDIENCE": os.environ.get("TOKEN_AUDIENCE") or None,
        "LEEWAY": 5,
        "USER_ID_CLAIM": "user_id",
        "TOKEN_TYPE_CLAIM": "token_type",
        "JTI_CLAIM": "jti",
    },
    REST_FRAMEWORK={
        # The accounts are Latchkey's: request.user is made from the token, and no database is asked.
        "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTStatelessUserAuthentication"],
        # Closed, unless a view says otherwise.
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
)

# These read the settings when they are imported.
import django  # noqa: E402

django.setup()

from rest_framework.permissions import SAFE_METHODS, IsAdminUser, IsAuthenticated  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class Games(APIView):
    def get_permissions(self):
        # IsAdminUser asks for user.is_staff, which is the claim of that name.
        return [IsAuthenticated() if self.request.method in SAFE_METHODS else IsAdminUser()]

    def get(self, request):
        return Response({"games": [], "account": request.user.id})

    def post(self, request):
        return Response({"account": request.user.id}, status=201)


urlpatterns = [path("games", Games.as_view())]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
