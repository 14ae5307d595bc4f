"""What is left in the shop."""


def missing(stock, wanted):
    result = []
    for name in wanted:
        if not name in stock or stock[name] < wanted[name]:
            result.append(name)
    return result
