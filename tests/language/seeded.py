"""The words that the municipality begins with."""

import json
from pathlib import Path

import borgerforloeb.language

SEED = Path(borgerforloeb.language.__file__).parent / "seed" / "heavy_words.json"
PAIRS = json.loads(SEED.read_text(encoding="utf-8"))
SEEDED = dict(PAIRS)
