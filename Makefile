# whodid is built, run, tested and checked from here. `make help` lists the targets.
#
# A machine needs git, make, Go and Node; everything else is fetched: the page's
# packages by npm ci, the linter into .tools, a browser by scripts/chromium.sh.

SHELL := /bin/sh
.SUFFIXES:
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# What can be given: make run LISTEN=127.0.0.1:9000, make fuzz FUZZTIME=10m, make bench N=3000000,
# make faults TIME=30m SEED=1795444029803197235.
LISTEN ?= 127.0.0.1:8080
FUZZTIME ?= 1m
TIME ?= 5m
SEED ?= 0
N ?= 1000000
DURATION ?= 10m

GOLANGCI_VERSION := v2.15.0
GOLANGCI := .tools/bin/golangci-lint-$(GOLANGCI_VERSION)
VERSION = $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GO_BUILD = go build -buildvcs=false -trimpath -ldflags '-X main.version=$(VERSION)'

MODULES := frontend/node_modules/.installed
PAGE := frontend/dist/index.html
PAGE_SOURCES := $(shell find frontend/src frontend/public frontend/index.html frontend/vite.config.ts frontend/tsconfig*.json -type f 2>/dev/null)

## help: list the targets
.PHONY: help
help:
	@awk '/^## [a-z0-9-]+: / { target = $$2; sub(/:$$/, "", target); sub(/^## [a-z0-9-]+: /, ""); printf "  make %-12s %s\n", target, $$0 }' Makefile

## run: build all, start the demo on 127.0.0.1:8080 and print its link
.PHONY: run
run: build
	bin/whodid demo --listen $(LISTEN)

## build: build the page, then bin/whodid and bin/loggen
.PHONY: build
build: need $(PAGE)
	$(GO_BUILD) -o bin/ ./cmd/whodid ./cmd/loggen

## test: every test there is: Go with the race detector, the page, end to end in Chromium
.PHONY: test
test: build
	@scripts/test.sh

## e2e: only the end-to-end tests, in Chromium
.PHONY: e2e
e2e: build
	@CHROMIUM="$$(scripts/chromium.sh)" && export CHROMIUM && cd frontend && npm run --silent e2e

## speed: how quick the page is in Chromium: weight, first rows, long tasks while typing and while events arrive
.PHONY: speed
speed: build
	@CHROMIUM="$$(scripts/chromium.sh)" && export CHROMIUM && cd frontend && SPEED=1 npx playwright test speed --workers=1

## pictures: take the pictures of the documents again, into docs/images
.PHONY: pictures
pictures: build
	@CHROMIUM="$$(scripts/chromium.sh)" && export CHROMIUM && cd frontend && PICTURES=1 npx playwright test pictures --workers=1

## check: format, vet, linters, rooms, types: what a commit has to pass
.PHONY: check
check: need $(MODULES) $(GOLANGCI)
	@unformatted=$$(git ls-files -co --exclude-standard '*.go' | xargs gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "not formatted, run gofmt -w:"; echo "$$unformatted"; exit 1; fi
	go mod tidy -diff && cd bench && go mod tidy -diff
	go vet ./... && cd bench && go vet ./...
	$(GOLANGCI) run ./...
	go test -count=1 .
	cd frontend && npm run --silent types && npm run --silent lint
	@echo "make check: passed"

## differential: compare generated logs and questions with the oracle for TIME (5m)
.PHONY: differential
differential: need
	go test ./store/blevestore -run '^TestDifferential$$' -differential $(TIME) -timeout 0 -count=1 -v

## check-long: check, then differential and faults for TIME (5m) each, and fuzz
.PHONY: check-long
check-long: check differential faults fuzz long-file

## long-file: read a made-up file of 5 GB and hold the memory against its bound (6m)
.PHONY: long-file
long-file: need
	WHODID_TEST_STREAM_BYTES=5368709120 go test -count=1 -timeout 30m -run TestStreamIsFlat -v ./indexer

## fuzz: fuzz every fuzz test for FUZZTIME (1m) each
.PHONY: fuzz
fuzz: need
	@scripts/fuzz.sh $(FUZZTIME)

## faults: kill, fill up and damage for TIME (5m); a failure prints the SEED that repeats it
.PHONY: faults
faults: need
	@mkdir -p bin
	go test -c -o bin/faults.test ./cmd/whodid
	cd cmd/whodid && ../../bin/faults.test -test.run '^TestFaults' -test.timeout 0 -faults $(TIME) -faults-seed $(SEED)

# ARGS are flags for bench: make bench ARGS="-bleve-n 0". SQLite is measured as C
# where a C compiler is, and translated to Go elsewhere.
BENCH_TAGS = $(shell command -v "$$(go env CC)" >/dev/null && echo -tags sqlite_fts5)

## bench: measure N (1000000) events over HTTP beside SQLite and Bleve, into bench/report-N.md
.PHONY: bench
bench: need
	$(GO_BUILD) -o bin/ ./cmd/whodid
	cd bench && go run $(BENCH_TAGS) . -bin ../bin/whodid -n $(N) $(ARGS)

## load: search and post at once for DURATION (10m) over N events; fails on any error
.PHONY: load
load: need
	$(GO_BUILD) -o bin/ ./cmd/whodid
	cd bench && go run $(BENCH_TAGS) . load -bin ../bin/whodid -n $(N) -duration $(DURATION) $(ARGS)

## downloads: files of N events: rows/s, memory, what they take from searches, and kills in the middle
.PHONY: downloads
downloads: need
	$(GO_BUILD) -o bin/ ./cmd/whodid
	cd bench && go run $(BENCH_TAGS) . downloads -bin ../bin/whodid -n $(N) $(ARGS)

## clean: remove what was built; fetched packages and data stay
.PHONY: clean
clean:
	rm -rf bin frontend/test-results frontend/playwright-report
	find frontend/dist -mindepth 1 ! -name .gitkeep -delete

# A missing or too old Go or Node is one line, before anything else is tried.
.PHONY: need
need:
	@scripts/need.sh

$(MODULES): frontend/package.json frontend/package-lock.json
	@scripts/need.sh
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGE): $(MODULES) $(PAGE_SOURCES)
	cd frontend && npm run --silent build
	@touch $@

# Built with its own go.mod, so that its dependencies stay out of ours.
$(GOLANGCI):
	@echo "building golangci-lint $(GOLANGCI_VERSION), once, a few minutes"
	@mkdir -p .tools/bin
	GOBIN="$(CURDIR)/.tools/bin" go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	@mv .tools/bin/golangci-lint $@
