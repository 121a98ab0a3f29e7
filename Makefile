# Every job of the project has one entry here: `make help` lists them.
# Plain GNU make 3.81 (the one macOS ships) is enough; the scripts do the work.

BUILD    := $(if $(PATELLA_BUILD),$(PATELLA_BUILD),.build)
DIALOGUE := $(BUILD)/dialogue/bin/python
ACTIONS  := $(BUILD)/actions/bin/python
ARGS     ?=
DOCS     ?=

export RASA_TELEMETRY_ENABLED := false
export ORT_DISABLE_TELEMETRY := 1
export PYTHONWARNINGS := ignore
export TF_CPP_MIN_LOG_LEVEL := 3

.DEFAULT_GOAL := help
.PHONY: help setup ready run run-scaled telegram slack doctor shell understand search ingest preview train validate test lint format evaluate bench bench-search faults audit lock clean

help: ## list these jobs
	@echo "Patella: a conversational symptom checker for knee pain that may come from the hip"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Options go into ARGS, settings into the environment: PATELLA_PORT=5006 make run"

# What the other jobs stand on. Its messages go to standard error, so that
# `make -s understand` and the like print nothing but their own output.
setup:
	@scripts/setup

ready: setup
	@$(ACTIONS) -m scripts.train

run: ready ## start Patella and print its address (Ctrl-C ends it)
	@$(ACTIONS) -m scripts.run $(ARGS)

run-scaled: ready ## start two servers of each kind, PostgreSQL and a proxy (docs/deploying.md)
	@scripts/setup test
	@$(ACTIONS) -m scripts.scaled $(ARGS)

telegram: ready ## start Patella for Telegram, fetching its updates (docs/telegram.md)
	@$(ACTIONS) -m scripts.telegram

slack: ready ## start Patella for Slack, over Socket Mode (docs/slack.md)
	@$(ACTIONS) -m scripts.slack

doctor: setup ## look at everything that Patella needs, one line each
	@$(ACTIONS) -m scripts.doctor

shell: ready ## have a conversation here on the terminal (ARGS=--json, ARGS="--replay FILE")
	@$(ACTIONS) -m scripts.shell $(ARGS)

understand: ready ## what is understood of each line on standard input, as JSON lines
	@$(DIALOGUE) -m bot.understand $(ARGS)

search: ready ## what the knowledge base finds for each line on standard input, as JSON lines
	@$(ACTIONS) -m knowledge.search $(ARGS)

# It needs the encoder and no dialogue model; and it has to run also where what was taken
# before can no longer be read, on which `make train` fails.
ingest: setup ## take documents of your own: DOCS=folder (ARGS=--only, --forget, --list, --help)
	@$(ACTIONS) -m knowledge.search.export >/dev/null
	@$(ACTIONS) -m knowledge.ingest $(if $(DOCS),"$(DOCS)") $(ARGS)

preview: setup ## each passage as people would see it; with DOCS=folder before it is taken
	@$(ACTIONS) -m knowledge.ingest.preview $(if $(DOCS),"$(DOCS)") $(ARGS)

train: ready ## export the encoder, index the documents, train the model: what changed of these

validate: ## check the training data and the knowledge files for contradictions
	@scripts/test validate

test: ## run every check and test (PATELLA_NO_SKIP=1: a skipped test is a failure)
	@scripts/test $(ARGS)

lint: ## check style and types in both environments
	@scripts/test style types

format: ## put the source into the project's style
	@scripts/setup test
	@$(ACTIONS) -m ruff check --fix-only --quiet .
	@$(ACTIONS) -m ruff format .

evaluate: ready ## score understanding, search and triage on what nothing was learned from
	@$(ACTIONS) -m scripts.evaluate $(ARGS)

bench: ready ## measure it beside the bot of `rasa init` (ARGS=--short, --full; --docs keeps the page)
	@scripts/setup test
	@$(ACTIONS) -m scripts.bench $(ARGS)

bench-search: ready ## measure search in files and in PostgreSQL by size (ARGS=--docs keeps the tables)
	@scripts/setup test
	@$(ACTIONS) -m scripts.bench.search $(ARGS)

faults: ready ## kill, freeze, flood and attack the real servers, an hour (docs/reliability.md)
	@scripts/setup test
	@$(ACTIONS) -m scripts.faults --run --docs $(ARGS)

audit: setup ## look the pinned packages up among the published advisories (needs a network)
	@$(ACTIONS) -m scripts.audit

lock: ## pin the newest packages that requirements/*.in allow
	@scripts/lock

clean: ## remove what can be made again (.build, caches); conversations in var/ stay
	@scripts/clean
