"""Mistakes that no test can notice, for the answer stays the same; each with the reason why."""

# By its words, and by where it stands: `module.function: what was changed`.
UNNOTICED = {
    "roles.permissions.access_to: all in any((one.course_is_closed for one in held))":
        "all are of one course, and who holds nothing has no permission to lose",
    "roles.actions.emergency.judge: without "
    "require_capability(by, Capability.LEADER, Capability.LOG_REVIEWER)":
        "who is neither is shown none that could be judged, and is refused for that",
    "plans.actions.employer_contacts.take_back_contact: VIEW in "
    "require(by, Permission.VIEW, contact.plan.course_id)":
        "it asks just that; which permission it takes is asked next, by who wrote it",
    "plans.projection.View._own: without self.edition == Edition.PROFESSIONAL in "
    "self.edition == Edition.PROFESSIONAL and self.giving and sel":
        "a limit is given with the professional's edition alone",
    "borgerforloeb.disclosures.screening._allowed: without isinstance(recipient.pk, UUID) in "
    "recipient.to == To.CITIZEN and isinstance(recipient.pk, UUID":
        "a citizen has such a key; it is said for the types",
    "borgerforloeb.disclosures.package._walk: any in all((isinstance(item, str) for item in value))":
        "no field holds texts and other things, and of an empty one no text is told either way",
    "borgerforloeb.disclosures.queries.working_copies: without status=Disclosure.Status.RELEASED in "
    ".filter of own":
        "a working copy is shut in the transaction that begins it",
    "borgerforloeb.disclosures.queries.working_copies: without course=course in "
    ".filter of Disclosure.objects":
        "what it is made of names the plan, which is of one course",
    "borgerforloeb.disclosures.actions.giving.release: VIEW in "
    "require(by, Permission.PRINT, disclosure.course_id)":
        "who may not print reads no row of the ledger, which is asked next",
    "plans.reopening._goals: without stands is None in stands is None or row['status'] in Goal.ENDED":
        "a goal is never taken away, and one that is closed today is closed in the version too",
    "plans.unread.unread_lines: without person in person and len(names) > 1":
        "nobody has no name among the names either",
    "outcomes.suppression._PRIME: Add in (1 << 61) - 1":
        "another large number does as well; it is a prime so that nobody has to think of coincidences",
    "outcomes.queries._change: GtE in row.trin > before.trin":
        "the same trin is told of two lines above",
    "outcomes.ways._when: without way.trin is not None in way.trin is not None and step.trin > way.trin":
        "who has a step has a trin",
    "outcomes.suppression._protect_combinations: NotIn in line.total in hidden":
        "which cell is taken where none is near; either way more is hidden until nothing is determined",
}  # fmt: skip
