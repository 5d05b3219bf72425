//! French, for the assistant's page and for what is known of its replies.

use lutin_shared::api::{PageRefusal, Provenance};
use lutin_shared::conversation::{Engine, Judge, Judged};
use lutin_shared::emotion::Emotion;
use lutin_shared::language::Language;
use lutin_shared::relatedness::Why;

use crate::complaint::{Complaint, Rule};
use crate::route::Part;
use crate::text::{
    AnswerText, ArticleText, AssistantText, EngineText, FetchText, FormText, ImportText, InstantsText,
    KnowledgeText, OrdersText,
};

pub const FORM: FormText = FormText {
    save: "Enregistrer",
    saving: "Enregistrement…",
    saved: "Enregistré. L’assistant s’en sert dès maintenant.",
    cancel: "Annuler",
    edit: "Modifier",
    edit_what: |what| format!("Modifier\u{a0}: {what}"),
    delete: "Supprimer",
    deleting: "Suppression…",
    deleted: "Supprimé. L’assistant ne s’en sert plus.",
    language: "Langue",
    markdown: "Mise en forme possible",
    markdown_marks: [
        ("**gras**", "pour du gras"),
        ("- point", "pour une liste, un point par ligne"),
        ("1. étape", "pour une liste numérotée"),
        ("[texte](https://…)", "pour un lien"),
    ],
    complaint,
};

pub const ASSISTANT: AssistantText = AssistantText {
    heading: "Assistant",
    lead: "Il ne dit que ce que votre boutique a écrit. Ce que vous changez ici vaut dès la question suivante.",
    parts: "Parties de l’assistant",
    part: |part| match part {
        Part::Knowledge => "Savoir",
        Part::Instants => "Réponses Éclair",
        Part::Orders => "Commandes",
        Part::Engine => "Moteur",
    },
    owners_only: "Seul un propriétaire de la boutique peut changer cela. Vous pouvez le consulter.",
    knowledge: KNOWLEDGE,
    article: ARTICLE,
    import: IMPORT,
    fetch: FETCH,
    instants: INSTANTS,
    orders: ORDERS,
    engines: EngineText {
        legend: "Qui rédige les réponses",
        lead: "Les trois moteurs puisent dans le même savoir, et une conversation compte de la même façon.",
        what: |engine| match engine {
            Engine::Embedded => {
                "Le nôtre. Il répond avec vos propres phrases, sans modèle extérieur\u{a0}: rien ne quitte le service."
            }
            Engine::OpenAi => {
                "Un modèle de langage à une adresse compatible OpenAI. Il reformule votre savoir\u{202f}; \
                 les questions lui sont transmises."
            }
            Engine::WorkersAi => {
                "Un modèle de langage sur les machines de Cloudflare. Il reformule votre savoir\u{202f}; \
                 les questions ne vont pas ailleurs."
            }
        },
        by_operator: "À configurer par l’opérateur",
        fallback: "Le moteur choisi n’est pas configuré\u{a0}: en attendant, le moteur intégré répond.",
    },
};

const KNOWLEDGE: KnowledgeText = KnowledgeText {
    unanswered: "Questions sans réponse",
    unanswered_lead: "Vos clients les ont posées, et votre savoir n’en dit rien.",
    asked: |times, plural, last| {
        let noun = if plural { "conversations" } else { "conversation" };
        format!("Dans {times} {noun}, la dernière fois\u{a0}: {last}")
    },
    no_language: "Langue inconnue",
    answer: "Écrire la réponse",
    answer_what: |question| format!("Écrire la réponse à\u{a0}: {question}"),
    ignore: "Ignorer",
    ignore_what: |question| format!("Ignorer la question\u{a0}: {question}"),
    ignored: "Question retirée de la liste.",
    articles: "Articles",
    counted: |articles, plural, languages| {
        let noun = if plural { "articles" } else { "article" };
        format!("{articles} {noun} · {languages}")
    },
    new: "Nouvel article",
    search: "Rechercher dans les articles",
    search_hint: "Titre, réponse ou question, dans toutes les langues",
    found: |count, plural| format!("{count} {}", if plural { "articles trouvés" } else { "article trouvé" }),
    none_found: "Aucun article ne contient ces mots.",
    more: |count| format!("Afficher {count} articles de plus"),
    provenance: |by| match by {
        Provenance::Fetched => "Lu sur votre site",
        Provenance::Imported => "Importé d’un fichier",
        Provenance::Typed => "Écrit ici",
    },
    changed: |day| format!("modifié le {day}"),
    translate: "Ajouter une traduction",
    translate_what: |title| format!("Ajouter une traduction de\u{a0}: {title}"),
    edit_in: |title, language| format!("Modifier «\u{a0}{title}\u{a0}», {language}"),
    empty_heading: "Votre assistant n’a encore rien à dire",
    empty: "Un article est une réponse, avec les questions auxquelles elle répond. Commencez par ce que vos clients \
            demandent le plus\u{a0}: livraison, retours, paiement. Ou faites lire les pages de votre site.",
    in_bulk: "Ajouter plusieurs articles d’un coup",
};

