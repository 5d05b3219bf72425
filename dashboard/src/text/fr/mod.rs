//! French, the language of the promise. The quotations are those of the merchants' guide, word for word.

mod assistant;
mod bill;
mod desk;

use lutin_shared::account::{Enchantment, PlanId};
use lutin_shared::conversation::{Author, Ending, Purpose};
use lutin_shared::locale::Locale;
use lutin_shared::receipt::{Reason, Verdict};
use lutin_shared::refusal::Refusal;

use super::{
    ConversationText, InstallText, OverviewText, ReasonText, ReceiptText, ShellText, SignInText, TestText,
    Text,
};
use crate::api::Failure;

pub static TEXT: Text = Text {
    locale: Locale::Fr,
    title: "LutinGénie · Tableau de bord",
    loading: "Chargement…",
    retry: "Réessayer",
    copy: "Copier",
    copy_what: |what| format!("Copier\u{a0}: {what}"),
    copied: "Copié",
    copy_by_hand: "Sélectionnez le texte pour le copier",
    messages: |count, plural, open| {
        let noun = if plural { "messages" } else { "message" };
        let so_far = if open { " à ce stade" } else { "" };
        format!("{count} {noun}{so_far}")
    },
    ongoing: "En cours",
    verdict,
    contested: "Contestée",
    credited: "Créditée",
    reason,
    ending: |ending| match ending {
        Ending::Closed => "Fermée",
        Ending::Inactivity => "Inactivité (30 minutes)",
        Ending::Resolved => "Résolue",
    },
    purpose: |purpose| match purpose {
        Purpose::Live => "Client de la boutique",
        Purpose::Preview => "Aperçu",
        Purpose::Test => "Test depuis le tableau de bord",
    },
    author: |author| match author {
        Author::Agent => "Agent",
        Author::Assistant => "Assistant",
        Author::Instant => "Réponse Éclair",
        Author::Shopper => "Client",
        Author::System => "Message système",
    },
    plan: |plan| match plan {
        PlanId::Enterprise => "Enterprise",
        PlanId::Free => "Gratuit",
        PlanId::Professional => "Professional",
        PlanId::Starter => "Starter",
    },
    enchantment: |enchantment| match enchantment {
        Enchantment::Emotion => "Émotion",
        Enchantment::Escalation => "Escalade",
        Enchantment::Memory => "Mémoire",
        Enchantment::Polyglot => "Polyglotte",
    },
    labelled: |name, value| format!("{name}\u{a0}: {value}"),
    language: assistant::language,
    engine: assistant::engine,
    failure,
    form: assistant::FORM,
    shell: ShellText {
        skip: "Aller au contenu",
        navigation: "Navigation principale",
        overview: "Vue d’ensemble",
        desk: "Conversations en direct",
        assistant: "Assistant",
        bill: "Ma facture",
        test: "Tester l’assistant",
        sign_out: "Se déconnecter",
        not_found: "Cette page n’existe pas.",
        back: "Revenir à la vue d’ensemble",
    },
    assistant: assistant::ASSISTANT,
    sign_in: SignInText {
        heading: "Connexion",
        lead: "Suivez vos conversations et vérifiez chaque décompte.",
        expired: "Votre session a expiré. Reconnectez-vous pour continuer.",
        email: "Adresse e-mail",
        password: "Mot de passe",
        show_password: "Afficher le mot de passe",
        submit: "Se connecter",
        submitting: "Connexion…",
    },
    overview: OverviewText {
        heading: "Vue d’ensemble",
        plan: |plan| format!("Forfait {plan}"),
        used: |count| if count < 2 { "conversation utilisée" } else { "conversations utilisées" },
        remaining: |count| if count < 2 { "restante" } else { "restantes" },
        meter: "Conversations utilisées ce mois",
        of: |used, allowance| format!("{used} sur {allowance} incluses dans le forfait"),
        of_with_packs: |used, capacity| format!("{used} sur {capacity}, forfait et packs"),
        by_plan: "Forfait",
        by_packs: "Packs",
        uncovered: "Au-delà, sans frais",
        part: |part, whole| format!("{part} sur {whole}"),
        alert: |percent, reached| {
            if reached {
                "Toutes les conversations disponibles ce mois-ci sont utilisées. \
                 Votre assistant continue de fonctionner."
                    .to_owned()
            } else {
                format!(
                    "{percent}\u{a0}% des conversations disponibles ce mois-ci sont utilisées. \
                     Votre assistant continue de fonctionner, même au-delà."
                )
            }
        },
        beyond: |count, plural| {
            if plural {
                format!("{count} conversations au-delà ont eu leur réponse, sans frais.")
            } else {
                format!("{count} conversation au-delà a eu sa réponse, sans frais.")
            }
        },
        options: "Vous pouvez ajouter un pack de conversations ou passer à un plan supérieur\u{a0}: \
                  rien n’est changé ni facturé sans votre accord.",
        dead_letters: |count, plural| {
            if plural {
                format!(
                    "{count} reçus n’ont pas encore pu être inscrits au registre. Rien n’est perdu\u{a0}: \
                     notre équipe les voit, et ils ne sont pas facturés en attendant."
                )
            } else {
                format!(
                    "{count} reçu n’a pas encore pu être inscrit au registre. Rien n’est perdu\u{a0}: \
                     notre équipe le voit, et il n’est pas facturé en attendant."
                )
            }
        },
        renewal: "Le compteur repart de zéro le 1er du mois prochain.",
        packs_wait: "Ce qui reste dans vos packs vous attend.",
        conversations: "Dernières conversations",
        filters: "Conversations affichées",
        shoppers: "Clients",
        tests: "Tests",
        tests_note: "Les conversations de test et les aperçus ne sont jamais comptés.",
        test_mark: "Test — non comptée",
        preview_mark: "Aperçu — non comptée",
        today: "Aujourd’hui",
        yesterday: "Hier",
        empty_heading: "Votre première conversation apparaîtra ici",
        empty: "Collez cette balise dans les pages de votre boutique, juste avant la fin de <body>. \
                Chaque conversation aura son reçu\u{a0}: la règle appliquée, le premier message, la réponse qui compte.",
        empty_tests_heading: "Aucun test pour l’instant",
        empty_tests: "Essayez votre assistant comme le ferait un client. Un test n’est jamais compté\u{202f}; \
                      il apparaît ici une fois terminé.",
        newest_only: |count| format!("Les {count} conversations les plus récentes sont affichées."),
        refreshed: |time| format!("Actualisé à {time}"),
        stale: |time| format!("Actualisation impossible pour l’instant. Données de {time}."),
    },
    install: InstallText {
        disclose: "Installer l’assistant sur une autre page",
        lead: "Une seule balise, à coller juste avant la fin de <body>.",
        code: "Balise à coller",
    },
    conversation: ConversationText {
        heading: "Conversation",
        back: "Toutes les conversations",
        not_found_heading: "Conversation introuvable",
        not_found: "Cette conversation n’existe pas, ou n’appartient pas à votre boutique.",
        transcript: "Échanges",
        started: "Début de la conversation",
        ended: "Fin de la conversation",
        reopened: "Conversation rouverte",
        reply_failed: "La réponse de l’assistant a échoué",
        image: "Image du client",
        contact_given: |contact| format!("Coordonnées du client\u{a0}: {contact}"),
        escalated: "Appel à l’équipe",
        handed_back: "Rendue à l’assistant",
        joined: |name| format!("{name} a rejoint la conversation"),
        left: "L’agent s’est déconnecté",
        rating: "Note du client :",
        erased: "Effacé à la demande du client",
        forgotten: "Le client a fait effacer ses données",
        note: "Note interne — jamais visible par le client",
        this_one_counts: "La réponse qui compte",
        answer: assistant::ANSWER,
    },
    receipt: ReceiptText {
        heading: "Reçu de conversation",
        one: "1 conversation",
        none: "0 conversation",
        rule: "Règle appliquée",
        promise: |code| format!("Promesse {code} du guide"),
        guide_language: "fr",
        rules_version: "Édition des règles",
        first_message: "Premier message du client",
        counted_by: "Réponse qui compte",
        no_counted_by: "Aucune\u{a0}: rien à compter",
        no_text: "Texte effacé",
        judged_heading: "Suite de la conversation",
        judged: assistant::judged,
        started: "Début",
        ended: "Fin",
        ending: "Issue",
        messages: "Messages",
        purpose: "Origine",
        period: "Mois de décompte",
        no_period: "Aucun",
        chain: "Inscription au registre",
        row: |seq| format!("Ligne n°\u{a0}{seq}"),
        hash: "Empreinte de la ligne",
        previous: "Empreinte de la ligne d’avant",
        no_previous: "Aucune\u{a0}: c’est la première ligne",
        number: "Reçu n°",
        revision: |number| format!("révision {number}"),
    },
    contest: bill::CONTEST,
    desk: desk::DESK,
    bill: bill::BILL,
    statement: bill::STATEMENT,
    audit: bill::AUDIT,
    test: TestText {
        heading: "Tester l’assistant",
        badge: "Conversation de test\u{a0}: jamais comptée",
        lead: "Écrivez à votre assistant comme le ferait un client. Le test porte sa marque dès son ouverture\u{a0}: \
               il n’entre jamais dans votre forfait, quel que soit le nombre de messages.",
        start: "Démarrer un test",
        starting: "Préparation…",
        again: "Nouveau test",
        waiting: "Votre assistant s’affichera ici, comme dans votre boutique.",
        frame: "Conversation de test avec votre assistant",
        silent: "L’assistant ne s’affiche pas. Vérifiez votre connexion, puis démarrez un nouveau test.",
        away: "La conversation de test est rangée.",
        reopen: "L’afficher à nouveau",
        afterwards: "Une fois terminé, le test apparaît avec son reçu dans l’onglet «\u{a0}Tests\u{a0}».",
    },
};

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Counted => "Comptée",
        Verdict::NotCounted => "Non comptée",
    }
}

