"""Search over the knowledge base: ingest, index, retrieve, refuse."""

import os

# From 1.29 on, onnxruntime reports each process and model to its maker unless this is set before
# it is imported, which only modules of this package do.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
