# 一条命令办好一切：make reports 生成示例文稿，make test 运行全部测试。
SHELL := /bin/sh
.DEFAULT_GOAL := reports

PYTHON ?= python3
BIN := .venv/bin
RUNTIME_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
BENCH_PACKAGES := python3-uno
TEST_PACKAGES := libreoffice-writer libreoffice-calc faketime default-jdk-headless libjaxb-java
# tests of a file share what they make; the longest begin (tests/conftest.py)
PYTEST := $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder
LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --no-header

.PHONY: reports test coverage lint faults attack mutants parity bench goldens docs declarations lock clean

reports: .venv/.ready ## 生成示例工作区的全部文稿
	$(BIN)/reportgen build

test: .venv/.test-ready ## 运行全部测试
	$(PYTEST) $(PYTEST_ARGS)

coverage: .venv/.test-ready ## 运行全部测试，看哪些代码没有测到（慢一半多）
	$(PYTEST) --cov --cov-report=term:skip-covered

lint: .venv/.test-ready ## 检查代码
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

faults: .venv/.test-ready ## 用随机的数据多试几遍，再真的制造各种故障，最后列表
	$(BIN)/pytest -n auto -m hypothesis --hypothesis-profile thorough
	$(BIN)/pytest -n auto tests/faults --kills 100

mutants: .venv/.test-ready ## 在程序里一次改错一处，看测试发现不发现，最后列表（约半小时）
	$(BIN)/python -m tests.mutants $(MUTANTS_ARGS)

attack: .venv/.test-ready ## 用上万份改坏的数据、填报表、目标表、模板、附件、发布文件攻击，最后列表（一个多小时；ATTACK_ARGS="--scale 0.1"）
	nice $(BIN)/python -m tests.attack $(ATTACK_ARGS)

parity: .venv/.parity-ready ## 用两个引擎、三套字体逐行比较 PDF 与 Word 的版面（几分钟）
	$(BIN)/python -m tests.parity

bench: .venv/.bench-ready ## 与同类工具比较速度，先核对内容相同（约二十分钟；BENCH_ARGS=--quick 各做一次、数量少）
	$(BIN)/python -m tests.bench $(BENCH_ARGS)

goldens: .venv/.test-ready ## 更新测试的标准答案，请逐条看过差别再提交
	$(BIN)/pytest tests/goldens --update-goldens

docs: .venv/.test-ready ## 更新 README 中的问题代码表
	$(BIN)/python -m tests.docs

declarations: .venv/.test-ready ## 换了 WeasyPrint 的版本以后，更新随程序带的 C 声明
	$(BIN)/python -m tests.writers.declarations

# extras must stay: pip with hashes refuses a requirement whose extra isn't pinned
lock: ## 更新依赖的锁定版本（需要 uv）
	$(LOCK) -o requirements.lock
	$(LOCK) --group dev -o requirements-dev.lock
	$(LOCK) --group bench -o requirements-bench.lock
	$(LOCK) --group parity -o requirements-parity.lock

clean: ## 删去生成物和虚拟环境
	rm -rf build .venv

.venv/.ready: requirements.lock pyproject.toml reportgen/fonts/install.py reportgen/fonts/install.csv reportgen/fonts/derived.py
	.ci/packages python3-venv $(RUNTIME_PACKAGES)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "安装 Python 依赖（版本见 requirements.lock）"
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/reportgen fonts install
	@touch $@

.venv/.test-ready: .venv/.ready requirements-dev.lock
	.ci/packages $(TEST_PACKAGES)
	@echo "安装测试工具（版本见 requirements-dev.lock）"
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# a tool that can't be had is named and left out
.venv/.bench-ready: .venv/.test-ready requirements-bench.lock
	.ci/packages $(BENCH_PACKAGES) || true
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

# where the second engine can't be had, the first judges alone
.venv/.parity-ready: .venv/.test-ready requirements-parity.lock
	@echo "安装另一个排版引擎 ONLYOFFICE（AGPL-3.0，版本见 requirements-parity.lock）"
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-parity.lock \
		&& touch $@ || echo "没有装上，只用 LibreOffice 判"
