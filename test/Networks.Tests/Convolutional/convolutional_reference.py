"""Records what PyTorch answers with fixed weights: python3 convolutional_reference.py > convolutional_reference.json"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../../bench/Peers/python"))

from convolutional import NETWORKS, answer  # noqa: E402

RECORDED = ["lenet5", "small", "googlenet", "resnet18", "resnet18pre", "smallresnet"]  # the larger ones are compared by ./bench.sh quality parity

if __name__ == "__main__":
    record = {}
    for name in RECORDED:
        network, answers = answer(name)
        record[name] = {
            "shape": list(NETWORKS[name][1]), "parameters": sum(p.numel() for p in network.parameters()),
            "answers": [[round(value, 7) for value in row[:10]] for row in answers.tolist()]}
    json.dump(record, sys.stdout, indent=1)
