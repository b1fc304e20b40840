"""What the sign-in library says, in the portal's words: errors, messages and notices."""

TOO_MANY = "You have tried too many times. Wait 5 minutes, then try again"
WRONG_CODE = "That code is wrong or has expired. Check it, or send a new code"

ERRORS = {
    "account_inactive": "This account is closed",
    "duplicate_email": "This is already your email address",
    "email_password_mismatch": "The email address or the password is wrong",
    "email_taken": "This email address cannot be used. Enter another one",
    "enter_current_password": "The current password is wrong",
    "incorrect_code": WRONG_CODE,
    "incorrect_password": "The password is wrong",
    "invalid_login": "Enter your council email address, like name@hackney.gov.uk",
    "too_many_login_attempts": TOO_MANY,
    "rate_limited": TOO_MANY,
    "same_as_current": "Enter an email address that is not the one you have now",
}

SECOND_FACTOR_ERRORS = {
    "add_email_blocked": "Remove your second step before you change your email address",
    "cannot_delete_authenticator": "Moderators need a second step. Add another one before you"
    " remove this one",
    "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first",
    "incorrect_code": "That code is wrong or has expired. Enter the one the app shows now",
    "unverified_email": "Confirm your email address first",
}

# Messages at the top of the next page. What is not named here is not said.
MESSAGES = {
    "account/messages/logged_out.txt": "You are signed out",
    "account/messages/email_confirmation_failed.txt": "This email address cannot be used",
    "account/messages/password_changed.txt": "Your password is changed",
    "account/messages/password_set.txt": "Your password is set",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. The old ones no"
    " longer work",
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is removed",
    "mfa/messages/webauthn_added.txt": "Your passkey is added",
    "mfa/messages/webauthn_removed.txt": "Your passkey is removed",
    "usersessions/messages/sessions_logged_out.txt": "You are signed out on all other devices",
}

# Ways to show again who one is, the safest first.
WAYS = {
    "mfa_reauthenticate:webauthn": "Use a passkey",
    "mfa_reauthenticate": "Use a code from your authenticator app, or a recovery code",
    "reauthenticate": "Use your password",
}

# What an e-mail about the safety of an account says happened.
NOTICES = {
    "account/email/email_changed": "The email address of your account was changed",
    "account/email/email_confirm": "The email address of your account was confirmed",
    "account/email/email_deleted": "An email address was removed from your account",
    "account/email/password_changed": "The password of your account was changed",
    "account/email/password_reset": "The password of your account was replaced",
    "account/email/password_set": "A password was set for your account",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account",
    "mfa/email/totp_activated": "An authenticator app was added to your account",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account",
    "mfa/email/webauthn_added": "A passkey was added to your account",
    "mfa/email/webauthn_removed": "A passkey was removed from your account",
}

# The portal's own e-mail for each of the library's that carries a code or an answer.
EMAILS = {
    "account/email/login_code": "sign_in_code",
    "account/email/email_confirmation": "address_code",
    "account/email/email_confirmation_signup": "address_code",
    "account/email/password_reset_code": "password_code",
    "account/email/unknown_account": "no_account",
    "account/email/account_already_exists": "address_in_use",
}
