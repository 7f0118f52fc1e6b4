from borgerforloeb.staff.actions.accounts import change_user, close_user, create_user, reopen_user

__all__ = ["change_user", "close_user", "create_user", "reopen_user"]
