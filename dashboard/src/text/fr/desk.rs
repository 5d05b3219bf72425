//! French, for « Conversations en direct ».

use lutin_shared::api::Role;
use lutin_shared::escalation::Trigger;
use lutin_shared::escalation::triage::{Priority, Tag};
use lutin_shared::refusal::Refusal;

use crate::api::Failure;
use crate::case_words::Progress;
use crate::components::task_filters::Whose;
use crate::route::View;
use crate::text::desk::{
    ActionsText, AgentsText, CaseHeaderText, ComposerText, DeskSettingsText, DeskText, EmptyText, LogText,
    PresenceText, RingText, StandingText, TasksText, TeamText,
};

pub const DESK: DeskText = DeskText {
    heading: "Conversations en direct",
    views: "Listes de conversations",
    view: |view| match view {
        View::All => "Toutes",
        View::FollowUps => "À rappeler",
        View::Mine => "Mes conversations",
        View::Queue => "File d’attente",
    },
    waiting_badge: "en attente",
    unread_badge: "non lus",
    tasks_badge: "à traiter",
    settings_link: "Réglages des conversations",
    lost: "Connexion perdue, reconnexion… Rien ne sonne en attendant\u{202f}; ce que vous écrivez partira ensuite.",
    not_available: "Vous n’êtes pas disponible\u{a0}: rien ne sonne chez vous. \
                    Activez «\u{a0}Disponible\u{a0}» en haut de la page pour recevoir des conversations.",
    more: |count| format!("Afficher {count} de plus"),
    none_open: "Choisissez une conversation dans la liste.",
    live: "Conversation ouverte",
    back: "Retour à la liste",
    missing: "Cette conversation n’attend personne de votre boutique, ou n’existe pas.",
    understood: "Compris",
    trigger,
    shopper: |short| format!("Client {short}"),
    former_agent: "un ancien collègue",
    since: "Depuis",
    elapsed,
    refused,
    standing: StandingText {
        waiting: "En attente",
        waiting_for_you: "Un collègue vous la transfère",
        waiting_for: |name| format!("Transférée à {name}"),
        routing: "Recherche d’un agent",
        with_you: "Avec vous",
        with: |name| format!("Avec {name}"),
        away: |name| format!("Avec {name}, qui est déconnecté"),
        to_answer: "À répondre",
        answered: |name| format!("Répondu par {name}"),
        done: "Terminé",
        over: "Terminée",
    },
    presence: PresenceText {
        label: "Disponible",
        on_hint: "Les demandes des clients sonnent chez vous.",
        off_hint: "Rien ne sonne chez vous. Activez pour recevoir des conversations.",
        lost_hint: "Connexion perdue, reconnexion… Rien ne sonne en attendant.",
    },
    ring: RingText {
        take: "Prendre",
        take_what: |who| format!("Prendre la conversation\u{a0}: {who}"),
        others: |count| match count {
            1 => "1 autre attend dans la file".to_owned(),
            _ => format!("{count} autres attendent dans la file"),
        },
        notification: |why| format!("Un client attend\u{a0}: {}", why.to_lowercase()),
    },
    empty: EmptyText {
        queue: (
            "Personne n’attend",
            "Quand un client a besoin de quelqu’un, sa conversation sonne ici. Le premier qui la prend l’a.",
        ),
        mine: (
            "Vous n’avez aucune conversation",
            "Celles que vous prenez dans la file d’attente restent ici jusqu’à leur fin.",
        ),
        all: (
            "Aucune conversation n’a encore demandé quelqu’un",
            "Vous verrez ici toutes celles que l’assistant passe à votre équipe, et qui s’en occupe.",
        ),
        follow_ups: (
            "Rien à traiter",
            "Quand personne n’est disponible, l’assistant demande au client où lui répondre. \
             La demande arrive ici, avec son échéance.",
        ),
        filtered: (
            "Rien de tel",
            "Aucun suivi ne correspond à ces filtres. Élargissez-les pour en voir d’autres.",
        ),
    },
    agents: AgentsText {
        heading: "L’équipe en ce moment",
        you: "(vous)",
        online: "Disponible",
        offline: "Hors ligne",
        full: "Complet",
        inactive: "Désactivé",
        load: |count, load| format!("{count} {}", if load > 1 { "conversations" } else { "conversation" }),
    },
    header: CaseHeaderText {
        receipt: "Voir le reçu",
        here: "Le client est là",
        away: "Le client a fermé la page",
        page: "sur",
        verified: "vérifié",
        verified_hint: "La boutique a signé qui est ce client",
        context: "Ce que dit la page (non vérifié)",
    },
    log: LogText {
        label: "Échanges de la conversation",
        empty: "Chargement des échanges…",
        writes: "Le client écrit…",
        sending: "Envoi…",
        take_back: "Reprendre le texte",
    },
    composer: ComposerText {
        kinds: "À qui vous écrivez",
        reply: "Répondre",
        note: "Note interne",
        reply_label: "Votre réponse au client",
        note_label: "Note interne — jamais visible par le client",
        hint: "Entrée pour envoyer, Maj + Entrée pour aller à la ligne.",
        send: "Envoyer",
        send_note: "Enregistrer la note",
        canned: "Réponses types",
        unsayable: "Votre navigateur ne permet pas d’envoyer de message. Mettez-le à jour ou utilisez-en un autre.",
    },
    actions: ActionsText {
        take: "Prendre la conversation",
        taking: "Prise en cours…",
        resolve: "Marquer comme résolue",
        hand_back: "Rendre à l’assistant",
        transfer: "Transférer à un collègue",
        transfer_to: "À qui la transférer\u{a0}?",
        no_colleagues: "Aucun collègue n’est disponible en ce moment.",
        close: "Fermer",
        close_question: "Fermer cette conversation pour le client\u{a0}?",
        others: "Cette conversation n’est pas à vous\u{a0}: vous pouvez y laisser une note interne.",
        nobody: "Personne n’attend plus ici\u{a0}: vous pouvez y laisser une note interne.",
    },
    tasks: TASKS,
    settings: SETTINGS,
    team: TeamText {
        heading: "Équipe",
        lead: "Une personne désactivée ne peut plus se connecter, et ses conversations sont proposées à ses collègues.",
        role: |role| match role {
            Role::Agent => "Agent",
            Role::Owner => "Propriétaire",
        },
        active: "Actif",
        inactive: "Désactivé",
        active_what: |name| format!("Compte actif\u{a0}: {name}"),
    },
};

