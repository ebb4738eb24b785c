#pragma once
#include "table.h"

/* The texts of "show sslcert" on Server 2022 in English. */
void show_header(void);
void show_record(const struct record *record);
