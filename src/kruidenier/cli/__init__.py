"""The console: the same verbs as on the screens, for scripts, cron and reports."""
