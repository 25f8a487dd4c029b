"""What Prometheus is told about models. No label names a person or repeats a text."""

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120)
REQUESTS = Counter("spotter_llm_requests", "Calls of models.", ["job", "provider", "model", "outcome"])
DURATION = Histogram("spotter_llm_request_seconds", "How long a call took.", ["job", "provider"], buckets=SECONDS)
FIRST_TOKEN = Histogram(
    "spotter_llm_ttft_seconds", "Until the first token of an answer.", ["job", "provider"], buckets=SECONDS
)
TOKENS = Counter("spotter_llm_tokens", "Tokens that were paid for.", ["provider", "model", "direction"])
COST = Counter("spotter_llm_cost_usd", "Money spent, by the prices in the catalogue.", ["job", "provider", "model"])
FALLBACKS = Counter(
    "spotter_llm_fallback", "Questions handed to the next in the order.", ["source", "target", "reason"]
)
RETRIES = Counter("spotter_llm_retries", "Calls made a second time at the same provider.", ["provider"])
BREAKERS = Gauge(
    "spotter_llm_breaker_state", "0 closed, 1 open.", ["provider", "model"], multiprocess_mode="mostrecent"
)
BUDGET_REFUSALS = Counter("spotter_llm_budget_rejections", "Calls that a budget had no room for.", ["scope"])
KEPT = Counter("spotter_llm_cache", "Questions that may be answered by a kept reply.", ["job", "result"])
INFLIGHT = Gauge("spotter_llm_inflight", "Calls under way.", ["provider"], multiprocess_mode="livesum")
FINDINGS = Counter("spotter_llm_validation_findings", "What was wrong with answers.", ["job", "rule"])
REPAIRS = Counter("spotter_llm_repairs", "Answers that were asked for once more.", ["job", "result"])
GUARDRAILS = Counter("spotter_llm_guardrail", "Texts of models that were not shown.", ["category"])
