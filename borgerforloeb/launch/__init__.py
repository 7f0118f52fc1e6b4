"""Starts the whole product on one machine: its own PostgreSQL and Valkey, the web, the worker and the clock.

Only for trying the product out and for tests. Production names its servers by DATABASE_URL and BROKER_URL.
"""
