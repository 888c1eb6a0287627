# Thin on purpose: what each target does is in scripts/.
.PHONY: help run test lint fix messages check-messages
.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 22

run: ## set up what is missing and start the portal at http://localhost:8000 (PORT=8080 for another port)
	@exec scripts/run

test: ## run all tests on a throwaway PostgreSQL and Redis, and on SQLite (ARGS="tests/reviews -k submit")
	@exec scripts/test $(ARGS)

lint: ## check style, import direction, migrations, production settings and the Arabic catalogue
	@exec scripts/lint

fix: ## put the style right that a tool can put right
	@exec scripts/fix

messages: ## bring the message catalogues up to date with the code and the templates
	@exec scripts/messages

check-messages: ## check that the Arabic catalogue is complete and up to date
	@exec scripts/check_messages
