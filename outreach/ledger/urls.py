from django.urls import path, re_path

from outreach.ledger import views

app_name = "ledger"

NUMBER = r"(?P<number>[A-Za-z]{1,8}-[0-9]{4}-[0-9]{1,9})"

urlpatterns = [
    path("", views.IssueListView.as_view(), name="list"),
    path("new/", views.FindingView.as_view(), name="new"),
    path("board/", views.BoardView.as_view(), name="board"),
    path("board/move/", views.BoardMoveView.as_view(), name="board_move"),
    path("burden/", views.BurdenView.as_view(), name="burden"),
    path("bulk/", views.BulkView.as_view(), name="bulk"),
    path("export.xlsx", views.ExportView.as_view(), name="export"),
    path("look-backs/", views.LookBackListView.as_view(), name="look_backs"),
    path("views/", views.SaveViewView.as_view(), name="save_view"),
    path("views/<int:pk>/delete/", views.DeleteViewView.as_view(), name="delete_view"),
    re_path(rf"^{NUMBER}/$", views.IssueView.as_view(), name="detail"),
    re_path(rf"^{NUMBER}/related/$", views.RelatedView.as_view(), name="related"),
    re_path(rf"^{NUMBER}/evidence/(?P<pk>[0-9]{{1,18}})/$", views.EvidenceView.as_view(), name="evidence"),
    re_path(
        rf"^{NUMBER}/evidence/(?P<pk>[0-9]{{1,18}})/thumbnail/$",
        views.EvidenceView.as_view(is_thumbnail=True),
        name="thumbnail",
    ),
    re_path(rf"^{NUMBER}/(?P<step>[a-z_]{{1,40}})/$", views.StepView.as_view(), name="step"),
]
