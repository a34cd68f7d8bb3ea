"""The addresses of signing in."""

from django.urls import path

from lintel.signin import views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("confirm", views.step_up, name="step-up"),
]
