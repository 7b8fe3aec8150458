"""A page's form as a browser would send it, and what the page says when it comes back."""

from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse

Sent = dict[str, list[str]]


def page_of(record: models.Model, view: str = "change") -> str:
    """The address of the record's page on the desk."""
    return reverse(f"admin:opportunities_{record._meta.model_name}_{view}", args=[record.pk])


def page_for(model: type[models.Model], view: str) -> str:
    """The address of a model's list ("changelist"), or of the page on which a new record is typed in ("add")."""
    return reverse(f"admin:opportunities_{model._meta.model_name}_{view}")


class FormReader(HTMLParser):
    """Collects the values of the page's main form, with the line ends that browsers send."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.sent: Sent = {}
        self.select: str | None = None
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") != "submit":
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.sent.setdefault(name, []).append(given.get("value", "on" if "checked" in given else ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.sent.setdefault(self.select, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.sent.setdefault(name, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            # Browsers leave out a line end that comes first.
            texts = self.sent[self.textarea]
            texts[-1] = texts[-1].removeprefix("\r\n")
            self.textarea = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.sent[self.textarea][-1] += data.replace("\r\n", "\n").replace("\n", "\r\n")


def form_on(client: Client, address: str) -> Sent:
    """The values that the form at `address` would send if nobody touched it."""
    response = client.get(address)
    assert response.status_code == 200, address
    return form_in(response.content.decode(), f"{address.split('/')[3]}_form")


def form_in(page: str, form_id: str) -> Sent:
    """The values that the form with this id would send."""
    reader = FormReader(form_id)
    reader.feed(page)
    assert reader.sent, "the page has no form"
    return reader.sent


def with_row(sent: Sent, prefix: str, **values: Any) -> Sent:
    """The form with another row under the record, as "Add another" makes it from the empty one."""
    number = int(sent[f"{prefix}-TOTAL_FORMS"][0])
    empty = f"{prefix}-__prefix__-"
    row = {f"{prefix}-{number}-{name.removeprefix(empty)}": v for name, v in sent.items() if name.startswith(empty)}
    row |= {
        f"{prefix}-{number}-{name}": value if isinstance(value, list) else [value] for name, value in values.items()
    }
    return {**sent, **row, f"{prefix}-TOTAL_FORMS": [str(number + 1)]}


def send(client: Client, address: str, sent: Sent, **changes: Any) -> list[str]:
    """Send the form, with some values changed ("__" for "-"). Gives the complaints; none where it was accepted."""
    changed = {name.replace("__", "-"): v if isinstance(v, list) else [v] for name, v in changes.items()}
    response = client.post(address, {**sent, **changed})
    if response.status_code == 302:
        return []
    assert response.status_code == 200, response.status_code
    context = response.context
    complaints = [*_messages(context["adminform"].form.errors)]
    for inline in context["inline_admin_formsets"]:
        complaints += [str(message) for message in inline.formset.non_form_errors()]
        for errors in inline.formset.errors:
            complaints += _messages(errors)
    assert complaints, "the form came back without a complaint"
    for complaint in complaints:
        assert complaint.split(": ")[-1][:30] in response.content.decode().replace("&#x27;", "'"), complaint
    return complaints


def _messages(errors: Any) -> list[str]:
    return [f"{field}: {message}" for field, messages in errors.items() for message in messages]
