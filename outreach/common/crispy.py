"""How every form of the portal looks: one column, big targets, errors above and beside, one submit button."""

from crispy_forms.helper import FormHelper
from django.utils.functional import Promise


class PortalFormHelper(FormHelper):
    """A form with its own button and a way back; the look is in ``templates/components/field.html``."""

    submit_label: str | Promise = ""
    cancel_url: str = ""


def form_helper(
    *,
    submit_label: str | Promise = "",
    cancel_url: str = "",
    autosave: str = "",
    action: str = "",
    form_tag: bool = True,
) -> PortalFormHelper:
    """The helper to set as ``form.helper`` before ``{% crispy form %}``.

    ``submit_label`` is a verb ("交办"); without it the page draws its own buttons. ``autosave`` names the
    text kept on the device until the form has been accepted, unique within the portal.
    """
    helper = PortalFormHelper()
    helper.form_tag = form_tag
    helper.form_action = action
    helper.form_class = "sx-form"
    helper.submit_label = submit_label
    helper.cancel_url = cancel_url
    if autosave:
        helper.attrs = {"data-autosave": autosave}
    return helper