const TASKS: TasksText = TasksText {
    heading: "À rappeler",
    filters: "Suivis affichés",
    by_progress: "État",
    by_assignee: "Responsable",
    by_priority: "Priorité",
    by_tag: "Sujet",
    any_priority: "Toutes",
    any_tag: "Tous",
    progress: |progress| match progress {
        Progress::Answered => "Répondu",
        Progress::Done => "Terminé",
        Progress::ToDo => "À traiter",
    },
    whose: |whose| match whose {
        Whose::All => "Tous",
        Whose::Mine => "Les miens",
        Whose::Nobodys => "Sans responsable",
    },
    tag: |tag| match tag {
        Tag::Account => "Compte",
        Tag::Complaint => "Réclamation",
        Tag::Delivery => "Livraison",
        Tag::Order => "Commande",
        Tag::Other => "Autre",
        Tag::Payment => "Paiement",
        Tag::Product => "Produit",
        Tag::Refund => "Remboursement",
        Tag::Return => "Retour",
    },
    priority: |priority| match priority {
        Priority::High => "Haute",
        Priority::Low => "Basse",
        Priority::Normal => "Normale",
        Priority::Urgent => "Urgente",
    },
    priority_of: |priority| match priority {
        Priority::High => "priorité haute",
        Priority::Low => "priorité basse",
        Priority::Normal => "priorité normale",
        Priority::Urgent => "urgent",
    },
    due: |when| format!("À répondre avant\u{a0}: {when}"),
    overdue: |elapsed| format!("En retard de {elapsed}"),
    assigned_to: |name| format!("pour {name}"),
    assignee: "Responsable",
    nobody: "Personne",
    contact: "Où répondre\u{a0}:",
    no_contact: "Le client n’a pas laissé d’adresse\u{a0}: répondez-lui dans le chat, il le verra à son retour.",
    by_email: "Répondre par e-mail",
    call: "Appeler",
    mark_answered: "Marquer comme répondu",
    answered_by: |name, when| format!("Répondu par {name}, le {when}"),
    mark_done: "Marquer comme terminé",
    reopen: "Remettre à traiter",
    take_live: "Prendre en direct",
};

