/* English. */
#include "accounts/letters.h"

const struct accounts_letter_language accounts_letters_en = {
    .code = "en",
    .someone = SC_STR("Someone"),
    .words =
        {
            [ACCOUNTS_LETTER_WELCOME] =
                {
                    SC_STR("Welcome to SmartCart"),
                    SC_STR("Hello,\n\n"
                           "welcome to SmartCart. This link makes your account, and asks for the "
                           "password that you chose; it\n"
                           "works once, within {claim hours} hours:\n\n"
                           "{site}/verify#{secret}\n\n"
                           "If you did not ask for it, there is nothing to do.\n"),
                },
            [ACCOUNTS_LETTER_KNOWN] =
                {
                    SC_STR("You have an account at SmartCart"),
                    SC_STR("Hello,\n\n"
                           "someone, perhaps you, wanted to register at SmartCart with this "
                           "address. It has an account already:\n"
                           "sign in at {site}/sign-in, or choose a new password there.\n\n"
                           "If it was not you, there is nothing to do.\n"),
                },
            [ACCOUNTS_LETTER_RESET] =
                {
                    SC_STR("Your password at SmartCart"),
                    SC_STR("Hello,\n\n"
                           "this link lets you choose a new password; it works once, within {claim "
                           "hours} hours:\n\n"
                           "{site}/reset#{secret}\n\n"
                           "If you did not ask for it, there is nothing to do.\n"),
                },
            [ACCOUNTS_LETTER_NO_ACCOUNT] =
                {
                    SC_STR("Your password at SmartCart"),
                    SC_STR("Hello,\n\n"
                           "someone, perhaps you, asked for a new password at SmartCart. This "
                           "address has no account there;\n"
                           "perhaps another one of yours has.\n\n"
                           "If it was not you, there is nothing to do.\n"),
                },
            [ACCOUNTS_LETTER_PASSWORD] =
                {
                    SC_STR("Your password was changed"),
                    SC_STR("Hello,\n\n"
                           "your password at SmartCart was changed, and all devices were signed "
                           "out. If it was not you, choose\n"
                           "a new one at once: {site}/sign-in\n"),
                },
            [ACCOUNTS_LETTER_NEW_EMAIL] =
                {
                    SC_STR("Your new address at SmartCart"),
                    SC_STR("Hello,\n\n"
                           "this link makes this the address of your account at SmartCart, and "
                           "asks for its password; it works\n"
                           "once, within {claim hours} hours:\n\n"
                           "{site}/email#{secret}\n\n"
                           "If you did not ask for it, there is nothing to do.\n"),
                },
            [ACCOUNTS_LETTER_EMAIL_MOVED] =
                {
                    SC_STR("Your address at SmartCart was changed"),
                    SC_STR("Hello,\n\n"
                           "your account at SmartCart has another address from now on: {email}\n\n"
                           "If it was not you, answer this mail.\n"),
                },
            [ACCOUNTS_LETTER_DELETION] =
                {
                    SC_STR("Your account will be deleted"),
                    SC_STR("Hello,\n\n"
                           "your account at SmartCart will be deleted in {deletion days} days, "
                           "with all that is in it. Until\n"
                           "then you can sign in and keep it: {site}/sign-in\n"),
                },
            [ACCOUNTS_LETTER_INVITATION] =
                {
                    SC_STR("An invitation to shop together"),
                    SC_STR("Hello,\n\n"
                           "{name} ({email}) asks you to shop together, in the household "
                           "\"{household}\" at SmartCart. This link\n"
                           "lets you in; it works once, within {invitation days} days:\n\n"
                           "{site}/join#{secret}\n\n"
                           "If you do not know who that is, there is nothing to do.\n"),
                },
        },
};
