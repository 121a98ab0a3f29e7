"""Ridge regression of many labels at once, on dense and sparse features together.

scikit-learn fits one label after the other, and a dense block inside a sparse matrix makes that
slow. Here all labels share each product of the preconditioned conjugate gradient method (Hestenes
and Stiefel 1952). The preconditioner solves the dense features exactly and the sparse ones as if
each stood alone, so that eight steps come as near as forty without it, in a fourth of the time.

The weights of the sparse features do not fit into a processor's cache by far, and to read and write
them takes longer than to reckon with them: whatever a step does with them is done a block of rows
at a time, in two passes. The products of the sparse features, which one thread makes by itself,
are made by two.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

# Chosen by leaving out one voice after the other of the examples.
_PENALTY = 0.7
_STEPS = 8
_TINY = 1e-12
# Labels that are known of about as many examples share a factorisation.
_SHARES = 20
# Rows of a block: with all labels of a few arrays it fits into the second cache.
_ROWS = 512
_THREADS = 2


@dataclass
class _Pair:
    """One array for the dense features and one for the sparse ones, a column a label."""

    dense: np.ndarray
    sparse: np.ndarray

    @classmethod
    def of_zeros(cls, dense: int, terms: int, labels: int) -> _Pair:
        """Return a pair of these numbers of features."""
        return cls(
            np.zeros((dense, labels), dtype=np.float32), np.zeros((terms, labels), dtype=np.float32)
        )


#: A sparse matrix, a block of rows at a time.
_Rows = tuple[tuple[slice, sparse.csr_matrix], ...]


@dataclass(frozen=True)
class _Normal:
    """The normal equations: what is known of each label picks the examples that count for it."""

    dense: np.ndarray
    counted: _Rows
    transposed: _Rows
    known: np.ndarray
    pool: Executor

    @classmethod
    def of(
        cls, dense: np.ndarray, counted: sparse.csr_matrix, known: np.ndarray, pool: Executor
    ) -> _Normal:
        """Return those of centred dense features and sparse ones, shapes (n, d) and (n, terms)."""
        return cls(dense, _in_blocks(counted), _in_blocks(counted.T.tocsr()), known, pool)

    def back(self, rows: np.ndarray, found: _Pair) -> None:
        """Put the features' products with something of shape (n, labels) into a pair."""
        np.matmul(self.dense.T, rows, out=found.dense)

        def put(one: tuple[slice, sparse.csr_matrix]) -> None:
            block, turned = one
            found.sparse[block] = turned @ rows

        list(self.pool.map(put, self.transposed))

    def times(self, weights: _Pair, found: _Pair) -> None:
        """Put the product of the equations' matrix with weights into another pair."""
        told = self.dense @ weights.dense

        def add(one: tuple[slice, sparse.csr_matrix]) -> None:
            block, counted = one
            told[block] += counted @ weights.sparse
            told[block] *= self.known[block]

        list(self.pool.map(add, self.counted))
        self.back(told, found)
        found.dense += np.float32(_PENALTY) * weights.dense
        for block, _ in self.transposed:
            found.sparse[block] += np.float32(_PENALTY) * weights.sparse[block]


class _Preconditioner:
    """An approximate inverse: exact for the dense features, the diagonal for the sparse ones."""

    def __init__(self, normal: _Normal) -> None:
        share = normal.known.mean(axis=0)
        gram = normal.dense.T @ normal.dense
        rounded = np.maximum(np.round(share * _SHARES), 1) / _SHARES
        self._solvers = []
        for value in np.unique(rounded):
            matrix = gram * value
            matrix[np.diag_indices_from(matrix)] += _PENALTY
            factor = cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
            self._solvers.append((np.flatnonzero(rounded == value), factor))
        sizes = [rows.multiply(rows).sum(axis=1) for _, rows in normal.transposed]
        self._sizes = np.asarray(np.concatenate(sizes)).reshape(-1, 1)
        self._share = share.astype(np.float32)

    def dense(self, rest: np.ndarray) -> np.ndarray:
        """Return what is left to explain of the dense features, solved, shape (d, labels)."""
        solved = np.empty_like(rest)
        for columns, factor in self._solvers:
            solved[:, columns] = cho_solve(factor, rest[:, columns], check_finite=False)
        return solved

    def sparse(self, rest: np.ndarray, block: slice) -> np.ndarray:
        """Return the same of a block of the sparse features, shape (rows, labels)."""
        diagonal = self._sizes[block] * self._share
        diagonal += np.float32(_PENALTY)
        np.divide(rest[block], diagonal, out=diagonal)
        return diagonal


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
    known = (targets != 0).astype(np.float32)
    mean = targets.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    with ThreadPoolExecutor(_THREADS) as pool:
        normal = _Normal.of(dense - centre, counted, known, pool)
        weights = _solve(normal, counted.shape[1], (targets - mean) * known)
    return weights.dense, weights.sparse, mean - centre @ weights.dense


def _solve(normal: _Normal, terms: int, targets: np.ndarray) -> _Pair:
    """Return weights that come near to targets of shape (n, labels), 0 where it is not known."""
    shape = normal.dense.shape[1], terms, targets.shape[1]
    weights, rest, moved = (_Pair.of_zeros(*shape) for _ in range(3))
    normal.back(targets, rest)
    nearer = _Preconditioner(normal)
    step = _Pair(nearer.dense(rest.dense), np.empty_like(rest.sparse))
    size = _columns(rest.dense, step.dense)
    for block in _blocks(shape[1]):
        step.sparse[block] = nearer.sparse(rest.sparse, block)
        size += _columns(rest.sparse[block], step.sparse[block])
    for number in range(1, _STEPS + 1):
        normal.times(step, moved)
        length = (size / (_product(step, moved) + _TINY)).astype(np.float32)
        weights.dense += length * step.dense
        rest.dense -= length * moved.dense
        dense = nearer.dense(rest.dense)
        before, size = size, _columns(rest.dense, dense)
        for block in _blocks(shape[1]):
            weights.sparse[block] += length * step.sparse[block]
            if number < _STEPS:
                rest.sparse[block] -= length * moved.sparse[block]
                size += _columns(rest.sparse[block], nearer.sparse(rest.sparse, block))
        if number == _STEPS:
            break
        turn = (size / (before + _TINY)).astype(np.float32)
        step.dense *= turn
        step.dense += dense
        for block in _blocks(shape[1]):
            step.sparse[block] *= turn
            step.sparse[block] += nearer.sparse(rest.sparse, block)
    return weights


def _in_blocks(matrix: sparse.csr_matrix) -> _Rows:
    return tuple((rows, matrix[rows]) for rows in _blocks(matrix.shape[0]))


def _blocks(rows: int) -> Iterator[slice]:
    for start in range(0, rows, _ROWS):
        yield slice(start, min(start + _ROWS, rows))


def _columns(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the product of each column with that of another array, shape (labels,)."""
    return np.einsum("ij,ij->j", one, other)


def _product(one: _Pair, other: _Pair) -> np.ndarray:
    """Return the product of each column of a pair with that of another, shape (labels,)."""
    found = _columns(one.dense, other.dense)
    for block in _blocks(len(one.sparse)):
        found += _columns(one.sparse[block], other.sparse[block])
    return found
