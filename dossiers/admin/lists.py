"""What the lists of the admin share."""


class OfferedLookups:
    """A list that is filtered by what it offers and by nothing else: of the rest many are errors of a database."""

    linked_lookups = ()  # that other pages of the admin lead to

    def lookup_allowed(self, lookup, value, request):
        offered = {*self.linked_lookups}
        for chosen in self.list_filter:
            if isinstance(chosen, type):
                offered.add(chosen.parameter_name)
                continue
            name = chosen if isinstance(chosen, str) else chosen[0]
            exact = "id__exact" if self.opts.get_field(name).is_relation else "exact"
            offered |= {f"{name}__{exact}", f"{name}__isnull"}
        return lookup in offered
