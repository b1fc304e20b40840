"""The demonstration: invented registers, people and needs, each marked as an example.

Everything is made from the files in `data/` and the day of loading, with random choices that are
the same every time; nothing here is used outside `load_demo` and `example_register`.
"""