const ARTICLE: ArticleText = ArticleText {
    new: "Nouvel article",
    edit: |language| format!("Modifier l’article ({language})"),
    translate: "Ajouter une traduction",
    from_question: "Enregistrée, la réponse retire la question de la liste des questions sans réponse.",
    title: "Titre",
    title_hint: "Le sujet en quelques mots, ou la question elle-même. Le client le voit comme source de la réponse.",
    body: "Réponse",
    body_hint: "Telle qu’elle sera dite au client.",
    questions: "Autres façons de poser la question (facultatif)",
    questions_hint: "Une par ligne. Elles aident l’assistant à trouver cet article.",
    original: |language| format!("Texte d’origine ({language})"),
    fetched: "Cet article vient de cette page\u{a0}; si elle est lue à nouveau, il sera remplacé.",
    delete_question: |title, language| format!("Supprimer «\u{a0}{title}\u{a0}» ({language})\u{a0}?"),
};

const IMPORT: ImportText = ImportText {
    heading: "Importer un fichier",
    lead: "CSV ou JSON, 1\u{a0}Mo au plus. Si une ligne pose problème, rien n’est importé.",
    choose: "Choisir un fichier",
    importing: "Importation…",
    expected: "Colonnes attendues",
    csv: "CSV",
    json: "JSON",
    articles_note: "Plusieurs questions dans une cellule sont séparées par «\u{a0}|\u{a0}». Même «\u{a0}id\u{a0}» et même \
                    langue\u{a0}: l’article est remplacé.",
    done: |added, plural, replaced, plural_replaced| {
        let added = format!("{added} {}", if plural { "ajoutés" } else { "ajouté" });
        let replaced = format!("{replaced} {}", if plural_replaced { "remplacés" } else { "remplacé" });
        format!("Fichier importé\u{a0}: {added}, {replaced}.")
    },
    nothing: "Le fichier ne contient rien à importer.",
    problems: |shown, more| {
        let first = if more { "Voici les premiers problèmes" } else { "À corriger" };
        format!("Rien n’a été importé. {first} ({shown})\u{a0}:")
    },
    row: |row, json| if json { format!("Entrée {row}") } else { format!("Ligne {row}") },
    whole_file: "Fichier",
    unknown_kind: "Ce fichier n’est ni un .csv ni un .json.",
    too_large: "Ce fichier dépasse 1\u{a0}Mo. Importez-le en plusieurs parties.",
};

