"""Verifies an access token as another service would, with PyJWT.

Reads {"token", "issuer", "audience"?, and either "key" or "jwks_url", "algorithm"} from the standard input and prints
{"claims"} or {"error"}.
"""

import json
import sys

import jwt

given = json.load(sys.stdin)
try:
    if "jwks_url" in given:
        key = jwt.PyJWKClient(given["jwks_url"]).get_signing_key_from_jwt(given["token"]).key
    else:
        key = given["key"]
    claims = jwt.decode(
        given["token"],
        key,
        algorithms=[given["algorithm"]],
        issuer=given["issuer"],
        audience=given.get("audience"),
        options={"require": ["exp", "iat", "iss", "sub", "jti"]},
    )
    print(json.dumps({"claims": claims}))
except jwt.PyJWTError as error:
    print(json.dumps({"error": type(error).__name__}))
