"""The commercial side of a need, kept apart so that a public query cannot select it."""

from django.db import models

from needs.models.need import Need


class NeedTerms(models.Model):
    """The commercial side of a need; never leaves members, whatever its visibility."""

    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="terms")
    exact_value_pence = models.PositiveBigIntegerField(
        "estimated value", null=True, blank=True, help_text="Whole life, VAT excluded"
    )
    current_contract = models.ForeignKey(
        "needs.Contract", null=True, blank=True, on_delete=models.SET_NULL, related_name="needs"
    )
    current_supplier = models.CharField("supplier now", max_length=200, blank=True)
    current_product = models.CharField("system now", max_length=200, blank=True)
    contract_ends = models.DateField("date the contract ends", null=True, blank=True)
    annual_price_pence = models.PositiveBigIntegerField("yearly price now", null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField("months of notice", null=True, blank=True)

    def __str__(self):
        return f"Terms of {self.need}"