const FETCH: FetchText = FetchText {
    heading: "Lire votre site",
    lead: "Chaque page devient un article. Relue plus tard, elle le remplace.",
    address: "Page ou plan de site (sitemap.xml) de votre site",
    submit: "Lire",
    fetching: "Lecture en cours. Cela peut prendre une demi-minute…",
    result: |kept, plural, all| {
        let kept = format!("{kept} {}", if plural { "pages retenues" } else { "page retenue" });
        format!("{kept} sur {all}.")
    },
    kept: "Retenue",
    not_kept: "Non retenue",
    refused: |refusal| match refusal {
        PageRefusal::Address => "Cette adresse n’est pas une page publique de votre site.",
        PageRefusal::Empty => "Il n’y a pas de texte à lire sur cette page.",
        PageRefusal::Kind => "Ce n’est pas une page, mais une image ou un fichier.",
        PageRefusal::Redirects => "Cette adresse renvoie sans cesse vers une autre.",
        PageRefusal::Size => "Cette page dépasse 2\u{a0}Mo.",
        PageRefusal::Status => {
            "Votre site répond que cette page n’existe pas, ou qu’elle n’est pas publique."
        }
        PageRefusal::Unreachable => "Votre site n’a pas répondu en 10\u{a0}secondes.",
    },
    left_out: |count, plural| {
        if plural {
            format!(
                "{count} pages du plan de site n’ont pas été lues\u{a0}: il y en a trop pour une seule fois."
            )
        } else {
            format!("{count} page du plan de site n’a pas été lue\u{a0}: il y en a trop pour une seule fois.")
        }
    },
    no_pages: "Aucune page n’a été trouvée à cette adresse.",
};

const INSTANTS: InstantsText = InstantsText {
    lead: "Des réponses toutes prêtes, données aussitôt, sans l’assistant. Une conversation où elles suffisent \
           n’est pas comptée.",
    new: "Nouvelle Réponse Éclair",
    full: |most| format!("Vous en avez {most}, le maximum. Supprimez-en une pour en ajouter."),
    use_of: |used, _, saved, saved_plural| {
        let noun = if saved_plural { "conversations économisées" } else { "conversation économisée" };
        format!("{used} fois · {saved} {noun}")
    },
    unused: "Pas encore utilisée",
    chip: "Affichée comme suggestion",
    empty_heading: "Répondez aux questions simples sans entamer votre forfait",
    empty: "Une Réponse Éclair est un texte fixe pour une question fréquente\u{a0}: horaires, frais de port, adresse. \
            Le client la reçoit aussitôt, et une conversation où elle suffit n’est jamais comptée.",
    edit: "Modifier la Réponse Éclair",
    is_chip: "La proposer comme suggestion",
    is_chip_hint: "Le client voit le libellé comme bouton avant son premier message.",
    label: "Libellé",
    label_hint: "Ce que dit le bouton. C’est aussi une façon de poser la question.",
    triggers: "Déclencheurs (facultatif)",
    triggers_hint: "Un par ligne\u{a0}: une question, ou quelques mots qu’une question courte doit tous contenir.",
    answer: "Réponse",
    add_language: "Ajouter une langue",
    add: "Ajouter",
    remove_variant: |language| format!("Retirer la version\u{a0}: {language}"),
    delete_question: |label| format!("Supprimer «\u{a0}{label}\u{a0}» dans toutes ses langues\u{a0}?"),
};

const ORDERS: OrdersText = OrdersText {
    lead: "À «\u{a0}Où est ma commande\u{a0}?\u{a0}», l’assistant répond avec ce que vous lui donnez ici.",
    count: |count, plural| {
        format!("{count} {}", if plural { "commandes importées" } else { "commande importée" })
    },
    no_orders: "Aucune commande importée\u{a0}: l’assistant ne peut pas encore suivre de colis.",
    superseded: "L’adresse de votre boutique est interrogée à la place des commandes importées.",
    import: "Importer des commandes",
    import_lead: "CSV ou JSON, 1\u{a0}Mo au plus. Une commande déjà connue est remplacée\u{202f}; si une ligne pose \
                  problème, rien n’est importé.",
    columns_note: "Sans e-mail ni code postal, une commande ne peut être montrée à personne tant que la vérification \
                   est active.",
    states: "États possibles\u{a0}:",
    address: "Adresse de votre boutique",
    address_lead: "Plutôt que d’importer, laissez l’assistant demander l’état d’une commande à votre propre site.",
    address_label: "Adresse HTTPS (facultatif)",
    address_hint: "Laissez vide pour répondre avec les commandes importées.",
    sent: "À chaque question sur une commande, nous envoyons à cette adresse le numéro de la commande, et rien du reste \
           de la conversation. La requête est signée\u{a0}: vous savez qu’elle vient de nous.",
    secret: "Clé de signature",
    secret_show: "Afficher la clé",
    secret_lead: "Elle vérifie la signature. Gardez-la secrète\u{a0}: qui la connaît peut se faire passer pour nous.",
    check: "Vérification du client",
    check_lead: "Ce qu’un client doit savoir de la commande, en plus de son numéro, pour en connaître l’état.",
    by_email_or_postcode: "E-mail ou code postal de la commande",
    by_email_or_postcode_lead: "Conseillé. L’assistant le demande, et ne dit rien tant que ce n’est pas le bon.",
    by_nothing: "Aucune vérification",
    by_nothing_lead: "Le numéro de commande suffit.",
    by_nothing_warning: "Sans vérification, quiconque devine un numéro apprend l’état de la commande d’un autre client.",
};

