"""Faust agents, each about a screen long: receive, call one runtime function, hand the result on."""
