"""All settings: read from the environment once, nonsense refused at start. The switch between the embedded and the
served way is DATABASE_URL and REDIS_URL, nothing else."""

import sys
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from config import env
from llm.core.jobs import JOBS

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var")))
DEBUG = env.flag("DEBUG")
TESTING = "pytest" in sys.modules
VERSION = "0.1.0"

SECRET_KEY = env.text("SECRET_KEY") or env.own_secret(DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", "")  # former ones, while what they sealed is still read
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
HOST = env.text("HOST", "127.0.0.1")
PORT = env.integer("PORT", 8000, low=0, high=65535)

INSTALLED_APPS = [
    "accounts.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "csp",
    "django_prometheus",
    "accounts",
    "events",
    "llm",
    "plans",
    "feedback",
    "adaptation",
    "diagnosis",
    "coaching",
    "config",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "config.middleware.RequestIdMiddleware",
    "config.middleware.ApiAnswerMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ProfileLocaleMiddleware",
    "config.middleware.LocalTimeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.IdempotencyMiddleware",
    "config.journal_line.JournalLineMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "config.journal_line.journal_cursor",
            ],
        },
    }
]

DATABASE_URL = env.text("DATABASE_URL")
# Connections a process keeps open; PgBouncer in front of the server wants 0. Tests count and close connections.
DATABASE_POOL = 0 if TESTING else env.integer("DATABASE_POOL", 10, low=0, high=500)
DATABASES = {
    "default": env.database(DATABASE_URL, DATABASE_POOL)
    if DATABASE_URL
    else env.sqlite(str(DATA_DIR / "spotter.sqlite3"))
}
if not DATABASE_URL:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
# A request asks Redis up to three times (a limit, a task, a hint). One that hangs may cost it a second each time, and
# no client tries again by itself: what was not said is swept.
REDIS_OPTIONS: dict[str, float] = {"socket_timeout": 1, "socket_connect_timeout": 1}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, **REDIS_OPTIONS}]},
    }
    if REDIS_URL
    else {"BACKEND": "config.layers.LoopBoundChannelLayer"}
}

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.services.passwords.EasyPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600  # seconds for which a link to set a new password is good
# Staff see every athlete, so a password alone does not let them in; with DEBUG, on one's own machine, it does.
STAFF_SECOND_FACTOR = env.flag("STAFF_SECOND_FACTOR", not (DEBUG or TESTING))
if TESTING:  # the real ones are slow on purpose, and a cast of six is made in every test class
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=env.integer("ACCESS_TOKEN_MIN", 15, low=1, high=1440)),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=env.integer("REFRESH_TOKEN_DAYS", 30, low=1, high=365)),
    "SIGNING_KEY": SECRET_KEY,
    "ISSUER": "spotter",
    "AUDIENCE": "spotter",
    "CHECK_REVOKE_TOKEN": True,
    "USER_ID_FIELD": "id",
}

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.BearerAuthentication",
        "accounts.api.authentication.CookieAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["config.parsers.CamelCaseJSONParser", "config.parsers.CamelCaseMultiPartParser"],
    "DEFAULT_RENDERER_CLASSES": ["config.envelope.EnvelopeRenderer"],
    "DEFAULT_PAGINATION_CLASS": "config.envelope.CursorPage",
    "DEFAULT_THROTTLE_CLASSES": [
        "config.limits.EveryRequest",
        "config.idempotency.OncePerKey",
        "config.limits.Scoped",
    ],
    "DEFAULT_SCHEMA_CLASS": "config.schema.EnvelopeSchema",
    "EXCEPTION_HANDLER": "config.errors.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": False,
}
# Hard limits: (calls, seconds). A batch of ratings counts once.
RATE_LIMITS = {
    "all": (env.integer("LIMIT_ALL", 100, low=1, high=1_000_000), 60),
    "generate": (env.integer("LIMIT_GENERATE", 3, low=1, high=1_000_000), 300),
    "feedback": (env.integer("LIMIT_FEEDBACK", 20, low=1, high=1_000_000), 60),
    "messages": (env.integer("LIMIT_MESSAGES", 20, low=1, high=1_000_000), 60),
    "diagnosis": (env.integer("LIMIT_DIAGNOSIS", 10, low=1, high=1_000_000), 3600),
    "typing": (1, 3),  # what is more is not passed on
    "login": (env.integer("LIMIT_LOGIN", 5, low=1, high=1_000_000), 60),  # per account and address
    "login_account": (env.integer("LIMIT_LOGIN_ACCOUNT", 20, low=1, high=1_000_000), 900),  # from everywhere
    "login_address": (env.integer("LIMIT_LOGIN_ADDRESS", 30, low=1, high=1_000_000), 300),  # over all accounts
    "factor": (env.integer("LIMIT_FACTOR", 10, low=1, high=1_000_000), 900),  # codes of one account
    "reset_account": (env.integer("LIMIT_RESET_ACCOUNT", 3, low=1, high=1_000_000), 3600),  # links for an account
    "reset_address": (env.integer("LIMIT_RESET_ADDRESS", 10, low=1, high=1_000_000), 3600),  # from one address
    "register": (env.integer("LIMIT_REGISTER", 10, low=1, high=1_000_000), 3600),  # per address
}
# How many proxies of ours stand in front: 0 means that X-Forwarded-For is not believed at all.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0, low=0, high=10)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
IMPORT_MAX_BYTES = env.integer("IMPORT_MAX_BYTES", 10_000_000, low=1_000, high=100_000_000)
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SPECTACULAR_SETTINGS = {
    "TITLE": "Spotter",
    "DESCRIPTION": "The training coach that anyone can host.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v\d",  # the word after it is the tag
    "POSTPROCESSING_HOOKS": [
        "config.schema.envelope",
    ],
}

