/* Hebrew, of no gender. */
#include "accounts/letters.h"

const struct accounts_letter_language accounts_letters_he = {
    .code = "he",
    .someone = SC_STR("מישהו"),
    .words =
        {
            [ACCOUNTS_LETTER_WELCOME] =
                {
                    SC_STR("ברוכים הבאים ל-SmartCart"),
                    SC_STR("שלום,\n\n"
                           "ברוכים הבאים ל-SmartCart. הקישור הזה יוצר את החשבון שלך ומבקש את "
                           "הסיסמה שבחרת; הוא פועל פעם אחת,\n"
                           "במשך {claim hours} שעות:\n\n"
                           "{site}/verify#{secret}\n\n"
                           "אם לא ביקשת את זה, אין צורך לעשות דבר.\n"),
                },
            [ACCOUNTS_LETTER_KNOWN] =
                {
                    SC_STR("כבר יש לך חשבון ב-SmartCart"),
                    SC_STR("שלום,\n\n"
                           "מישהו, אולי את או אתה, ביקש להירשם ל-SmartCart עם הכתובת הזאת. כבר יש "
                           "לה חשבון: אפשר להתחבר, או\n"
                           "לבחור סיסמה חדשה, כאן:\n\n"
                           "{site}/sign-in\n\n"
                           "אם זה לא היה ביוזמתך, אין צורך לעשות דבר.\n"),
                },
            [ACCOUNTS_LETTER_RESET] =
                {
                    SC_STR("הסיסמה שלך ב-SmartCart"),
                    SC_STR("שלום,\n\n"
                           "בקישור הזה אפשר לבחור סיסמה חדשה; הוא פועל פעם אחת, במשך {claim hours} "
                           "שעות:\n\n"
                           "{site}/reset#{secret}\n\n"
                           "אם לא ביקשת את זה, אין צורך לעשות דבר.\n"),
                },
            [ACCOUNTS_LETTER_NO_ACCOUNT] =
                {
                    SC_STR("הסיסמה שלך ב-SmartCart"),
                    SC_STR("שלום,\n\n"
                           "מישהו, אולי את או אתה, ביקש סיסמה חדשה ב-SmartCart. לכתובת הזאת אין שם "
                           "חשבון; אולי יש חשבון לכתובת\n"
                           "אחרת שלך.\n\n"
                           "אם זה לא היה ביוזמתך, אין צורך לעשות דבר.\n"),
                },
            [ACCOUNTS_LETTER_PASSWORD] =
                {
                    SC_STR("הסיסמה שלך הוחלפה"),
                    SC_STR("שלום,\n\n"
                           "הסיסמה שלך ב-SmartCart הוחלפה, וכל המכשירים נותקו. אם זה לא היה "
                           "ביוזמתך, כדאי לבחור סיסמה חדשה\n"
                           "מיד:\n\n"
                           "{site}/sign-in\n"),
                },
            [ACCOUNTS_LETTER_NEW_EMAIL] =
                {
                    SC_STR("הכתובת החדשה שלך ב-SmartCart"),
                    SC_STR("שלום,\n\n"
                           "בקישור הזה הכתובת הזאת נעשית לכתובת החשבון שלך ב-SmartCart, ולשם כך "
                           "נדרשת הסיסמה שלו; הוא פועל פעם\n"
                           "אחת, במשך {claim hours} שעות:\n\n"
                           "{site}/email#{secret}\n\n"
                           "אם לא ביקשת את זה, אין צורך לעשות דבר.\n"),
                },
            [ACCOUNTS_LETTER_EMAIL_MOVED] =
                {
                    SC_STR("הכתובת שלך ב-SmartCart הוחלפה"),
                    SC_STR("שלום,\n\n"
                           "מעכשיו יש לחשבון שלך ב-SmartCart כתובת אחרת: {email}\n\n"
                           "אם זה לא היה ביוזמתך, אפשר להשיב להודעה הזאת.\n"),
                },
            [ACCOUNTS_LETTER_DELETION] =
                {
                    SC_STR("החשבון שלך יימחק"),
                    SC_STR("שלום,\n\n"
                           "החשבון שלך ב-SmartCart יימחק בעוד {deletion days} ימים, עם כל מה שיש "
                           "בו. עד אז אפשר להתחבר ולשמור\n"
                           "עליו:\n\n"
                           "{site}/sign-in\n"),
                },
            [ACCOUNTS_LETTER_INVITATION] =
                {
                    SC_STR("הזמנה לקניות משותפות"),
                    SC_STR("שלום,\n\n"
                           "הזמנה מאת {name} ({email}) לקניות משותפות, במשק הבית ״{household}״ "
                           "ב-SmartCart. הקישור הזה מכניס\n"
                           "אליו; הוא פועל פעם אחת, במשך {invitation days} ימים:\n\n"
                           "{site}/join#{secret}\n\n"
                           "אם לא ברור לך מי זה, אין צורך לעשות דבר.\n"),
                },
        },
};
