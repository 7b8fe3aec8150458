"""The forms of imports: a file to upload, and the decision to apply it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from opportunities.admin.form_fields import LineField
from opportunities.admin.recording import LONGEST_REASON
from opportunities.curation.importing.files import form_of
from opportunities.curation.importing.refusal import MOST_BYTES, RefusedFileError

_ACCEPTED = ".xlsx,.csv,.tsv,.txt,.yaml,.yml"


def _reason() -> LineField:
    return LineField(
        required=False,
        empty_value=None,
        max_length=LONGEST_REASON,
        widget=UnfoldAdminTextInputWidget(),
        label=_("Why"),
        help_text=_("Stands in the history of every entry that is changed. May be left empty."),
    )


class UploadForm(forms.Form):
    """A file of entries. `raw` is its content once the form is valid."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": _ACCEPTED}),
        help_text=_("An Excel workbook (.xlsx), CSV in UTF-8 or YAML: at most 10 MB, 50,000 rows and 200 columns."),
    )
    reason = _reason()
    raw = b""

    def clean_file(self) -> Any:
        """Read the file, if it is one that can be. Raises ValidationError."""
        file = self.cleaned_data["file"]
        try:
            self.raw = file.read(MOST_BYTES + 1)
            form_of(file.name or "", self.raw)
        except RefusedFileError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ApplyForm(forms.Form):
    """The decision to apply what was read; refused rows are left out only if somebody says so."""

    reason = _reason()
    without_refused = forms.BooleanField(
        required=False, widget=UnfoldBooleanWidget(), label=_("Leave out the refused rows and apply the others")
    )

    def __init__(self, *args: Any, refused: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not refused:
            del self.fields["without_refused"]
