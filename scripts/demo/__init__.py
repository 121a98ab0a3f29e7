"""The website of a clinic that does not exist, with Patella on it: to try the widget in place."""
