"""Vendors of our own, in this process, with their quotas, states and faults: all can be tried without an account."""
