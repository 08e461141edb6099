"""Acts, roles and status of the model against gold with anchors: `python benchmarks/acts.py DIR --json`.

DIR is a gold folder whose statements have `anchors` (gold train; the shipped model has learned from it, so use a model that
left those documents out: `--weights DIR --ids FILE`). Trigger F1 is over words; trigger + code wants the type too; role F1 is
over (trigger, word) pairs given gold triggers; status is accuracy at gold triggers.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from comity.reading.encoder import Encoder
from comity.reading.labels import CODES, ROLES, STATUSES
from common import f1, show


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--ids", type=Path, help="file with the ids of the documents to score, one a line")
    parser.add_argument("--weights", type=Path, help="folder of another exported model")
    parser.add_argument("--threshold", type=float, default=0.42)
    a = parser.parse_args()
    from training.data import gold

    encoder = Encoder.load(a.weights)
    ids = a.ids.read_text().split() if a.ids else None
    right = coded = found = wanted = 0
    role_right = role_found = role_wanted = 0
    status_right = status_of = 0
    for example in gold(a.folder, ids):
        reading = encoder.read(example.words)
        acts = {i: act for act in example.acts or [] for i in act.trigger if i < len(reading.words)}
        seen = {i for i in range(len(reading.words)) if 1 - reading.codes[i, 0] >= a.threshold and i not in example.blocked}
        right += len(seen & set(acts))
        coded += sum(CODES[int(reading.codes[i, 1:].argmax()) + 1] == acts[i].code for i in seen & set(acts))
        found, wanted = found + len(seen), wanted + len(acts)
        for i, act in acts.items():
            status_of += 1
            status_right += STATUSES[int(reading.statuses[i].argmax())] == act.status
        for act in example.acts or []:
            if act.trigger[0] >= len(reading.words):
                continue
            gold_roles = {j: role for b, e, role in act.parties for j in range(b, min(e, len(reading.words)))}
            best = reading.roles[act.trigger[0]].argmax(-1)
            ours = {j: ROLES[int(r)] for j, r in enumerate(best) if r}
            role_right += sum(gold_roles.get(j) == role for j, role in ours.items())
            role_found, role_wanted = role_found + len(ours), role_wanted + len(gold_roles)
    show(
        {
            "trigger_f1": f1(right, found, wanted),
            "trigger_code_f1": f1(coded, found, wanted),
            "role_f1": f1(role_right, role_found, role_wanted),
            "status_accuracy": status_right / status_of if status_of else 0.0,
        }
    )


if __name__ == "__main__":
    main()
