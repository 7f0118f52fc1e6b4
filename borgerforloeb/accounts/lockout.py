from datetime import timedelta


def delay(request=None):
    return timedelta(minutes=15)


def locked_out(request, credentials, *args, **kwargs):
    raise NotImplementedError
