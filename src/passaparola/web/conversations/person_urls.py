"""The doors of people: those who passed something on, and not those who work for the brand."""

from __future__ import annotations

from django.urls import path

from passaparola.web.conversations.persons import join_pages, list_pages, person_pages

ONE = "b/<slug:slug>/persons/<int:person_id>/"

urlpatterns = [
    path("b/<slug:slug>/persons/", list_pages.persons, name="persons"),
    path("b/<slug:slug>/persons/people.csv", list_pages.persons_csv, name="persons-csv"),
    path("b/<slug:slug>/persons/campaign/", list_pages.give_to_campaign, name="persons-campaign"),
    path(ONE, person_pages.person, name="person"),
    path(f"{ONE}save/", person_pages.save_person, name="person-save"),
    path(f"{ONE}contact/", person_pages.contact, name="person-contact"),
    path(f"{ONE}join/", join_pages.join, name="person-join"),
    path(f"{ONE}joinings/<int:joining_id>/separate/", join_pages.separate, name="person-separate"),
    path(f"{ONE}export.json", person_pages.export_person, name="person-export"),
    path(f"{ONE}erase/", person_pages.erase_person, name="person-erase"),
]