fn reason(reason: Reason) -> ReasonText {
    let (short, rule, promise) = match reason {
        Reason::AiReply => (
            "L’assistant a répondu",
            "Votre assistant a répondu pendant que la conversation était ouverte. \
             Elle compte une fois, quel que soit le nombre de messages.",
            "1 conversation = 1 interaction client complète",
        ),
        Reason::HumanOnly => (
            "Seuls vos agents ont répondu",
            "Seules des personnes de votre équipe ont répondu\u{a0}: une conversation humaine ne compte jamais.",
            "Gérées par vos agents humains",
        ),
        Reason::InstantOnly => (
            "Réponses Éclair seulement",
            "Seules vos Réponses Éclair ont répondu, sans l’assistant\u{a0}: rien n’est compté.",
            "Utilisez les Réponses Éclair pour les questions fréquentes",
        ),
        Reason::NeverAnswered => (
            "Restée sans réponse",
            "Le client n’a reçu aucune réponse pendant la conversation\u{a0}: elle n’est pas comptée.",
            "Conversations annulées\u{a0}: Les conversations qui n'ont jamais reçu de réponse",
        ),
        Reason::Preview => (
            "Aperçu des réglages",
            "C’est un aperçu de vos réglages, pas un client\u{a0}: il n’est jamais compté.",
            "Aperçus\u{a0}: Les aperçus de conversations dans l'interface admin",
        ),
        Reason::Test => (
            "Test du tableau de bord",
            "C’est un test lancé depuis votre tableau de bord\u{a0}: il n’est jamais compté.",
            "Tests internes\u{a0}: Les conversations de test depuis votre tableau de bord",
        ),
    };
    ReasonText { short, rule, promise }
}

