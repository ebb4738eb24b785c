#pragma once
#include "table.h"

enum reading { READ, MISSING_PARAMETER, BAD_VALUE, UNKNOWN_ARGUMENT };

/* What an add or update asks for: the record with the given values over those that it starts from. */
struct request {
    struct record record;
    const wchar_t *refused; /* the argument, for UNKNOWN_ARGUMENT */
};

/*
 * Reads "tag=value" arguments. Stricter than netsh: no positional values, no short forms, no tag twice.
 * read_key wants the one argument that names a record; read_request those of add and update, and puts them into
 * request->record, which holds what is not given. The key itself is read by read_key first.
 */
enum reading read_key(int count, wchar_t **arguments, bool alone, struct request *request);
enum reading read_request(int count, wchar_t **arguments, struct request *request);
