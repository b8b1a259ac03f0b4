"""Imported by the script and, on the TaskManagers, by the Python workers."""


def rate(amount):
    if amount is None:
        raise ValueError('an order without an amount cannot be rated')
    return 'large' if amount >= 1000 else 'small'
