"""What the lists of the admin share."""

from ..text import strip_invisible_line


class VisibleSearch:
    """A search box that is asked without what nobody can see."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, strip_invisible_line(search_term))


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
