from __future__ import annotations

from django.db import models

from passaparola.web.brands.models import Brand


class Taught(models.Model):
    """What the team's corrections taught about tone (voices.learning), and how many there were.

    `model` holds weights of hashed words: no text can be read back from it.
    """

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="taught")
    model = models.BinaryField()
    corrections = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.brand}: {self.corrections}"
