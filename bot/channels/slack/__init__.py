"""The Slack channel: direct messages, the App Home and the slash command."""
