"""What is loaded when it is first asked for takes its time: no test may be judged by that."""

from hypothesis import settings

settings.register_profile("voices", deadline=None)
settings.load_profile("voices")
