"""The doors of petition reception: public ones first."""

from django.urls import path, register_converter

from petitions.mailing import Act
from petitions.views import (
    allotting,
    answers,
    booking,
    conversation,
    desk,
    figures,
    files,
    mails,
    newcode,
    person,
    persondata,
    petitioner,
    phrases,
    public,
    questions,
    receipt,
    receptions,
    register,
    registers,
    reveal,
    sheet,
    sponsoring,
    steps,
    track,
)


class NumberConverter:
    """A petition's number as it is printed."""

    regex = r"(?:XFJ|JJJ)-\d{4}-\d{6,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class MailActConverter:
    """What a link in a mail leads to."""

    regex = "|".join(Act)

    def to_python(self, value: str) -> Act:
        return Act(value)

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "petition")
register_converter(MailActConverter, "mail_act")

app_name = "petitions"
urlpatterns = [
    path("new/", public.KindView.as_view(), name="new"),
    path("new/matter/", public.MatterView.as_view(), name="new_matter"),
    path("new/contact/", public.ContactView.as_view(), name="new_contact"),
    path("new/review/", public.ReviewView.as_view(), name="new_review"),
    path("new/discard/", public.discard, name="new_discard"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("receipt/slip.txt", receipt.slip, name="slip"),
    path("units/", public.units, name="units"),
    path("track/", track.track, name="track"),
    path("track/leave/", track.leave, name="track_leave"),
    path("track/supplement/", track.supplement, name="track_supplement"),
    path("track/code/", newcode.new_code, name="new_code"),
    path("track/code/slip.txt", newcode.new_slip, name="new_slip"),
    path("track/rate/", track.rate, name="track_rate"),
    path("track/received/", petitioner.received, name="track_received"),
    path("track/review/", petitioner.ask_review, name="track_review"),
    path("track/mails/", mails.want, name="track_mails"),
    path("track/mails/end/", mails.end, name="track_mails_end"),
    path("mails/<mail_act:act>/<str:key>/", mails.by_link, name="mail_link"),
    path("track/withdraw/", petitioner.withdraw, name="track_withdraw"),
    path("track/questions/<int:pk>/", questions.answer, name="track_answer"),
    path("track/files/<uuid:pk>/", files.tracked_file, name="track_file"),
    path("track/documents/<uuid:pk>/<slug:file_format>/", files.tracked_document, name="track_document"),
    path("track/reception/", booking.book, name="book_reception"),
    path("track/reception/cancel/", booking.give_up, name="give_up_reception"),
    path("receptions/", receptions.RosterView.as_view(), name="receptions"),
    path("receptions/days/", receptions.published, name="reception_days"),
    path("receptions/<int:pk>/", receptions.DayView.as_view(), name="reception_day"),
    path("receptions/<int:pk>/substitute/", receptions.SubstituteView.as_view(), name="reception_substitute"),
    path("receptions/<int:pk>/cancel/", receptions.CallOffView.as_view(), name="reception_call_off"),
    path("receptions/slots/<int:pk>/", conversation.SlotView.as_view(), name="reception_slot"),
    path("officers/", allotting.BalanceView.as_view(), name="balance"),
    path("allot/", allotting.AllotView.as_view(), name="allot"),
    path("phrases/", phrases.PhrasesView.as_view(), name="phrases"),
    path("phrases/<int:pk>/drop/", phrases.DropPhraseView.as_view(), name="phrase_drop"),
    path("sponsored/", sponsoring.SponsoredListView.as_view(), name="sponsored"),
    path("sponsored/<int:pk>/", sponsoring.SponsoredCaseView.as_view(), name="sponsored_case"),
    path("sponsored/<int:pk>/<slug:act>/", sponsoring.SponsoredActView.as_view(), name="sponsored_act"),
    path("answers/", answers.shelf, name="answers"),
    path("answers/<int:pk>/", answers.shown, name="answer"),
    path("answers/desk/", answers.AnswersView.as_view(), name="answers_desk"),
    path("answers/<int:pk>/desk/", answers.AnswerView.as_view(), name="answer_desk"),
    path("answers/<int:pk>/revise/", answers.ReviseAnswerView.as_view(), name="answer_revise"),
    path("answers/<int:pk>/<slug:step>/", answers.DecideAnswerView.as_view(), name="answer_decide"),
    path("", desk.PetitionListView.as_view(), name="list"),
    path("track/data/", persondata.own_data, name="own_data"),
    path("sheets/<slug:number>/", sheet.SheetView.as_view(), name="sheet"),
    path(
        "sheets/<slug:number>/documents/<uuid:pk>/<slug:file_format>/",
        sheet.SheetDocumentView.as_view(),
        name="sheet_document",
    ),
    path("sheets/<slug:number>/files/<uuid:pk>/", sheet.SheetFileView.as_view(), name="sheet_file"),
    path("figures/", figures.FiguresView.as_view(), name="figures"),
    path("figures/report.xlsx", figures.ReportView.as_view(), {"ending": "xlsx"}, name="report_xlsx"),
    path("figures/report.docx", figures.ReportView.as_view(), {"ending": "docx"}, name="report_docx"),
    path("find/", person.FindPersonView.as_view(), name="find_person"),
    path("register/", register.RegisterView.as_view(), name="register"),
    path("register/import/", registers.ImportView.as_view(), name="register_import"),
    path("register/import/template.xlsx", registers.TemplateView.as_view(), name="register_template"),
    path("register/export/", registers.ExportView.as_view(), name="register_export"),
    path("register/jobs/<uuid:pk>/", registers.JobView.as_view(), name="job"),
    path("register/jobs/<uuid:pk>/file.xlsx", registers.JobFileView.as_view(), name="job_file"),
    path("<petition:number>/", desk.PetitionView.as_view(), name="detail"),
    path("<petition:number>/files/<uuid:pk>/", files.case_file, name="file"),
    path("<petition:number>/proofs/<uuid:pk>/", files.proof_file, name="proof"),
    path("<petition:number>/identity/", reveal.IdentityView.as_view(), name="identity"),
    path("<petition:number>/identity/<int:pk>/", reveal.SeeView.as_view(), name="reveal"),
    path("<petition:number>/identity/<int:pk>/export/", persondata.ExportView.as_view(), name="person_export"),
    path("<petition:number>/identity/<int:pk>/correct/", persondata.CorrectView.as_view(), name="person_correct"),
    path("<petition:number>/identity/<int:pk>/<slug:decision>/", reveal.DecisionView.as_view(), name="reveal_decision"),
    path("<petition:number>/sponsor/", sponsoring.TakeOnView.as_view(), name="take_on"),
    path("<petition:number>/publish/", answers.WriteAnswerView.as_view(), name="publish"),
    path("<petition:number>/<slug:step>/", steps.CaseStepView.as_view(), name="step"),
]
