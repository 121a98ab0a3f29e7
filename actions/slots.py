"""The names of the slots that actions read or write beside the answers themselves."""

REQUESTED_SLOT = "requested_slot"
ABOUT_DOUBT = "about_doubt"
TRAIL = "trail"
MISSES = "misses"
SUMMARY = "summary"
SUMMARY_CONFIRMED = "summary_confirmed"
ASSESSED = "assessed"
