"""What `make doctor` tells of Slack: whether it knows us, what we may do, how it reaches us."""

from __future__ import annotations

from collections.abc import Mapping

from bot.settings import SlackSettings
from scripts.findings import FINE, OFF, WRONG, Answered, Finding, call, reason_of
from scripts.places import Places

#: What deploy/slack/manifest.yml asks for.
SCOPES = frozenset(
    {"app_mentions:read", "chat:write", "commands", "files:write"}
    | {"im:history", "im:read", "im:write"}
)
PAGE = "See docs/slack.md."


def look_at_slack(at: Places, env: Mapping[str, str]) -> list[Finding]:
    """The bot's token and its scopes, then Socket Mode or the signing secret."""
    token = env.get("PATELLA_SLACK_BOT_TOKEN")
    if not token:
        return [Finding(OFF, "Slack", f"not set up (PATELLA_SLACK_BOT_TOKEN). {PAGE}")]
    api = (env.get("PATELLA_SLACK_API") or SlackSettings.api).rstrip("/") + "/"
    try:
        found = _of_token(call(f"{api}auth.test", _bearer(token), b""))
        found.append(_of_delivery(env, api))
    except OSError as error:
        return [Finding(WRONG, "Slack", f"{api} cannot be reached ({reason_of(error)}).")]
    return found


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _of_token(answer: Answered) -> list[Finding]:
    if answer.body.get("ok") is not True:
        return [Finding(WRONG, "Slack token", f"Slack says {_code(answer)}. {PAGE}")]
    who = f"signed in as {answer.body.get('user')} in {answer.body.get('team')}"
    found = [Finding(FINE, "Slack token", who)]
    told = {name.lower(): value for name, value in answer.headers.items()}.get("x-oauth-scopes")
    if told is None:
        return found
    missing = sorted(SCOPES - {scope.strip() for scope in told.split(",")})
    if missing:
        said = f"{', '.join(missing)} missing. Add them and install the app again. {PAGE}"
        return [*found, Finding(WRONG, "Slack scopes", said)]
    return [*found, Finding(FINE, "Slack scopes", "all there")]


def _of_delivery(env: Mapping[str, str], api: str) -> Finding:
    app_token = env.get("PATELLA_SLACK_APP_TOKEN")
    if app_token:
        answer = call(f"{api}apps.connections.open", _bearer(app_token), b"")
        if answer.body.get("ok") is True:
            return Finding(FINE, "Slack Socket Mode", "Slack gives us a connection")
        return Finding(WRONG, "Slack Socket Mode", f"Slack says {_code(answer)}. {PAGE}")
    if env.get("PATELLA_SLACK_SIGNING_SECRET"):
        return Finding(
            FINE, "Slack signing secret", "there; only Slack can tell whether it is right"
        )
    said = "neither PATELLA_SLACK_APP_TOKEN nor PATELLA_SLACK_SIGNING_SECRET is set."
    return Finding(WRONG, "Slack", f"{said} {PAGE}")


def _code(answer: Answered) -> str:
    return str(answer.body.get("error") or f"status {answer.status}")
