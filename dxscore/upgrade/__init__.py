"""What stands between a project and a newer Rails or Ruby: frozen values in, frozen values out."""
