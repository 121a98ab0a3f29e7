"""What the figures were made on: cores, processor and versions, nothing that names the machine."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

from scripts.places import Places, child_env

LIBRARIES = ("rasa", "tensorflow", "onnxruntime", "tokenizers", "spacy", "numpy", "scikit-learn")
_QUIET = 0.5
_ASK = (
    "import json, platform, sys; from importlib.metadata import version;"
    "print(json.dumps({'python': platform.python_version(),"
    " **{name: version(name) for name in sys.argv[1:]}}))"
)

#: So that every numerical library keeps to one thread.
ONE_THREAD = {
    name: "1"
    for name in (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "TF_NUM_INTRAOP_THREADS",
        "TF_NUM_INTEROP_THREADS",
        "TF_INTRA_OP_PARALLELISM_THREADS",
        "TF_INTER_OP_PARALLELISM_THREADS",
        "PATELLA_ENCODER_THREADS",
    )
}


def about(at: Places) -> dict[str, Any]:
    """Return the date, the cores, the processor and the versions in the dialogue environment."""
    told = subprocess.run(
        [str(at.dialogue_python), "-c", _ASK, *LIBRARIES],
        env=child_env(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {
        "date": date.today().isoformat(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "load": round(os.getloadavg()[0], 1),
        "versions": json.loads(told),
    }


def processor(path: Path = Path("/proc/cpuinfo")) -> str:
    """Return the name of the processor, as far as the system tells it."""
    if path.is_file() and (named := re.search(r"^model name\s*: (.+)$", path.read_text(), re.M)):
        return named[1].strip()
    return platform.processor() or "unknown"


def sentence(told: dict[str, Any]) -> str:
    """Return `about` in a line."""
    versions = ", ".join(f"{name} {number}" for name, number in told["versions"].items())
    cores = f"{told['cores']} core{'s' if told['cores'] != 1 else ''}"
    # From here on other programs had a share in the times.
    busy = told["load"] > _QUIET
    other = f", beside other work (load {told['load']:.1f} at the start)" if busy else ""
    memory = f", {told['memory']} GB" if "memory" in told else ""
    machine = f"{cores} of {told['processor']}{memory} ({told['system']})"
    return f"{told['date']}, {machine}{other}, {versions}"
