#pragma once
#include "table.h"

/* A setting of a record that is on or off: a bit of one of its two words. */
struct setting {
    const wchar_t *argument;
    const wchar_t *label;
    size_t word;      /* offset in struct record */
    DWORD mask;
    bool is_inverted; /* the bit says the opposite of the argument */
    bool is_set;      /* shown as Set/Not Set rather than Enabled/Disabled */
};

/* In the order in which netsh shows them; the first three stand before the times and the CTL, the others after. */
extern const struct setting settings[];
extern const size_t settings_count;
enum { SETTINGS_BEFORE_TIMES = 3, FRESHNESS_TIME_IN_USE = 0x4 };

const struct setting *setting_find(const wchar_t *argument);
bool setting_is_on(const struct setting *setting, const struct record *record);
void setting_put(const struct setting *setting, struct record *record, bool on);
