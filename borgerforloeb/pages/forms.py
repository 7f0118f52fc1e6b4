from django import forms

from borgerforloeb.accounts.formstyle import DkfdsForm


class SearchForm(DkfdsForm):
    q = forms.CharField(
        label="Søg blandt dine borgere",
        help_text="Skriv en del af navnet, et CPR-nummer eller et forløbsnummer.",
        max_length=120,
        error_messages={"required": "Skriv et navn, et CPR-nummer eller et forløbsnummer."},
    )
    submit_label = "Søg"