# Streams: how many of one athlete and in one process, and over how long a stopping process sends them away.
STREAMS_PER_ATHLETE = env.integer("STREAMS_PER_ATHLETE", 5, low=1, high=100)
STREAMS_MAX = env.integer("STREAMS_MAX", 25_000, low=1, high=1_000_000)
STREAM_DRAIN_S = env.integer("STREAM_DRAIN_S", 5, low=0, high=60)

# Background work: a message is a hint, the row is the truth, the sweeper is the net.
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        **REDIS_OPTIONS,
        "max_retries": 0,
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
    if REDIS_URL
    else {"polling_interval": 0.05}
)
CELERY_TASK_IGNORE_RESULT = True
# What waits for language models has queues of its own. A worker takes from all of them unless told otherwise (`-Q`).
CELERY_TASK_QUEUES = [Queue(name) for name in ("celery", "models", "diagnosis")]
CELERY_TASK_ROUTES = {
    "coaching.tasks.word_answer": {"queue": "models"},
    "coaching.tasks.check_moment": {"queue": "models"},
    "coaching.tasks.notify": {"queue": "models"},  # waits for the servers of others as well
    "accounts.tasks.send_mail": {"queue": "models"},
    "plans.tasks.refine_plan": {"queue": "models"},
    "diagnosis.tasks.run_diagnosis": {"queue": "diagnosis"},
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
SWEEP_SECONDS = env.integer("SWEEP_SECONDS", 30, low=1, high=3600)
CELERY_BEAT_SCHEDULE = {
    "forget what has expired": {"task": "accounts.tasks.forget_expired", "schedule": 3600},
    "sweep mails": {"task": "accounts.tasks.sweep_mails", "schedule": SWEEP_SECONDS},
    "sweep reactions": {"task": "events.tasks.sweep", "schedule": SWEEP_SECONDS},
    "sweep imports": {"task": "feedback.tasks.sweep_imports", "schedule": SWEEP_SECONDS},
    "sweep refinements": {"task": "plans.tasks.sweep_refinements", "schedule": SWEEP_SECONDS},
    "expire suggestions": {"task": "adaptation.tasks.expire_suggestions", "schedule": 3600},
    "alert staff": {"task": "coaching.tasks.alert_staff", "schedule": 30},  # within a minute of the sign
    "sweep answers": {"task": "coaching.tasks.sweep_answers", "schedule": SWEEP_SECONDS},
    "sweep calls of models": {"task": "llm.tasks.sweep_calls", "schedule": 60},
    "sweep diagnoses": {"task": "diagnosis.tasks.sweep_diagnoses", "schedule": SWEEP_SECONDS},
    "begin diagnoses that were asked for regularly": {"task": "diagnosis.tasks.begin_routines", "schedule": 900},
    "review absences": {"task": "adaptation.tasks.review_absences", "schedule": 3600},
    "send digests": {"task": "coaching.tasks.send_digests", "schedule": 900},
    # By the clock of the database; a beat that comes twice, or from two clocks, makes one tick.
    "tick": {"task": "coaching.tasks.tick", "schedule": 60},
    "check timing": {"task": "coaching.tasks.check_timing", "schedule": 240},  # two beats before a moment falls due
    "send prompts": {"task": "coaching.tasks.send_due", "schedule": 15},
    "sweep prompts": {"task": "coaching.tasks.sweep_prompts", "schedule": SWEEP_SECONDS},
    "watch prompts": {"task": "coaching.tasks.watch_prompts", "schedule": 300},
    "close outcomes": {"task": "coaching.tasks.close_outcomes", "schedule": 60},
    "note late outcomes": {"task": "coaching.tasks.note_late_outcomes", "schedule": 3600},
    "update the policy": {"task": "coaching.tasks.update_policy", "schedule": 3600},  # the first of a UTC day counts
    "update the arms": {"task": "coaching.tasks.update_arms", "schedule": 3600},
    "watch fidelity": {"task": "coaching.tasks.watch_fidelity", "schedule": 3600},
    "keep months": {"task": "coaching.tasks.keep_months", "schedule": 86_400},
    "reconcile moments": {"task": "coaching.tasks.reconcile_moments", "schedule": 3600},
}

# Language models. Without a key none is asked; with several, one after the other in this order.
LLM_MODE = env.choice("LLM_MODE", "LIVE", ("LIVE", "OFF"))
LLM_PROVIDERS = env.providers("LLM_PROVIDERS", "openai,qwen,deepseek,vllm,ollama,llamacpp")
LLM_WAITS_S = {  # seconds, by job
    name: env.integer(f"LLM_WAIT_{name.upper()}_S", job.wait_s, low=1, high=job.wait_max_s)
    for name, job in JOBS.items()
}
ALLOW_LOCAL_LLM = env.flag("ALLOW_LOCAL_LLM")  # addresses of this machine and of the local network, over plain HTTP
LLM_CEILINGS: dict[str, dict[str, int]] = {  # money in millionths of a dollar
    "athlete_day": {
        "calls": env.integer("LLM_ATHLETE_CALLS", 100, low=0, high=1_000_000),
        "tokens": env.integer("LLM_ATHLETE_TOKENS", 300_000, low=0, high=1_000_000_000),
    },
    "job_day": {"calls": env.integer("LLM_JOB_CALLS", 20_000, low=0, high=1_000_000_000)},
    "all_day": {"micro_usd": env.integer("LLM_USD_DAY", 5, low=0, high=1_000_000) * 1_000_000},
    "all_month": {"micro_usd": env.integer("LLM_USD_MONTH", 50, low=0, high=1_000_000) * 1_000_000},
}

# Mail. Without a host nothing is sent; links in mails need the address under which people reach the pages.
PUBLIC_URL = env.text("PUBLIC_URL").rstrip("/")
EMAIL_HOST = env.text("EMAIL_HOST")
MAIL_IS_SET = TESTING or bool(EMAIL_HOST)
SAFETY_ON_CALL = env.words("SAFETY_ON_CALL", "")  # addresses that hear of signs beside the staff who may see them
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_PORT = env.integer("EMAIL_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "spotter@localhost")

# Notifications to browsers. Without a key there are none (`manage.py make_vapid_keys` makes one).
VAPID_PRIVATE_KEY = env.text("VAPID_PRIVATE_KEY")
VAPID_SUBJECT = env.text("VAPID_SUBJECT", "mailto:admin@localhost")
PUSH_HOSTS = env.words(
    "PUSH_HOSTS",
    "fcm.googleapis.com,push.services.mozilla.com,notify.windows.com,push.apple.com",
)
PUSH_TIMEOUT_S = env.integer("PUSH_TIMEOUT_S", 5, low=1, high=60)
ALLOW_LOCAL_PUSH = False  # tests open it

# Where the law asks for it: whoever has not said when they were born counts as under 18.
AGE_REQUIRED = env.flag("AGE_REQUIRED")

# Language, time, files
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "media"

# Security
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = env.flag("HTTPS")  # the pages are reached over TLS: cookies and HSTS depend on it
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS and env.flag("HTTPS_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^health", r"^metrics$"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Health
HEALTH_TOKEN = env.text("HEALTH_TOKEN")

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.logs.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", "INFO", LOG_LEVELS)},
    "loggers": {
        # Django's own handler would say everything a second time, without the request's id, and its own level would
        # stand above LOG_LEVEL.
        "django": {"handlers": [], "level": "NOTSET", "propagate": True},
        "django.server": {"handlers": [], "level": "NOTSET", "propagate": True},
        # The client of the models would write down, at DEBUG, what was asked and answered.
        **{name: {"level": "WARNING"} for name in ("openai", "httpx2", "httpcore2")},
        # Two lines a task, several tasks a minute also when nobody trains: only what went wrong.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
