from borgerforloeb.staff.actions.accounts import change_user, close_user, create_user, reopen_user
from borgerforloeb.staff.actions.way_in import give_password

__all__ = ["change_user", "close_user", "create_user", "give_password", "reopen_user"]
