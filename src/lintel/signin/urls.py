"""The addresses of signing in. Nothing of allauth's own is among them, and no other way in."""

from django.urls import path

from lintel.signin import enrolling, entering, holding

urlpatterns = [
    path("sign-in", entering.sign_in, name="sign-in"),
    path("sign-in/factor", entering.second_factor, name="second-factor"),
    path("sign-out", entering.sign_out, name="sign-out"),
    path("sign-out/everywhere", entering.sign_out_everywhere, name="sign-out-everywhere"),
    path("stay-signed-in", entering.stay, name="stay-signed-in"),
    path("enrol", enrolling.enrol, name="enrol"),
    path("enrol/<str:token>", enrolling.invitation, name="invitation"),
    path("passkey/make", enrolling.passkey_to_make, name="passkey-to-make"),
    path("passkey/use", enrolling.passkey_to_use, name="passkey-to-use"),
    path("confirm", holding.step_up, name="step-up"),
    path("account", holding.my_account, name="my-account"),
    path("account/password", holding.password, name="my-password"),
    path("account/another", enrolling.another, name="another-factor"),
    path("account/codes", enrolling.recovery_codes, name="recovery-codes"),
    path("account/codes/new", enrolling.new_codes, name="new-codes"),
    path("account/factors/<int:factor>/remove", holding.remove, name="remove-factor"),
    path("account/tokens/<uuid:machine>/end", holding.end_token, name="end-token"),
]
