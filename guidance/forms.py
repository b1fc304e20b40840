"""What the guidance pages accept."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.forms.utils import from_current_timezone
from django.utils import timezone

from guidance.in_step import section_choices
from guidance.models import TEXT_FIELDS, Guide, GuideInStep, GuidePicture, GuideVersion
from members.models import Membership, User
from procurement_portal.lib.form_rendering import GovukDateField, GovukForm, GovukModelForm
from procurement_portal.lib.markdown import MAX_CHARACTERS, OWN_PICTURE, MarkdownRefused, render
from procurement_portal.lib.pasted_text import settled
from procurement_portal.lib.pictures import MAX_BYTES, TOO_LARGE, PictureRefused, redrawn

# Addresses under /guidance and /moderation/guidance that are pages of their own.
TAKEN = ("techniques", "new", "all", "steps", "comments", "answers", "pictures")
FURTHEST_AHEAD = datetime.timedelta(days=365)


class SearchForm(GovukForm):
    q = forms.CharField(label="Search guidance", max_length=100, required=False)


class CompareForm(GovukForm):
    """Which two versions to compare; any two, in any order."""

    older = forms.ChoiceField(label="Compare version")
    newer = forms.ChoiceField(label="With version")

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(v.number), f"Version {v.number}") for v in versions]
        self.fields["older"].choices = self.fields["newer"].choices = choices
        self.initial = {"older": choices[min(1, len(choices) - 1)][0], "newer": choices[0][0]}


class GuideForm(GovukModelForm):
    """A draft of a guide. `started_from` is the number of saves its writer saw."""

    nouns = {"body": "the text", "change_note": "what changed"}

    started_from = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    class Meta:
        model = GuideVersion
        fields = TEXT_FIELDS
        labels = {
            "summary": "Summary",
            "body": "Text",
            "responsible": "Responsible",
            "accountable": "Accountable",
            "consulted": "Consulted",
            "informed": "Informed",
            "change_note": "What changed",
        }
        help_texts = {
            "summary": "One sentence that says what the reader will be able to do",
            "body": "In Markdown. Begin main headings with ##",
            "responsible": "Who does the work",
            "accountable": "Who answers for it",
            "consulted": "Who is asked before",
            "informed": "Who is told after",
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": "2"}),
            "body": forms.Textarea(attrs={"rows": "24", "spellcheck": "true"}),
            "change_note": forms.Textarea(attrs={"rows": "2"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        body.validators = [ProhibitNullCharactersValidator()]  # `clean_body` minds the length
        body.max_length = MAX_CHARACTERS
        body.strip = False

    def clean_body(self):
        body = settled(self.cleaned_data["body"])
        if not body.strip():
            raise ValidationError("Enter the text")
        try:
            rendered = render(body, pictures=True)
        except MarkdownRefused as refusal:
            raise ValidationError(f"The text {refusal}") from refusal
        if rendered.refused_links:
            raise ValidationError(
                "Links must start with https://, mailto: or / and have no spaces. Change "
                f"“{rendered.refused_links[0][:80]}”"
            )
        if wrong := [*rendered.refused_pictures, *self._missing_pictures(rendered.html)]:
            raise ValidationError(wrong)
        return body

    def _missing_pictures(self, html: str) -> list[str]:
        addresses = {address: address.rsplit("/", 1)[1] for address in OWN_PICTURE.findall(html)}
        kept = GuidePicture.objects.filter(content_hash__in=addresses.values())
        known = set(kept.values_list("content_hash", flat=True)) if addresses else set()
        return [
            f"There is no picture at {address}. Add it first"
            for address, digest in addresses.items()
            if digest not in known
        ]

    @property
    def texts(self) -> dict[str, str]:
        """The cleaned texts by field name, as `Guide.save_draft` takes them."""
        return {name: self.cleaned_data[name] for name in TEXT_FIELDS}


class NewGuideForm(GovukModelForm):
    """Where a new guide stands; its text is asked on the next page."""

    nouns = {"slug": "the address", "stage": "a stage"}

    class Meta:
        model = Guide
        fields = ("slug", "stage", "position")
        labels = {"slug": "Address", "position": "Place within the stage"}
        help_texts = {
            "slug": "The last part of the page’s address: small letters, numbers and hyphens, "
            "like talk-to-suppliers-fairly",
            "position": "1 comes first",
        }
        widgets = {"position": forms.NumberInput(attrs={"class": "govuk-input--width-3"})}
        error_messages = {
            "slug": {
                "unique": "There is already a guide with this address",
                "invalid": "The address must be small letters, numbers and hyphens, like "
                "talk-to-suppliers-fairly",
            }
        }

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        if slug in TAKEN:
            raise ValidationError("This address is used by another page. Choose another one")
        if Guide.objects.filter(slug=slug).exists():
            raise ValidationError("There is already a guide with this address")
        return slug


class SendBackForm(GovukForm):
    reason = forms.CharField(
        label="What the author should change",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="Quote the sentence and say what to do. The author reads this.",
    )


class PictureForm(GovukForm):
    """A picture, cleaned to `lib.pictures.Picture`, and what it says to who cannot see it."""

    nouns = {"file": "a picture", "alternative": "the alternative text"}

    file = forms.FileField(label="Picture", help_text="PNG, JPEG or WebP, 2 MB at most")
    alternative = forms.CharField(
        label="Alternative text",
        max_length=250,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=GuidePicture._meta.get_field("alternative").help_text,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(f"The picture {TOO_LARGE}")
        try:
            return redrawn(file.read())
        except PictureRefused as refusal:
            raise ValidationError(f"The picture {refusal}") from refusal


class StepForm(GovukForm):
    """Which section stands in a step, always of the version that is published now."""

    section = forms.ChoiceField(
        label="Guidance shown there",
        required=False,
        help_text="Up to 70 words of it, and a link to the rest",
    )

    def __init__(self, *args, guides: list[Guide], pin: GuideInStep | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.guides = {guide.slug: guide for guide in guides}
        choices = section_choices([guide.published_version for guide in guides])
        self.fields["section"].choices = [("", "Nothing"), *choices]
        if pin and pin.version:
            self.initial["section"] = f"{pin.version.guide.slug}/{pin.section}"

    def pin(self, step: str, *, by) -> GuideInStep:
        slug, _, section = self.cleaned_data["section"].partition("/")
        version = self.guides[slug].published_version if slug else None
        return GuideInStep.objects.create(step=step, version=version, section=section, by=by)


class OwnerForm(GovukForm):
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Owner",
        required=False,
        empty_label="LOTI, nobody by name",
        help_text="One of LOTI’s moderators: they alone can confirm and change guidance",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        moderators = Membership.objects.active().filter(role=Membership.Role.MODERATOR)
        people = User.objects.filter(is_active=True, pk__in=moderators.values("user"))
        self.fields["owner"].queryset = people.order_by("name", "email")


class PublishForm(GovukForm):
    """Carries which save was read, so that nobody publishes a text they did not see."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)


class ScheduleForm(PublishForm):
    """When to publish, by the clock in London."""

    nouns = {"day": "the day"}

    day = GovukDateField(label="Day", help_text="For example, 27 3 2027")
    time = forms.TimeField(
        label="Time",
        input_formats=["%H:%M", "%H.%M"],
        help_text="London time on the 24-hour clock, like 09:30",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={
            "required": "Enter a time, like 09:30",
            "invalid": "Enter a time on the 24-hour clock, like 09:30",
        },
    )

    def clean(self):
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        if day and time:
            self.cleaned_data["publish_at"] = self._moment(day, time)
        return self.cleaned_data

    def _moment(self, day, time):
        """An aware moment to come, or None with an error; once a year an hour does not exist."""
        try:
            moment = from_current_timezone(datetime.datetime.combine(day, time))
        except ValidationError:
            self.add_error("time", "The clocks change at that time. Choose another one")
            return None
        if moment <= timezone.now():
            self.add_error("day", "The day and time must be in the future")
        elif moment > timezone.now() + FURTHEST_AHEAD:
            self.add_error("day", "The day must be within a year from now")
        return moment
