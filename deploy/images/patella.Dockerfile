# syntax=docker/dockerfile:1
# The images of both servers, by the project's own lock files and set-up steps. From the root of
# the repository:
#   docker build -f deploy/images/patella.Dockerfile --target actions -t patella-actions .
#   docker build -f deploy/images/patella.Dockerfile --target dialogue -t patella-dialogue .
# Each server has a distribution whose makers still mend the Python that it needs: Debian 12 has
# 3.11; Ubuntu 22.04 has 3.10, which python.org has given up.

# --- the action server's packages, the encoder and the passages ----------------------------------

FROM debian:bookworm-slim AS made-actions
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates make python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /patella
COPY requirements requirements
COPY scripts/setup scripts/setup
RUN scripts/setup actions
COPY . .
# With PATELLA_MODEL_KEY as a build secret, what is made is signed and not only summed up.
RUN --mount=type=secret,id=model-key,env=PATELLA_MODEL_KEY \
    .build/actions/bin/python -m scripts.train --only encoder index \
 && rm -rf .build/uv

# --- the dialogue server's packages, the recogniser and the model ---------------------------------

FROM ubuntu:22.04 AS made-dialogue
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates make python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /patella
COPY requirements requirements
COPY scripts/setup scripts/setup
RUN scripts/setup dialogue
COPY . .
COPY --from=made-actions /patella/.build/encoder .build/encoder
RUN --mount=type=secret,id=model-key,env=PATELLA_MODEL_KEY \
    .build/dialogue/bin/python -m scripts.train --only recogniser model \
 && rm -rf .build/uv

# --- what runs ------------------------------------------------------------------------------------

FROM debian:bookworm-slim AS actions
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      ca-certificates fonts-dejavu-core libpango-1.0-0 libpangoft2-1.0-0 python3 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /patella
COPY --from=made-actions /patella /patella
ENV HOME=/tmp XDG_CACHE_HOME=/tmp \
    PYTHONUNBUFFERED=1 PYTHONWARNINGS=ignore PYTHONDONTWRITEBYTECODE=1 \
    RASA_TELEMETRY_ENABLED=false HF_HUB_DISABLE_TELEMETRY=1 TOKENIZERS_PARALLELISM=false \
    SANIC_HOST=0.0.0.0 PATELLA_VAR=/tmp/patella
USER 10001:10001
EXPOSE 5055
CMD ["/patella/.build/actions/bin/python", "-m", "actions", "--port", "5055"]

FROM ubuntu:22.04 AS dialogue
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /patella
COPY --from=made-dialogue /patella /patella
ENV HOME=/tmp XDG_CACHE_HOME=/tmp MPLCONFIGDIR=/tmp \
    PYTHONUNBUFFERED=1 PYTHONWARNINGS=ignore PYTHONDONTWRITEBYTECODE=1 \
    RASA_TELEMETRY_ENABLED=false HF_HUB_DISABLE_TELEMETRY=1 TOKENIZERS_PARALLELISM=false \
    PATELLA_HOST=0.0.0.0 PATELLA_PORT=5005 PATELLA_PROXIES=1 PATELLA_VAR=/tmp/patella
USER 10001:10001
EXPOSE 5005
CMD ["/patella/.build/dialogue/bin/python", "-m", "bot"]