const SETTINGS: DeskSettingsText = DeskSettingsText {
    saved: "Enregistré. Cela vaut dès maintenant.",
    calling: "Quand appeler votre équipe",
    human_first: "Vos agents répondent en premier",
    human_first_hint: "Quand quelqu’un est disponible, la conversation lui est proposée avant l’assistant. \
                       À partir du forfait Professional.",
    images_heading: "Images des clients",
    images: "Vos clients peuvent joindre des images",
    images_hint: "Une photo d’un article abîmé, par exemple. Vos agents les voient, l’assistant ne les lit pas\u{a0}: \
                  une image sans texte leur est confiée. PNG, JPEG, WebP ou GIF, 5\u{a0}Mo au plus.",
    topics: "Sujets réservés à votre équipe",
    topics_hint: "Un sujet par ligne, en quelques mots. L’assistant passe ces questions à un agent.",
    canned: "Réponses types",
    canned_lead: "Des textes que vos agents insèrent d’un clic et peuvent modifier avant l’envoi.",
    no_canned: "Il n’y en a pas encore. Un propriétaire de la boutique peut en ajouter.",
    label: "Nom",
    text: "Texte",
    add: "Ajouter une réponse type",
    remove: "Retirer",
    remove_what: |label| format!("Retirer\u{a0}: {label}"),
};

pub const fn trigger(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Anger => "Client mécontent",
        Trigger::Asked => "A demandé quelqu’un",
        Trigger::AssistantFailed => "L’assistant n’a pas répondu",
        Trigger::AssistantTool => "L’assistant a appelé quelqu’un",
        Trigger::HumanFirst => "Agents d’abord",
        Trigger::Topic => "Sujet réservé à l’équipe",
        Trigger::Unanswered => "Deux questions sans réponse",
    }
}

fn elapsed(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds}\u{a0}s"),
        (0, 0, _) => format!("{minutes}\u{a0}min {:02}\u{a0}s", seconds % 60),
        (0, _, _) => format!("{hours}\u{a0}h {:02}\u{a0}min", minutes % 60),
        _ => format!("{days}\u{a0}j {:02}\u{a0}h", hours % 24),
    }
}

fn refused(refusal: Refusal, of_accept: bool) -> String {
    let sentence = match (refusal, of_accept) {
        (Refusal::Taken, true) => "Un collègue a déjà pris cette conversation.",
        (Refusal::Taken, false) => "Un collègue a cette conversation.",
        (Refusal::Gone, true) => "Le client n’attend plus.",
        (Refusal::Gone, false) => {
            "Ce n’est plus possible\u{a0}: la conversation a changé de mains, ou elle est finie."
        }
        (Refusal::TooEarly, _) => "La conversation n’est pas encore prête. Réessayez dans un instant.",
        (Refusal::EmptyMessage, _) => "Le message est vide.",
        (Refusal::MessageTooLong, _) => {
            "Plus de 4\u{202f}000 caractères\u{a0}: envoyez votre message en plusieurs fois."
        }
        (Refusal::TooManyAttempts, _) => "Trop de messages à la fois. Patientez un instant.",
        (Refusal::SessionFull, _) => "Cette conversation a atteint sa limite de messages.",
        (refusal, _) => return (super::TEXT.failure)(&Failure::Refused(refusal)),
    };
    sentence.to_owned()
}
