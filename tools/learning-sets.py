#!/usr/bin/env python3
"""Writes the learning sets of data/ that scikit-learn's generators make: friedman1, moons, blobs20, imbalanced.

Run with the name of the folder to write to, as `tools/learning-sets.py data`. The files in data/ were made with scikit-learn 1.2.1
and NumPy 1.24; another version may draw other numbers. The hundred columns of noise of blobs20 are not in its file: bench adds them.
"""
import sys
from pathlib import Path

from sklearn.datasets import make_blobs, make_classification, make_friedman1, make_moons


def write(path, columns, target, rows, targets, digits):
    with open(path, "w", encoding="ascii", newline="\n") as file:
        file.write(",".join(columns + [target]) + "\n")
        for row, value in zip(rows, targets):
            number = str(int(value)) if target == "class" else f"{value:.{digits}f}"
            file.write(",".join([f"{x:.{digits}f}" for x in row] + [number]) + "\n")


def names(count):
    return [f"x{i}" for i in range(count)]


def main(folder):
    # Friedman 1991: 10 sin(pi x0 x1) + 20 (x2 - 0.5)^2 + 10 x3 + 5 x4 + noise of deviation 1; x5 to x9 say nothing.
    write(folder / "friedman1.csv", names(10), "y", *make_friedman1(n_samples=1000, n_features=10, noise=1.0, random_state=1), 4)
    write(folder / "moons.csv", names(2), "class", *make_moons(n_samples=600, noise=0.2, random_state=1), 4)
    write(folder / "blobs20.csv", names(10), "class",
          *make_blobs(n_samples=2000, n_features=10, centers=20, cluster_std=2.5, random_state=1), 3)
    # One row in fifty belongs to class 1.
    write(folder / "imbalanced.csv", names(10), "class",
          *make_classification(n_samples=3000, n_features=10, n_informative=5, n_redundant=2, weights=[0.98], flip_y=0.0,
                               class_sep=1.0, random_state=1), 3)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
