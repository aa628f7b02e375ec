# Every verb does all of its own set-up. Environment: see README.
.DEFAULT_GOAL := help
.PHONY: help run test check proofs lint seed reset bench chaos shots messages
PY := .venv/bin/python
READY := @sh deploy/prepare.sh
N ?= 150

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r verb words; do printf '  make %-9s %s\n' "$$verb" "$$words"; done

run: ## start the portal on PORT (8000) with the demo; Ctrl-C ends it
	$(READY) requirements.txt
	@$(PY) -m deploy

test: ## the whole suite on the embedded default; what can't run here is listed with the reason
	$(READY) requirements-dev.txt
	@$(PY) -m checks test

check: ## everything CI runs, on SQLite and on PostgreSQL + Redis; nothing skipped
	$(READY) requirements-dev.txt
	@$(PY) -m checks check

proofs: ## the long proofs of security, some minutes each, on both databases
	$(READY) requirements-dev.txt
	@$(PY) -m checks proofs

lint: ## format, style, types, import contracts, templates, budgets
	$(READY) requirements-dev.txt
	@$(PY) -m checks lint

seed: ## demo data of a size: make seed N=100000
	$(READY) requirements.txt
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py seed_demo --issues $(N)

reset: ## throw the data away and load a fresh demo
	$(READY) requirements.txt
	@$(PY) -m deploy.data --fresh

bench: ## benchmarks: a table, and JSON in var/bench.json
	$(READY) requirements-dev.txt
	@$(PY) -m benchmarks.run

chaos: ## fault tests: kill -9, lost Redis, lines that fall, many writers at once
	$(READY) requirements-dev.txt
	@$(PY) -m benchmarks.chaos

shots: ## screenshots of the key pages in var/shots
	$(READY) requirements-dev.txt
	@$(PY) -m benchmarks.shots

messages: ## collect new texts into locale/ and compile them
	$(READY) requirements-dev.txt
	@$(PY) -m checks.messages
