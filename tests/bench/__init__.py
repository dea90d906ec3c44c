"""The benchmark: our figures beside those of a baseline, each run in a process of its own.

``python -m tests.bench [ingest|query|start|filter|all]`` prints one table. The baselines are the
LangChain quickstart (its splitter, its embeddings over the same weights in torch fp32, its Chroma)
and a bare Chroma collection.
"""
