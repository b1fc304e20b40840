"""A column of half-precision vectors (pgvector's halfvec), read as numpy arrays."""

import numpy as np
from django.db import models


class HalfVectorField(models.Field):
    """`dimensions` numbers in half precision; float32 arrays in Python, or None."""

    def __init__(self, *args, dimensions: int, **kwargs):
        self.dimensions = dimensions
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "dimensions": self.dimensions}

    def db_type(self, connection):
        return f"halfvec({self.dimensions})"

    def from_db_value(self, value, expression, connection):
        return None if value is None else np.fromstring(value[1:-1], dtype=np.float32, sep=",")

    def get_prep_value(self, value):
        return None if value is None else as_literal(value)


def as_literal(vector: np.ndarray) -> str:
    """A vector as pgvector reads it: every half-precision number has fewer digits than these."""
    return f"[{','.join(f'{number:.8g}' for number in vector.tolist())}]"
