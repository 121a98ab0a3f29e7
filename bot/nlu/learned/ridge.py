"""Ridge regression of many labels at once, on dense and sparse features together.

scikit-learn fits one label after the other, and a dense block inside a sparse matrix makes that
slow. Here all labels share each product of the conjugate gradient method (Hestenes and Stiefel
1952), and the cost grows with examples times labels.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

# Chosen by leaving out one voice after the other of the examples.
_PENALTY = 0.7
_STEPS = 40
_TINY = 1e-12


def fit_ridge(
    dense: np.ndarray, counted: sparse.csr_matrix, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return weights of the dense features, of the sparse ones, and the bias.

    Args:
        dense: shape (n, d).
        counted: shape (n, terms).
        targets: shape (n, labels): 1 or -1, and 0 where it is not known.

    Returns:
        Arrays of shape (d, labels), (terms, labels) and (labels,).
    """
    centre = dense.mean(axis=0)
    moved = dense - centre
    known = (targets != 0).astype(np.float32)
    mean = targets.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    wanted = (targets - mean) * known
    transposed = counted.T.tocsr()
    upper = np.zeros((dense.shape[1], targets.shape[1]), dtype=np.float32)
    lower = np.zeros((counted.shape[1], targets.shape[1]), dtype=np.float32)
    rest_upper, rest_lower = moved.T @ wanted, transposed @ wanted
    step_upper, step_lower = rest_upper.copy(), rest_lower.copy()
    spare_upper, spare_lower = np.empty_like(upper), np.empty_like(lower)
    size = _square(rest_upper, rest_lower)
    for _ in range(_STEPS):
        told = moved @ step_upper
        told += counted @ step_lower
        told *= known
        back_upper, back_lower = moved.T @ told, transposed @ told
        _add(back_upper, _PENALTY, step_upper, spare_upper)
        _add(back_lower, _PENALTY, step_lower, spare_lower)
        length = size / (_product(step_upper, back_upper, step_lower, back_lower) + _TINY)
        _add(upper, length, step_upper, spare_upper)
        _add(lower, length, step_lower, spare_lower)
        _add(rest_upper, -length, back_upper, spare_upper)
        _add(rest_lower, -length, back_lower, spare_lower)
        before, size = size, _square(rest_upper, rest_lower)
        turn = size / (before + _TINY)
        step_upper *= turn
        step_upper += rest_upper
        step_lower *= turn
        step_lower += rest_lower
    return upper, lower, mean - centre @ upper


def _add(total: np.ndarray, times: float | np.ndarray, what: np.ndarray, spare: np.ndarray) -> None:
    """Add to a total in place; a new array of this size at each step would cost as much again."""
    np.multiply(what, times, out=spare)
    total += spare


def _product(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    return np.einsum("ij,ij->j", a, b) + np.einsum("ij,ij->j", c, d)


def _square(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return _product(a, a, b, b)
