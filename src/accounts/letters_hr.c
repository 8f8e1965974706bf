/* Croatian. */
#include "accounts/letters.h"

const struct accounts_letter_language accounts_letters_hr = {
    .code = "hr",
    .someone = SC_STR("Netko"),
    .words =
        {
            [ACCOUNTS_LETTER_WELCOME] =
                {
                    SC_STR("Dobro došli u SmartCart"),
                    SC_STR("Bok,\n\n"
                           "dobro došli u SmartCart. Ova poveznica otvara tvoj račun i traži "
                           "lozinku koju si odabrao ili\n"
                           "odabrala; vrijedi jednom, kroz {claim hours} sata:\n\n"
                           "{site}/verify#{secret}\n\n"
                           "Ako to nije bila tvoja želja, ne treba ništa učiniti.\n"),
                },
            [ACCOUNTS_LETTER_KNOWN] =
                {
                    SC_STR("Već imaš račun na SmartCartu"),
                    SC_STR("Bok,\n\n"
                           "netko se, možda ti, htio registrirati na SmartCartu s ovom adresom. "
                           "Ona već ima račun: prijavi se\n"
                           "na {site}/sign-in ili ondje odaberi novu lozinku.\n\n"
                           "Ako to nisi ti, ne treba ništa učiniti.\n"),
                },
            [ACCOUNTS_LETTER_RESET] =
                {
                    SC_STR("Tvoja lozinka za SmartCart"),
                    SC_STR("Bok,\n\n"
                           "ovom poveznicom biraš novu lozinku; vrijedi jednom, kroz {claim hours} "
                           "sata:\n\n"
                           "{site}/reset#{secret}\n\n"
                           "Ako to nije bila tvoja želja, ne treba ništa učiniti.\n"),
                },
            [ACCOUNTS_LETTER_NO_ACCOUNT] =
                {
                    SC_STR("Tvoja lozinka za SmartCart"),
                    SC_STR("Bok,\n\n"
                           "netko je, možda ti, zatražio novu lozinku za SmartCart. Ova adresa "
                           "ondje nema računa; možda ga ima\n"
                           "neka druga tvoja adresa.\n\n"
                           "Ako to nisi ti, ne treba ništa učiniti.\n"),
                },
            [ACCOUNTS_LETTER_PASSWORD] =
                {
                    SC_STR("Lozinka je promijenjena"),
                    SC_STR("Bok,\n\n"
                           "tvoja je lozinka za SmartCart promijenjena i svi su uređaji "
                           "odjavljeni. Ako to nisi ti, odmah\n"
                           "odaberi novu: {site}/sign-in\n"),
                },
            [ACCOUNTS_LETTER_NEW_EMAIL] =
                {
                    SC_STR("Tvoja nova adresa na SmartCartu"),
                    SC_STR("Bok,\n\n"
                           "ovom poveznicom ovo postaje adresa tvojeg računa na SmartCartu, uz "
                           "njegovu lozinku; vrijedi jednom,\n"
                           "kroz {claim hours} sata:\n\n"
                           "{site}/email#{secret}\n\n"
                           "Ako to nije bila tvoja želja, ne treba ništa učiniti.\n"),
                },
            [ACCOUNTS_LETTER_EMAIL_MOVED] =
                {
                    SC_STR("Adresa na SmartCartu je promijenjena"),
                    SC_STR("Bok,\n\n"
                           "tvoj račun na SmartCartu otad ima drugu adresu: {email}\n\n"
                           "Ako to nisi ti, odgovori na ovu poruku.\n"),
                },
            [ACCOUNTS_LETTER_DELETION] =
                {
                    SC_STR("Račun će biti izbrisan"),
                    SC_STR("Bok,\n\n"
                           "tvoj račun na SmartCartu bit će izbrisan za {deletion days} dana, sa "
                           "svime što je u njemu. Do tada\n"
                           "se možeš prijaviti i zadržati ga: {site}/sign-in\n"),
                },
            [ACCOUNTS_LETTER_INVITATION] =
                {
                    SC_STR("Poziv na zajedničku kupnju"),
                    SC_STR("Bok,\n\n"
                           "{name} ({email}) te poziva na zajedničku kupnju, u kućanstvo "
                           "„{household}” na SmartCartu. Ova\n"
                           "poveznica vodi unutra; vrijedi jednom, kroz {invitation days} dana:\n\n"
                           "{site}/join#{secret}\n\n"
                           "Ako ne znaš tko je to, ne treba ništa učiniti.\n"),
                },
        },
};
