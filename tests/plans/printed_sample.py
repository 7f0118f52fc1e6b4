"""Freja's plan as the mock-up prints it, for tests of paper that need no database."""

from plans.print_content import (
    Answer,
    Contact,
    Edition,
    Event,
    LawLine,
    PrintedGoal,
    PrintedPlan,
    Promise,
    Station,
    Step,
    Week,
)

BOSTOETTE = LawLine("Bostøtte, 4 timer om ugen", "serviceloven § 85", "bevilget", goal="1")
PRAKTIK = LawLine("Virksomhedspraktik", "beskæftigelsesindsatsloven kap. 11", "i gang", goal="2")
SOEVN = LawLine("Søvnforløb i distriktspsykiatrien", "sundhedsloven § 74", "ansøgt", goal="3")

GOALS = (
    PrintedGoal(
        number=1,
        title="Jeg klarer post, regninger og indkøb selv 3 ud af 4 uger inden 1. december",
        why="Jeg vil have styr på pengene, så jeg tør åbne døren.",
        steps=(
            Step("Jeg åbner e-Boks hver mandag sammen med Jonas", done=True),
            Step("Vi laver en aftale om de to største regninger inden 15. september"),
        ),
        helpers="Jonas Bech, 4 timer om ugen. Retshjælpen med gælden.",
        progress="6 af 10. I maj sagde jeg 4.",
        review="23. september",
        law=(BOSTOETTE,),
    ),
    PrintedGoal(
        number=2,
        title="Jeg er i praktik på Hegnsgårdens Planteskole to formiddage om ugen",
        why="Jeg vil gerne have jord på hænderne og møde nogen, der ikke kender mig fra før.",
        steps=(
            Step("Jeg har prøvet én formiddag med Sanne", done=True),
            Step("Jeg får en fast makker: Karsten"),
            Step("Vi prøver i tre uger og ser på søvn og fremmøde"),
        ),
        helpers="Sanne Krogh følger mig i gang. Ida tager bussen med mig tre gange.",
        progress="4 af 10. I maj sagde jeg 2.",
        review="23. september. Går det godt, bliver det til 15 timer om ugen fra 23. november.",
        law=(PRAKTIK,),
    ),
    PrintedGoal(
        number=3,
        title="Jeg sover bedre og tager selv stilling til medicin med lægen",
        why="Når jeg ikke har sovet, tør jeg ikke tage bussen.",
        steps=(
            Step("Jeg har skrevet søvndagbog i to uger", done=True),
            Step("Jeg taler med lægen om medicin 9. september"),
        ),
        helpers="Lone Agerskov, sygeplejerske i distriktspsykiatrien",
        progress="3 af 10",
        review="28. oktober",
        law=(SOEVN,),
    ),
)

CALENDAR = (
    Week("36", (Event("torsdag 3. september", "Planteskolen kl. 8.30, Sanne kører"),)),
    Week(
        "37",
        (
            Event("mandag 7. september", "Jonas kl. 10, e-Boks"),
            Event("tirsdag 8. september", "Planteskolen kl. 8.30, Ida i bussen"),
            Event("onsdag 9. september", "Lægen kl. 13.00"),
        ),
    ),
    Week("39", (Event("onsdag 23. september", "Kl. 10: Hvordan gik de tre uger?"),)),
    Week("44", (Event("onsdag 28. oktober", "Netværksmøde kl. 10 på biblioteket."),)),
)

FREJA = PrintedPlan(
    name="Freja Lindqvist Holm",
    edition=Edition.AUTHORITY,
    version="version 4, 2. september 2026",
    dreams=(
        "Jeg vil gerne stå op til noget, der betyder noget. Jeg tænker på at arbejde med dyr eller planter. "
        "Jeg vil have min egen lejlighed og kunne invitere min søster til aftensmad.",
    ),
    next_events=(
        Event(
            "Torsdag 3. september",
            "Første formiddag på planteskolen, kl. 8.30–11.30. Sanne henter mig kl. 8.00.",
        ),
        Event("Mandag 7. september", "Jonas kommer kl. 10. Vi åbner e-Boks sammen."),
        Event("Onsdag 9. september", "Jeg taler med lægen om søvn, kl. 13.00."),
    ),
    call_first=Contact("Jonas Bech", "12 34 56 71", "Min borgerkonsulent.", "Katrine Dahl", "12 34 56 72"),
    resources=(
        "Jeg møder til tiden, når jeg ved, hvem jeg skal møde.",
        "Jeg laver god mad.",
        "Min søster er tæt på.",
        "Jeg har 9. klasse og et halvt år på gartneruddannelsen.",
    ),
    difficulties=("At sove", "Gælden", "Uro i store grupper"),
    own_solution=("Hvis jeg starter to formiddage og kender én på stedet, tror jeg, det går.",),
    end_goal="Elevplads som gartner senest august 2027",
    way=(
        Station("Trin 1", "14. januar 2026", walked=True),
        Station("Trin 2", "27. maj 2026", walked=True),
        Station("Trin 3", "2. september 2026", walked=True, here=True),
        Station("Mit slutmål", "Elevplads som gartner senest august 2027"),
    ),
    goals=GOALS,
    agreements=(
        Promise("Sanne", "kører mig derud første gang", "3. september"),
        Promise("Jonas", "ringer til mig aftenen før de to første gange", "2. og 7. september"),
        Promise("Ida", "tager bussen med mig", "8., 10. og 15. september"),
        Promise("Katrine", "får styr på boligstøtten", "9. september"),
        Promise("Jeg", "siger til Karsten, hvis det bliver for meget", "når som helst"),
    ),
    network=(
        "Ida, min søster. Hun kender bussen og min morgen.",
        "Karsten på planteskolen. Han er min makker.",
    ),
    calendar=CALENDAR,
    answers=(
        Answer(
            "2. september 2026 sagde jeg delvist ja til planen, version 4:",
            "Jeg vil selv bestemme, om jeg skal have medicin.",
        ),
    ),
    consents=("Katrine må hente oplysninger om min søvnbehandling. Det gælder til 2. september 2027.",),
    news=("Mål 3 om søvn er nyt.", "Slutmålet er flyttet fra maj til august 2027."),
    disagree=(
        "Sig det til Jonas eller Katrine. Planen kan altid laves om. Du må altid tage en med til et møde.",
        "Planen er ikke en afgørelse. Får du en afgørelse, står der, hvordan du klager og inden hvornår.",
    ),
    purpose=("Freja får en stabil hverdag og en vej til uddannelse.",),
    law_annex=(BOSTOETTE, PRAKTIK, SOEVN),
)
