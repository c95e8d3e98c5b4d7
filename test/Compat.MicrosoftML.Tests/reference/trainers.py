"""Records what scikit-learn learns on small public data sets: trainers.json and the csv files the tests read.

Run from this folder: python3 trainers.py
The regularised sums are those of the trainers: LogisticRegression's C is 1 / L2, alpha of Ridge is n · L2 / 2.
"""
import csv
import json

import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression, Ridge, SGDRegressor
from sklearn.metrics import (accuracy_score, average_precision_score, davies_bouldin_score, f1_score, log_loss,
                             mean_absolute_error, mean_squared_error, r2_score, roc_auc_score)

result = {}


def min_max(train, test):
    """x / max|x| of the training rows: NormalizeMinMax with fixZero."""
    scale = np.abs(train).max(axis=0)
    scale[scale == 0] = 1
    return (train / scale).astype(np.float32), (test / scale).astype(np.float32)


def split(x, y):
    """Every fifth row is held out."""
    held_out = np.arange(len(x)) % 5 == 4
    return x[~held_out], y[~held_out], x[held_out], y[held_out]


def write(name, x, y, header):
    with open(name, "w", newline="\n", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row, label in zip(x, y):
            writer.writerow([f"{v:.9g}" for v in row] + [f"{label:g}"])


def softmax_sum(model, x, y):
    return log_loss(y, model.predict_proba(x), normalize=False)


rows = np.genfromtxt("../../../data/digits.csv", delimiter=",", skip_header=1)
x, y, xt, yt = split(rows[:, :64], rows[:, 64].astype(int))
x, xt = min_max(x, xt)
dense = LogisticRegression(C=1, tol=1e-8, max_iter=10000).fit(x, y)
sparse = LogisticRegression(C=1 / 2, penalty="elasticnet", l1_ratio=0.5, solver="saga", tol=1e-6, max_iter=20000,
                            multi_class="multinomial", random_state=0).fit(x, y)
weak = LogisticRegression(C=1 / (0.001 * len(x)), tol=1e-8, max_iter=10000).fit(x, y)
# What automatic settings come to for so many rows.
automatic = LogisticRegression(C=1 / (20 / (500000 // len(x) * 3 // 2)), tol=1e-8, max_iter=100000).fit(x, y)
result["digits"] = {
    "l2": {"accuracy": accuracy_score(yt, dense.predict(xt)), "logLoss": log_loss(yt, dense.predict_proba(xt)),
           "objective": softmax_sum(dense, x, y) + (dense.coef_ ** 2).sum() / 2},
    "elasticNet": {"accuracy": accuracy_score(yt, sparse.predict(xt)), "logLoss": log_loss(yt, sparse.predict_proba(xt)),
                   "objective": softmax_sum(sparse, x, y) + (sparse.coef_ ** 2).sum() / 2 + np.abs(sparse.coef_).sum(),
                   "zeros": int((sparse.coef_ == 0).sum())},
    "l2Automatic": {"accuracy": accuracy_score(yt, automatic.predict(xt)), "logLoss": log_loss(yt, automatic.predict_proba(xt))},
    "l2PerRow0001": {"accuracy": accuracy_score(yt, weak.predict(xt)), "logLoss": log_loss(yt, weak.predict_proba(xt))},
}
clusters = [KMeans(10, n_init=1, random_state=seed).fit(x) for seed in range(20)]
result["digits"]["kmeans"] = {"inertia": [c.inertia_ / len(x) for c in clusters],
                              "daviesBouldin": [davies_bouldin_score(x, c.labels_) for c in clusters]}
# The digit 0 is usual, every other one an anomaly.
pca = PCA(8).fit(x[y == 0])
centred = xt - pca.mean_
inside = (pca.transform(xt) ** 2).sum(axis=1)
scores = np.sqrt(np.maximum(0, 1 - inside / (centred ** 2).sum(axis=1)))
result["digits"]["pca"] = {"auc": roc_auc_score(yt != 0, scores), "firstScores": scores[:10].tolist(), "share": pca.explained_variance_ratio_.tolist()}

data = load_breast_cancer()
write("breast-cancer.csv", data.data, data.target, [n.replace(" ", "_") for n in data.feature_names] + ["benign"])
x, y, xt, yt = split(data.data, data.target)
x, xt = min_max(x, xt)
binary = {}
for name, model in (("l2", LogisticRegression(C=1, tol=1e-10, max_iter=10000)),
                    ("elasticNet", LogisticRegression(C=1 / 2, penalty="elasticnet", l1_ratio=0.5, solver="saga", tol=1e-8, max_iter=100000,
                                                      random_state=0))):
    model.fit(x, y)
    p = model.predict_proba(xt)[:, 1]
    l1 = np.abs(model.coef_).sum() if name == "elasticNet" else 0
    binary[name] = {"accuracy": accuracy_score(yt, p > 0.5), "auc": roc_auc_score(yt, p), "f1": f1_score(yt, p > 0.5),
                    "logLossBits": log_loss(yt, p) / np.log(2), "averagePrecision": average_precision_score(yt, p),
                    "objective": softmax_sum(model, x, y) + (model.coef_ ** 2).sum() / 2 + l1}
result["breastCancer"] = binary

data = load_diabetes()
write("diabetes.csv", data.data, data.target, data.feature_names + ["progression"])
x, y, xt, yt = split(data.data.astype(np.float32), data.target)


def regression(model):
    predicted = model.predict(xt)
    return {"rSquared": r2_score(yt, predicted), "meanAbsoluteError": mean_absolute_error(yt, predicted),
            "meanSquaredError": mean_squared_error(yt, predicted), "intercept": float(np.ravel(model.intercept_)[0]), "weights": model.coef_.tolist()}


result["diabetes"] = {
    # Mean of (y - f)² + l2/2 ‖w‖², times n.
    "l2PerRow0001": regression(Ridge(alpha=0.001 * len(x) / 2).fit(x, y)),
    # Learning rate 0.1 on the derivative 2 (f - y), falling with the square root of the step, the mean of all weights.
    "averagedGradientDescent": regression(SGDRegressor(penalty=None, alpha=0, eta0=0.2, power_t=0.5, learning_rate="invscaling", shuffle=False,
                                                       average=True, max_iter=20, tol=None).fit(x, y)),
}

with open("trainers.json", "w", newline="\n", encoding="ascii") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
