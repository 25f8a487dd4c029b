"""Where Django's formats for Chinese read oddly."""

MONTH_DAY_FORMAT = "n月j日"  # Django's has a leading zero on the month alone: 03月2日
