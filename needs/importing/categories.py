"""The portal's categories by any name that a register may use for them."""

from collections import Counter

from needs.models import Capability
from needs.register.cells import category_key


def category_names() -> dict[str, str]:
    """From a name, slug, synonym or acronym to the category's own name.

    A synonym that two categories share means neither.
    """
    found = list(Capability.objects.only("name", "slug", "synonyms", "acronyms"))
    others = {c.name: {*map(category_key, (*c.synonyms, *c.acronyms))} for c in found}
    used = Counter(key for keys in others.values() for key in keys)
    names = {key: name for name, keys in others.items() for key in keys if used[key] == 1}
    for text in ("slug", "name"):  # a category's own name goes before another's synonym
        names |= {category_key(getattr(c, text)): c.name for c in found}
    return names