fn failure(failure: &Failure) -> String {
    let sentence = match failure {
        Failure::Fault { trace: Some(trace) } => {
            return format!(
                "Une erreur est survenue de notre côté. Elle est consignée sous la référence {trace}."
            );
        }
        Failure::Fault { trace: None } => "Une erreur est survenue de notre côté. Réessayez dans un instant.",
        Failure::Malformed { message } => {
            return format!(
                "Le serveur ne peut pas accepter cette saisie. Il répond\u{a0}: «\u{a0}{message}\u{a0}»."
            );
        }
        Failure::Refused(Refusal::FrameTooLarge) => "C’est plus volumineux que ce que le serveur accepte.",
        Failure::Network => "Le serveur ne répond pas. Vérifiez votre connexion à Internet, puis réessayez.",
        Failure::Refused(Refusal::WrongCredentials) => {
            "L’adresse e-mail ou le mot de passe est incorrect. Vérifiez les deux."
        }
        Failure::Refused(Refusal::TooManyAttempts) => {
            "Trop de tentatives. Patientez un quart d’heure avant de réessayer."
        }
        Failure::Refused(Refusal::ForbiddenOrigin) => {
            "Cette adresse n’est pas celle de votre tableau de bord. Ouvrez-le depuis son adresse habituelle."
        }
        Failure::Refused(Refusal::OwnerOnly) => "Seul un propriétaire de la boutique peut faire cela.",
        Failure::Refused(Refusal::AlreadyJudged) => {
            "Ce décompte a déjà été contesté, et la décision a été rendue."
        }
        Failure::Refused(Refusal::NotCounted) => {
            "Cette conversation n’est pas comptée\u{a0}: il n’y a rien à contester."
        }
        Failure::Refused(Refusal::Deactivated) => {
            "Ce compte a été désactivé par le propriétaire de la boutique."
        }
        Failure::Refused(Refusal::Gone) => {
            "Personne n’attend plus ici\u{a0}: la conversation a continué, ou elle est finie."
        }
        Failure::Refused(Refusal::Taken) => "Un collègue a cette conversation.",
        Failure::Refused(Refusal::NotFound) => "Il n’y a rien à cette adresse.",
        Failure::Refused(refusal) => {
            return format!("La demande a été refusée (code {}). Rechargez la page.", refusal.code());
        }
        Failure::Unreadable => "Cette page n’est plus à jour. Rechargez-la.",
    };
    sentence.to_owned()
}
