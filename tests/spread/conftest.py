"""A kernel's first call compiles it: no test may be judged by how long that takes."""

from hypothesis import settings

settings.register_profile("kernels", deadline=None)
settings.load_profile("kernels")
