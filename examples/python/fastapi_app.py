"""A service whose callers sign in at Latchkey: FastAPI with PyJWT.

    pip install fastapi uvicorn "pyjwt[crypto]"
    PUBLIC_URL=http://localhost:8000 JWT_ALGORITHM=ES256 uvicorn fastapi_app:app --port 8002

The variables are Latchkey's own, with the same values: PUBLIC_URL, JWT_ALGORITHM, TOKEN_AUDIENCE and, for HS256 alone,
JWT_SIGNING_KEY.
"""

import http.client
import json
import os
import sys
import time
import urllib.request
from typing import Any, Dict, Optional

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

ISSUER = os.environ.get("PUBLIC_URL", "http://localhost:8000")
ALGORITHM = os.environ.get("JWT_ALGORITHM", "HS256")
AUDIENCE = os.environ.get("TOKEN_AUDIENCE") or None
SECRET = os.environ.get("JWT_SIGNING_KEY", "") if ALGORITHM == "HS256" else None
if SECRET == "":
    sys.exit("Give JWT_SIGNING_KEY, which `npm run latchkey -- keys show` shows, or a JWT_ALGORITHM with public keys.")


class NoKeys(Exception):
    """There are no public keys to verify with."""


class PublicKeys(jwt.PyJWKClient):
    """Kept for five minutes, and fetched again when a token names a key that is new. Anybody can send such a token, so that
    happens every five seconds at most; and what is known stays while it cannot be fetched."""

    known: Any = None
    tried_at = float("-inf")

    def fetch_data(self) -> Any:
        if time.monotonic() - self.tried_at >= 5:
            self.tried_at = time.monotonic()
            try:
                with urllib.request.urlopen(self.uri, timeout=5) as answer:
                    self.known = json.load(answer)
                self.jwk_set_cache.put(self.known)
            except (OSError, ValueError, http.client.HTTPException) as error:
                print(f"The public keys cannot be fetched: {error}", file=sys.stderr)
        if self.known is None:
            raise NoKeys
        return self.known


public_keys = PublicKeys(f"{ISSUER}/.well-known/jwks.json")

Claims = Dict[str, Any]
app = FastAPI()


def verify(token: str) -> Claims:
    """The claims of a good access token. Raises jwt.PyJWTError for any other, and NoKeys."""
    key = SECRET or public_keys.get_signing_key_from_jwt(token).key
    claims = jwt.decode(
        token,
        key,
        # The one that Latchkey signs with, never the one that the token asks for.
        algorithms=[ALGORITHM],
        issuer=ISSUER,
        audience=AUDIENCE,
        leeway=5,
        options={"require": ["exp", "iat", "iss", "sub", "jti"]},
    )
    # The signature, which is good, covers the header too.
    if jwt.get_unverified_header(token).get("typ") != "at+jwt" or claims.get("token_type") != "access":
        raise jwt.InvalidTokenError("This is no access token.")
    return claims


def caller(given: Optional[HTTPAuthorizationCredentials] = Depends(HTTPBearer(auto_error=False))) -> Claims:
    """Who calls, for `Depends(caller)`. Without a good access token the answer is 401."""
    if given is None:
        raise HTTPException(401, "Sign in first.", {"WWW-Authenticate": "Bearer"})
    try:
        return verify(given.credentials)
    except NoKeys as error:
        # Not the caller's fault: nobody should be signed out for that.
        raise HTTPException(503, "Tokens cannot be verified now.", {"Retry-After": "5"}) from error
    except jwt.PyJWTError as error:
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise HTTPException(401, "The access token is not valid.", challenge) from error


def staff(claims: Claims = Depends(caller)) -> Claims:
    """A caller who is staff. The answer to others is 403."""
    if claims.get("is_staff") is not True:
        raise HTTPException(403, "Only staff may do this.")
    return claims


@app.get("/games")
def games(claims: Claims = Depends(caller)) -> Dict[str, Any]:
    return {"games": [], "account": claims["user_id"]}


@app.post("/games", status_code=201)
def add_game(claims: Claims = Depends(staff)) -> Dict[str, Any]:
    return {"account": claims["user_id"]}