pub const ANSWER: AnswerText = AnswerText {
    source: "Source",
    engine: "Moteur",
    cut: "Réponse interrompue",
    instant: "Réponse Éclair",
    unanswered: "Votre savoir n’avait pas la réponse",
    felt: "Ressenti",
    emotion: |emotion| match emotion {
        Emotion::Frustrated => "frustré",
        Emotion::Happy => "content",
        Emotion::Neutral => "neutre",
        Emotion::Worried => "inquiet",
    },
    quoted: |words| format!("“{words}”"),
};

pub fn language(language: Language) -> &'static str {
    match language {
        Language::Ar => "Arabe",
        Language::De => "Allemand",
        Language::En => "Anglais",
        Language::Es => "Espagnol",
        Language::Fr => "Français",
        Language::It => "Italien",
        Language::Ja => "Japonais",
        Language::Nl => "Néerlandais",
        Language::Pl => "Polonais",
        Language::Pt => "Portugais",
        Language::Ru => "Russe",
        Language::Zh => "Chinois",
    }
}

pub fn engine(engine: Engine) -> &'static str {
    match engine {
        Engine::Embedded => "Moteur intégré",
        Engine::OpenAi => "Modèle compatible OpenAI",
        Engine::WorkersAi => "Workers AI",
    }
}

pub fn judged(unrelated: Option<bool>, judged: &Judged, likelihood: &str) -> String {
    let judge = match judged.by {
        Judge::Reader => "le lecteur",
    };
    let why = match judged.why {
        Why::OtherNumber => "autre numéro de commande",
        Why::SameNumber => "même numéro de commande",
        Why::Unsure => "aucun indice assez net",
        Why::Words => "mots de la question",
    };
    match unrelated {
        Some(true) => {
            format!("Nouvelle question jugée sans rapport par {judge} ({why}\u{202f}; {likelihood})")
        }
        Some(false) => format!(
            "Nouvelle question jugée liée par {judge} ({why}\u{202f}; sans rapport à {likelihood}) \
             \u{2192}\u{a0}même conversation"
        ),
        None => format!(
            "Nouvelle question\u{a0}: {judge} n’est pas sûr ({why}\u{202f}; sans rapport à {likelihood}) \
             \u{2192}\u{a0}même conversation"
        ),
    }
}

fn complaint(complaint: &Complaint) -> String {
    let in_lines = matches!(complaint.name(), "questions" | "triggers");
    let per_line = if in_lines { " par ligne" } else { "" };
    match &complaint.rule {
        Rule::AlsoInRow(row) => format!("Déjà donné à la ligne {row}."),
        Rule::AtLeastOne => "Il en faut au moins une.".to_owned(),
        Rule::AtMost(most) => format!("{most} au plus."),
        Rule::AtMostChars(most) => format!("{most} caractères au plus{per_line}."),
        Rule::Chars(most) => format!("De 1 à {most} caractères{per_line}."),
        Rule::Https => "L’adresse doit commencer par https://.".to_owned(),
        Rule::MissingColumn => "Cette colonne manque.".to_owned(),
        Rule::NotEmpty => "Ce champ ne peut pas rester vide.".to_owned(),
        Rule::NotOneOf { known } => format!("Valeur inconnue. Possibles\u{a0}: {known}."),
        Rule::OneALanguage => "Une seule version par langue.".to_owned(),
        Rule::Other(words) => format!("Refusé par le serveur\u{a0}: «\u{a0}{words}\u{a0}»."),
        Rule::UnknownColumn { known } => format!("Colonne inconnue. Connues\u{a0}: {known}."),
    }
}
