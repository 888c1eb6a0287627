from django.core.management.base import BaseCommand

from gcm_portal import samples


class Command(BaseCommand):
    help = "Make the fictional sample States, accounts and reviews, once; print the accounts."

    def handle(self, **options) -> None:
        if not samples.load():
            self.stdout.write("The samples are there already.")
        self.stdout.write("Sample accounts (fictional, for this machine only):")
        for email, password, role in samples.accounts():
            self.stdout.write(f"  {role:<14} {email:<26} {password}")
